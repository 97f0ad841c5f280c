import { setTimeout } from 'node:timers/promises';
import type { Command } from './command';
import { beginning, LoadPlayer, type PlayerOutput, type PlayerSettings, type Position } from './load-player';
import type { LoadSource } from './load-source';
import { Pace } from './pace';

export type ReplayState = 'playing' | 'paused' | 'stopped' | 'done' | 'failed';

/** After a deploy, until all nodes of the flow are there. */
const DEPLOY_MS = 100;

/** What is kept over a restart. */
export interface Saved {
  /** Of the settings; those of others begin anew. */
  key: string;
  state: ReplayState;
  speed: number;
  /** By the settings, which count when they have changed since. */
  setSpeed: number;
  filename: string | null;
  position: Position;
}

export interface ControlSettings extends PlayerSettings {
  speed: number;
  /** Tells whether a saved position is one of these settings. */
  key: string;
}

export interface ControlOutput extends PlayerOutput {
  /** The state is another; an error when it failed. */
  changed(error?: Error): void;
}

/** One replay at a time, as commands want it. */
export class ReplayControl {
  state: ReplayState = 'stopped';
  error: string | undefined;
  source: LoadSource;
  private pace: Pace;
  private position = beginning();
  /** As the message named it; undefined: the file of the settings. */
  private filename: string | undefined;
  private player: LoadPlayer | undefined;
  private playing: Promise<void> = Promise.resolve();
  private isKept = false;

  /** @param open gives the source of a file; throws when it must not be read */
  constructor(
    private readonly settings: ControlSettings,
    private readonly open: (filename: string | undefined) => LoadSource,
    private readonly output: ControlOutput,
  ) {
    this.pace = new Pace(settings.speed);
    this.source = open(undefined);
  }

  get speed(): number {
    return this.pace.speed;
  }

  get pass(): number {
    return this.position.pass;
  }

  /** Time of the load that was sent last, moved by the passes before. */
  get timeMs(): number | null {
    const { lastMs, movedMs } = this.position;
    return lastMs === null ? null : lastMs + movedMs;
  }

  /** @throws Error when a file must not be read */
  obey(command: Command): void {
    if (command.kind === 'start') this.start(command.filename);
    else if (command.kind === 'pause') this.pause();
    else if (command.kind === 'stop') this.stop();
    else if (command.kind === 'reset') this.reset();
    else {
      this.pace.setSpeed(command.speed, Date.now());
      this.player?.look();
      this.output.changed();
    }
  }

  snapshot(): Saved {
    const { state, speed, filename = null, position } = this;
    return { key: this.settings.key, state, speed, setSpeed: this.settings.speed, filename, position };
  }

  /** Takes what `snapshot` gave, unless it is of other settings. @throws Error when its file must not be read any more */
  restore({ key, state, speed, setSpeed, filename, position }: Saved): void {
    if (key !== this.settings.key) return;
    this.source = this.open(filename ?? undefined);
    this.filename = filename ?? undefined;
    this.pace = new Pace(setSpeed === this.settings.speed ? speed : this.settings.speed);
    this.position = position;
    this.state = state;
    // What failed is tried again: the deploy may have put it right.
    this.isKept = state !== 'failed';
  }

  /** After a deploy: goes on as it was, or begins when it is to start by itself and nothing was kept. */
  begin(autoStart: boolean): void {
    if (this.isKept ? this.state === 'playing' : autoStart) this.run(DEPLOY_MS);
  }

  async close(): Promise<void> {
    this.player?.stop();
    await this.playing;
  }

  private start(filename: string | undefined): void {
    if (filename !== undefined) {
      const source = this.open(filename);
      this.rewind();
      this.filename = filename;
      this.source = source;
    } else if (this.state === 'playing') return;
    if (this.state === 'paused' && this.player) {
      this.pace.goOn(Date.now());
      this.player.look();
      this.become('playing');
      return;
    }
    // One that was paused before a restart goes on where it was.
    if (this.state !== 'paused') this.rewind();
    this.run();
  }

  private pause(): void {
    if (this.state !== 'playing') return;
    this.pace.hold(Date.now());
    this.become('paused');
  }

  private stop(): void {
    this.rewind();
    this.become('stopped');
  }

  private reset(): void {
    const wasPlaying = this.state === 'playing';
    this.rewind();
    this.filename = undefined;
    this.source = this.open(undefined);
    this.pace = new Pace(this.settings.speed);
    if (wasPlaying) this.run();
    else this.become('stopped');
  }

  private rewind(): void {
    this.player?.stop();
    this.player = undefined;
    this.position = beginning();
    this.state = 'stopped';
    this.pace = new Pace(this.pace.speed);
  }

  private run(waitMs = 0): void {
    const player = new LoadPlayer(this.source, this.pace, this.settings, this.output, this.position);
    this.player = player;
    this.become('playing');
    const played = this.playing.then(() => setTimeout(waitMs)).then(() => player.play());
    this.playing = played.then(
      () => this.end(player, 'done'),
      (error: Error) => this.end(player, 'failed', error),
    );
  }

  private end(player: LoadPlayer, state: 'done' | 'failed', error?: Error): void {
    if (player.isStopped) return;
    this.player = undefined;
    this.become(state, error);
  }

  private become(state: ReplayState, error?: Error): void {
    this.state = state;
    this.error = error?.message;
    this.output.changed(error);
  }
}

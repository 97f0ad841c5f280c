import { setImmediate } from 'node:timers/promises';
import type { Refusal, StressMeasurement } from '../../lib/messages';
import type { LoadSource } from './load-source';
import type { Pace } from './pace';

/** Where in its source a replay is: after the load of `lastMs` (time of the file), in a pass that is moved by `movedMs`. */
export interface Position {
  pass: number;
  movedMs: number;
  lastMs: number | null;
}

export const beginning = (): Position => ({ pass: 1, movedMs: 0, lastMs: null });

/** Takes what is played; loads come with the time of the file, moved by the passes before. */
export interface PlayerOutput {
  loads(loads: StressMeasurement[]): void;
  refused(refused: Refusal[]): void;
}

export interface PlayerSettings {
  atEnd: 'stop' | 'loop';
  batchSize: number;
  /** Before it nothing is sent; of later passes all is. */
  startMs: number;
}

/** Plays a source once, from a position on to its end, at a pace that can be changed meanwhile. */
export class LoadPlayer {
  private readonly abort = new AbortController();
  private loads: StressMeasurement[] = [];
  private faults: Refusal[] = [];
  private wake: () => void = () => undefined;

  constructor(
    readonly source: LoadSource,
    private readonly pace: Pace,
    private readonly settings: PlayerSettings,
    private readonly output: PlayerOutput,
    /** Moves on as loads are sent. */
    readonly position: Position,
  ) {}

  get isStopped(): boolean {
    return this.abort.signal.aborted;
  }

  /** @throws Error why it can't be read, or that it was stopped */
  async play(): Promise<void> {
    for (;;) {
      const spanMs = await this.playOnce();
      if (this.settings.atEnd === 'stop') return;
      this.position.pass += 1;
      this.position.movedMs += spanMs;
      this.position.lastMs = null;
    }
  }

  /** What has been read is not sent any more. */
  stop(): void {
    this.abort.abort(new Error('the replay was stopped'));
    this.wake();
  }

  /** After the pace has changed. */
  look(): void {
    this.wake();
  }

  /** @returns time from its first load until the next pass may begin */
  private async playOnce(): Promise<number> {
    const { position, settings } = this;
    const afterMs = position.lastMs ?? Number.NEGATIVE_INFINITY;
    const fromMs = position.pass === 1 ? settings.startMs : Number.NEGATIVE_INFINITY;
    let firstMs = Number.NaN;
    let lastMs = Number.NaN;
    const isSkipped = (timeMs: number) => timeMs < fromMs || timeMs <= afterMs;
    for await (const items of this.source.parts()) {
      this.abort.signal.throwIfAborted();
      for (const item of items) {
        if ('measurement' in item) {
          const { measurement } = item;
          if (Number.isNaN(firstMs)) firstMs = measurement.timeMs;
          lastMs = measurement.timeMs;
          if (!isSkipped(lastMs)) await this.take(measurement);
        } else if (!isSkipped(lastMs)) {
          // What was found in the part that is skipped was told before, or is of no interest.
          this.faults.push(item.refused);
          if (this.faults.length >= settings.batchSize) await this.flush();
        }
      }
    }
    await this.flush();
    if (Number.isNaN(firstMs)) throw new Error(`${this.source.name}: there is no load in it: see what was refused`);
    if (lastMs < fromMs)
      throw new Error(`${this.source.name}: it ends at ${new Date(lastMs).toISOString()}: set an earlier startAt`);
    return lastMs - firstMs + this.source.stepMs;
  }

  private async take(measurement: StressMeasurement): Promise<void> {
    const { movedMs } = this.position;
    const eventMs = measurement.timeMs + movedMs;
    if (this.loads.length >= this.settings.batchSize || this.pace.delayMs(eventMs, Date.now()) > 0) await this.flush();
    for (;;) {
      const delayMs = this.pace.delayMs(eventMs, Date.now());
      if (delayMs <= 0) break;
      await this.sleep(delayMs);
    }
    this.loads.push({ ...measurement, timeMs: eventMs });
  }

  /** Sends what is due, and lets the flow work: the wire says nothing of how far it is. */
  private async flush(): Promise<void> {
    const { loads, faults } = this;
    this.loads = [];
    this.faults = [];
    if (faults.length > 0) this.output.refused(faults);
    if (loads.length > 0) {
      this.position.lastMs = loads.at(-1)!.timeMs - this.position.movedMs;
      this.output.loads(loads);
    }
    await setImmediate();
    this.abort.signal.throwIfAborted();
  }

  private async sleep(delayMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(delayMs, 2 ** 30));
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.abort.signal.throwIfAborted();
  }
}

import type { Emission, Operator, Refusal, Waveform, WaveformFrame } from '../../messages';
import { faultOfFrame, refusal } from './check-frame';
import { FRAME_SETTINGS, type FrameSettings } from './frame-settings';
import { OpenEvent } from './open-event';

export interface FramePorts {
  waveforms: Waveform;
  refused: Refusal;
}

/** Events that went out are known for so long, and so many of them, so that what comes late opens no new one. */
const REMEMBERED_MS = 600_000;
const MOST_REMEMBERED = 1000;

/** An event that went out. */
interface GoneEvent {
  key: string;
  startMs?: number;
  goneMs: number;
}

interface Snapshot {
  version: 1;
  open: { newestMs: number; frames: WaveformFrame[] }[];
  gone: GoneEvent[];
}

/**
 * Puts the frames of live recorders together, in whatever order they come. An event goes out when its last frame is
 * there; or, with `gaps` that name the lost frames, when no frame has come for `waitMs`, when there are too many open
 * events or samples, and on flush. Frames that came before, that contradict the others of their event, or that come
 * when it has gone out are refused. Events are told apart by station and id.
 */
export class FrameAssembler implements Operator<unknown, FramePorts> {
  private readonly settings: FrameSettings;
  /** In order of their first frame. */
  private open = new Map<string, OpenEvent>();
  /** In order of going out. */
  private gone = new Map<string, GoneEvent>();
  private openValues = 0;

  constructor(settings: Partial<FrameSettings> = {}) {
    this.settings = { ...FRAME_SETTINGS, ...settings };
  }

  /** Events of which frames are still to come. */
  get openEvents(): number {
    return this.open.size;
  }

  process(batch: readonly unknown[], nowMs: number): Emission<FramePorts> {
    const waveforms: Waveform[] = [];
    const refused: Refusal[] = [];
    for (const value of batch) {
      const fault = faultOfFrame(value, this.settings.maxValues) ?? this.take(value as WaveformFrame, nowMs, waveforms);
      if (fault) refused.push(fault);
      this.makeRoom(nowMs, waveforms);
    }
    return { waveforms, refused };
  }

  tick(nowMs: number): Emission<FramePorts> {
    const waveforms: Waveform[] = [];
    for (const [key, event] of this.open) {
      if (nowMs - event.newestMs >= this.settings.waitMs) waveforms.push(this.giveOut(key, event, nowMs));
    }
    return { waveforms };
  }

  flush(nowMs: number): Emission<FramePorts> {
    return { waveforms: [...this.open].map(([key, event]) => this.giveOut(key, event, nowMs)) };
  }

  reset(): void {
    this.open.clear();
    this.gone.clear();
    this.openValues = 0;
  }

  snapshot(): Snapshot {
    const open = [...this.open.values()].map((event) => ({ newestMs: event.newestMs, frames: event.toFrames() }));
    return { version: 1, open, gone: [...this.gone.values()] };
  }

  restore(state: unknown): void {
    const { version, open, gone } = (state ?? {}) as Partial<Snapshot>;
    const bad = (what: string) => new Error(`the kept frames cannot be used (${what}): start with none`);
    if (version !== 1 || !Array.isArray(open) || !Array.isArray(gone)) throw bad('not of this version');
    this.reset();
    for (const { newestMs, frames } of open) {
      for (const frame of frames) {
        const fault = faultOfFrame(frame, this.settings.maxValues) ?? this.take(frame, newestMs, []);
        if (fault) throw bad(fault.message);
      }
    }
    for (const one of gone) this.gone.set(one.key, { ...one });
  }

  private take(frame: WaveformFrame, nowMs: number, waveforms: Waveform[]): Refusal | undefined {
    const key = `${frame.station ?? ''}\n${frame.id}`;
    const of = `frame ${frame.frame} of ${frame.id}`;
    if (this.hasGone(key, frame, nowMs)) {
      const remedy = 'send frames sooner, or wait longer for them';
      return refusal('late', `${of}: the event has gone out already`, '/id', remedy, frame);
    }
    const event = this.open.get(key) ?? new OpenEvent(frame, nowMs);
    const before = event.values;
    const result = event.add(frame);
    if (result === 'twice') {
      return refusal('twice', `${of} came before`, '/frame', 'nothing to do: it was taken once', frame);
    }
    if (result !== 'added') {
      const remedy = 'give each event an id of its own, and the same head in all its frames';
      return refusal('contradicts', `${of}: ${result.message}`, result.place, remedy, frame);
    }
    event.newestMs = nowMs;
    this.open.set(key, event);
    this.openValues += event.values - before;
    if (event.isComplete) waveforms.push(this.giveOut(key, event, nowMs));
    return undefined;
  }

  private makeRoom(nowMs: number, waveforms: Waveform[]): void {
    const { maxEvents, maxOpenValues } = this.settings;
    while (this.open.size > maxEvents || this.openValues > maxOpenValues) {
      const [key, event] = this.open.entries().next().value!;
      waveforms.push(this.giveOut(key, event, nowMs, 'it went out early: too much was open at once'));
    }
  }

  private giveOut(key: string, event: OpenEvent, nowMs: number, ...notes: string[]): Waveform {
    this.open.delete(key);
    this.openValues -= event.values;
    const waveform = event.toWaveform(notes);
    this.gone.delete(key);
    const { startMs } = waveform;
    this.gone.set(key, { key, ...(startMs === undefined ? {} : { startMs }), goneMs: nowMs });
    if (this.gone.size > MOST_REMEMBERED) this.gone.delete(this.gone.keys().next().value!);
    return waveform;
  }

  /** A recorder that counts anew after a restart uses the id of an old event for a new one, with another start. */
  private hasGone(key: string, { startMs }: WaveformFrame, nowMs: number): boolean {
    const gone = this.gone.get(key);
    return gone !== undefined && gone.startMs === startMs && nowMs - gone.goneMs < REMEMBERED_MS;
  }
}

import { seedOf } from '../anomaly/random';
import type { Emission, TheftDay, TheftEvent, TheftFeedback, TheftWindow } from '../messages';
import { CityZones } from '../stream/booking-settings';
import { KeyedState } from '../stream/keyed-state';
import type { MeterScale } from './autoencoder';
import type { MeterContext } from './meter-context';
import type { MeterWindow } from './meter-window';
import { DAY_SEGMENTS } from './segment-ring';
import { SupplyWatch } from './supply-watch';
import { TheftMeter, type TheftSink } from './theft-meter';
import type { TheftSettings } from './theft-settings';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Windows of its own history that a meter keeps: 4 kB. */
const HISTORY_WINDOWS = 96;
/** Parts of the day of silent meters end so long after they should. */
const PATIENCE_MS = HOUR_MS;

export interface TheftPorts {
  events: TheftEvent;
  days: TheftDay;
  windows: TheftWindow;
}

interface Snapshot {
  judge: 'theft';
  newestMs: number;
  watch: unknown;
  meters: [meterId: string, timeMs: number, state: unknown][];
}

/**
 * Judges closed windows, meter by meter: scores and cues of each window, evidence of each part of a day, events, days.
 * Windows of one meter come in order of their start; those of different meters in any order.
 */
export class TheftJudge {
  private readonly meters: KeyedState<TheftMeter>;
  private readonly contexts = new Map<string, MeterContext>();
  private readonly watch = new SupplyWatch();
  private readonly zones: CityZones;
  private newestMs = 0;
  private advancedMs = 0;
  private out: Required<Emission<TheftPorts>> = { events: [], days: [], windows: [] };
  private readonly sink: TheftSink = {
    window: (window) => this.out.windows.push(window),
    day: (day) => this.out.days.push(day),
    event: (event) => this.out.events.push(event),
  };

  /** @param settings complete ones @throws Error that names the time zone that is not known */
  constructor(private readonly settings: TheftSettings) {
    this.zones = new CityZones(settings);
    this.meters = new KeyedState<TheftMeter>({
      maximumKeys: settings.maximumMeters,
      onEvict: (_, meter) => meter.flush(this.sink),
    });
  }

  get meterCount(): number {
    return this.meters.size;
  }

  get warmingUp(): number {
    let count = 0;
    for (const [, , meter] of this.meters.entries()) if (!meter.isWarm) count++;
    return count;
  }

  /** What the model needs to know of a window's meter; undefined when the model is not to be asked. */
  scaleFor(window: MeterWindow): MeterScale | undefined {
    const meter = this.meters.get(window.meterId);
    return meter?.isComplete(window) ? meter.scale : undefined;
  }

  /** @param error of the autoencoder; NaN when there is none */
  take(window: MeterWindow, error: number): void {
    const endMs = window.startMs + window.lengthMs;
    let meter = this.meters.get(window.meterId);
    meter ??= new TheftMeter(window.meterId, this.contextOf(window.city ?? ''), seedOf(window.meterId));
    this.meters.set(window.meterId, meter, endMs);
    meter.take(window, error, this.sink);
    if (endMs > this.newestMs) this.newestMs = endMs;
  }

  /** Ends parts of the day of meters that are silent while others go on. */
  advance(): void {
    if (this.newestMs < this.advancedMs + HOUR_MS) return;
    this.advancedMs = this.newestMs;
    for (const [, , meter] of this.meters.entries()) meter.advance(this.newestMs - PATIENCE_MS, this.sink);
    this.watch.forgetBefore(Math.floor(this.newestMs / DAY_MS) * DAY_SEGMENTS - 2 * DAY_SEGMENTS);
  }

  learnFrom(feedback: TheftFeedback): void {
    this.meters.get(feedback.meterId)?.learnFrom(feedback, this.sink);
  }

  /** Ends all days and events that are under way. */
  flush(): void {
    for (const [, , meter] of this.meters.entries()) meter.flush(this.sink);
  }

  /** What has come out since the last call; undefined when nothing has. */
  emission(): Emission<TheftPorts> | undefined {
    const { out } = this;
    if (out.events.length + out.days.length + out.windows.length === 0) return undefined;
    this.out = { events: [], days: [], windows: [] };
    return out;
  }

  reset(): void {
    this.meters.clear();
    this.watch.clear();
    this.newestMs = 0;
    this.advancedMs = 0;
    this.emission();
  }

  snapshot(): Snapshot {
    return { ...this.head(), meters: [...this.meterStates()] };
  }

  /** @throws Error when it is not a snapshot of a theft judge */
  restore(state: unknown): void {
    this.restoreParts(state, (state as Snapshot | null)?.meters ?? []);
  }

  /** The snapshot without its meters. */
  head(): Omit<Snapshot, 'meters'> {
    return { judge: 'theft', newestMs: this.newestMs, watch: this.watch.snapshot() };
  }

  /** The states of all meters there are now, each made when its turn comes. */
  *meterStates(): Generator<Snapshot['meters'][number]> {
    for (const [meterId, timeMs, meter] of [...this.meters.entries()]) yield [meterId, timeMs, meter.snapshot()];
  }

  /** What `head` and `meterStates` gave. @throws Error when it is not of a theft judge */
  restoreParts(head: unknown, meters: Iterable<unknown>): void {
    const snapshot = head as Snapshot | null;
    if (snapshot?.judge !== 'theft') {
      throw new Error('not a snapshot of the theft judge: give what snapshot() returned, or reset');
    }
    this.reset();
    this.newestMs = snapshot.newestMs;
    this.advancedMs = snapshot.newestMs;
    this.watch.restore(snapshot.watch);
    for (const [meterId, timeMs, saved] of meters as Iterable<Snapshot['meters'][number]>) {
      const { place } = saved as { place: (string | null)[] };
      const meter = new TheftMeter(meterId, this.contextOf(place[0] ?? ''), seedOf(meterId));
      meter.restore(saved);
      this.meters.set(meterId, meter, timeMs);
    }
  }

  private contextOf(city: string): MeterContext {
    const zone = this.zones.of(city);
    let context = this.contexts.get(zone.name);
    if (context === undefined) {
      const { settings } = this;
      const windowsADay = DAY_MS / (settings.windowMinutes * 60_000);
      const { forestTrees, forestSample, warmUpDays, disabledCues } = settings;
      const stride = strideOf(Math.floor((warmUpDays * windowsADay) / HISTORY_WINDOWS), windowsADay);
      const scorer = { forestTrees, forestSample, historyWindows: HISTORY_WINDOWS, stride };
      context = { settings, scorer, zone, disabled: new Set(disabledCues), windowsADay, watch: this.watch };
      this.contexts.set(zone.name, context);
    }
    return context;
  }
}

/** The history fills during the warm-up; a stride without a common factor with the day meets all times of the day. */
function strideOf(largest: number, windowsADay: number): number {
  for (let stride = largest; stride > 1; stride--) if (commonFactor(stride, windowsADay) === 1) return stride;
  return 1;
}

const commonFactor = (a: number, b: number): number => (b === 0 ? a : commonFactor(b, a % b));

import type { Emission, Operator, Refusal } from '../messages';
import type { Aggregation } from './aggregations';
import { type KeyedEntry, KeyedState } from './keyed-state';
import { Watermark, type WatermarkState } from './watermark';
import { createWindowStore, type WindowResult, type WindowStore } from './window-store';
import type { WindowKind } from './windows';

export interface WindowedAggregationSettings<In, Acc, Out> {
  windows: WindowKind;
  aggregation: Aggregation<In, Acc, Out>;
  /** Event time of a record: whole milliseconds. */
  timeMs(record: In): number;
  key(record: In): string;
  /** How far a record may come behind the newest one (of the stream, or of its key) and still count. */
  latenessMs: number;
  /** `stream`: one watermark for all. `key`: each key has its own, so a key that lags behind the others is not late. */
  watermark?: 'stream' | 'key';
  /** Close the open windows of a stream (of a key) from which nothing came for so long by `nowMs`. Without it they wait. */
  idleMs?: number;
  /** At most so many keys; the least recently used goes first and leaves its unfinished results on `evicted`. */
  maximumKeys: number;
}

/** A key that was pushed out by a newer one, with what its open windows held so far. If it comes back it starts anew. */
export interface EvictedKey<Out> {
  key: string;
  unfinished: WindowResult<Out>[];
}

export interface WindowedAggregationPorts<In, Out> {
  results: WindowResult<Out>;
  /** Records of which every window had closed, as they came. */
  late: In;
  evicted: EvictedKey<Out>;
  refused: Refusal;
}

interface KeyWindows<In, Out> {
  store: WindowStore<In, Out>;
  watermark: Watermark;
  arrivedMs: number;
}

type KeySnapshot = KeyedEntry<{ store: unknown; watermark: WatermarkState; arrivedMs: number }>;
interface Snapshot {
  operator: 'windowed-aggregation';
  lateCount: number;
  watermark: WatermarkState;
  arrivedMs: number;
  keys: KeySnapshot[];
}

/**
 * Aggregates records by key and event-time window. The result of a window is emitted once, when the watermark has
 * passed its end, on a flush, or when the stream is idle; results of one call are sorted by (end, start, key). Within
 * the lateness the results do not depend on the order or the batching of the records, to the byte.
 */
export class WindowedAggregation<In, Acc, Out> implements Operator<In, WindowedAggregationPorts<In, Out>> {
  private readonly keys: KeyedState<KeyWindows<In, Out>>;
  private readonly watermark: Watermark;
  private readonly byKey: boolean;
  private arrivedMs = 0;
  private evicted: EvictedKey<Out>[] = [];
  /** Late records so far; each one was also handed out. */
  lateCount = 0;

  constructor(private readonly settings: WindowedAggregationSettings<In, Acc, Out>) {
    this.byKey = settings.watermark === 'key';
    this.watermark = new Watermark(settings.latenessMs);
    this.keys = new KeyedState({
      maximumKeys: settings.maximumKeys,
      onEvict: (key, { store }) => {
        const unfinished = store.close(key, Number.POSITIVE_INFINITY).sort(byEnd);
        if (unfinished.length > 0) this.evicted.push({ key, unfinished });
      },
    });
  }

  process(batch: readonly In[], nowMs: number): Emission<WindowedAggregationPorts<In, Out>> | undefined {
    const late: In[] = [];
    const refused: Refusal[] = [];
    for (const record of batch) {
      const place = this.place(record);
      if ('reason' in place) refused.push(place);
      else if (!this.add(record, place.key, place.timeMs, nowMs)) late.push(record);
    }
    this.lateCount += late.length;
    return this.emit(this.closePassed(), late, refused);
  }

  tick(nowMs: number): Emission<WindowedAggregationPorts<In, Out>> | undefined {
    const { idleMs } = this.settings;
    if (idleMs === undefined) return undefined;
    if (!this.byKey && nowMs - this.arrivedMs < idleMs) return undefined;
    this.endOpen((state) => !this.byKey || nowMs - state.arrivedMs >= idleMs);
    return this.emit(this.closePassed());
  }

  /** Emits every open window. What comes for them afterwards is late. */
  flush(): Emission<WindowedAggregationPorts<In, Out>> | undefined {
    this.endOpen(() => true);
    return this.emit(this.closePassed());
  }

  reset(): void {
    this.keys.clear();
    this.watermark.restore([null, null]);
    this.arrivedMs = 0;
    this.lateCount = 0;
  }

  snapshot(): Snapshot {
    const keys = [...this.keys.entries()].map(([key, timeMs, { store, watermark, arrivedMs }]): KeySnapshot => {
      return [key, timeMs, { store: store.snapshot(), watermark: watermark.snapshot(), arrivedMs }];
    });
    const { lateCount, arrivedMs } = this;
    // A copy, because the stores go on changing what they gave.
    return structuredClone({
      operator: 'windowed-aggregation',
      lateCount,
      watermark: this.watermark.snapshot(),
      arrivedMs,
      keys,
    });
  }

  restore(state: unknown): void {
    const snapshot = state as Snapshot | null;
    if (snapshot?.operator !== 'windowed-aggregation' || !Array.isArray(snapshot.keys)) {
      throw new Error('not a snapshot of a windowed aggregation: give what snapshot() returned, or reset');
    }
    this.reset();
    this.lateCount = snapshot.lateCount;
    this.arrivedMs = snapshot.arrivedMs;
    this.watermark.restore(snapshot.watermark);
    for (const [key, timeMs, saved] of snapshot.keys) {
      const restored = this.newKey();
      restored.store.restore(saved.store);
      restored.watermark.restore(saved.watermark);
      restored.arrivedMs = saved.arrivedMs;
      this.keys.set(key, restored, timeMs);
    }
  }

  private newKey(): KeyWindows<In, Out> {
    const store = createWindowStore(this.settings.windows, this.settings.aggregation);
    return { store, watermark: this.byKey ? new Watermark(this.settings.latenessMs) : this.watermark, arrivedMs: 0 };
  }

  private place(record: In): { key: string; timeMs: number } | Refusal {
    try {
      const key = this.settings.key(record);
      const timeMs = this.settings.timeMs(record);
      if (typeof key === 'string' && Number.isInteger(timeMs)) return { key, timeMs };
    } catch {
      // A record of a wrong shape is refused below like one without a time.
    }
    return {
      reason: 'no-time-or-key',
      message: 'the record has no usable event time or key',
      remedy: 'send records with a time in whole epoch milliseconds and a key',
      original: record,
    };
  }

  private add(record: In, key: string, timeMs: number, nowMs: number): boolean {
    const state = this.keys.get(key) ?? this.newKey();
    state.watermark.observe(timeMs);
    state.arrivedMs = nowMs;
    this.arrivedMs = nowMs;
    this.keys.set(key, state, timeMs);
    return state.store.add(record, timeMs, state.watermark.currentMs);
  }

  /** Moves the watermark past the open windows of the keys that are chosen. */
  private endOpen(chosen: (state: KeyWindows<In, Out>) => boolean): void {
    for (const [, , state] of this.keys.entries()) {
      if (chosen(state)) state.watermark.advanceTo(state.store.lastEndMs);
    }
  }

  private closePassed(): WindowResult<Out>[] {
    const results: WindowResult<Out>[] = [];
    for (const [key, , { store, watermark }] of this.keys.entries()) {
      if (watermark.hasPassed(store.nextEndMs)) results.push(...store.close(key, watermark.currentMs));
    }
    return results.sort(byEnd);
  }

  private emit(
    results: WindowResult<Out>[],
    late: In[] = [],
    refused: Refusal[] = [],
  ): Emission<WindowedAggregationPorts<In, Out>> | undefined {
    const { evicted } = this;
    this.evicted = [];
    if (results.length + late.length + refused.length + evicted.length === 0) return undefined;
    return { results, late, evicted, refused };
  }
}

function byEnd(a: WindowResult<unknown>, b: WindowResult<unknown>): number {
  return a.endMs - b.endMs || a.startMs - b.startMs || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

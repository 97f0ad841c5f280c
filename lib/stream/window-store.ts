import type { Aggregation } from './aggregations';
import { type AlignedWindows, alignedStarts, slidingWindows, type Window, type WindowKind } from './windows';

/** The value of one window of one key; `count` is the number of records in it. */
export interface WindowResult<Out> extends Window {
  key: string;
  count: number;
  value: Out;
}

type Timed<In> = [timeMs: number, record: In];

/** The open windows of one key. */
export interface WindowStore<In, Out> {
  /** End of the open window that closes first, Infinity when none is open. */
  readonly nextEndMs: number;
  /** End of the open window that closes last, −Infinity when none is open. */
  readonly lastEndMs: number;
  /** Puts a record into its windows that are still open; false when it is late. */
  add(record: In, timeMs: number, watermarkMs: number): boolean;
  /** Removes the windows with an end up to the watermark and gives their results, in no particular order. */
  close(key: string, watermarkMs: number): WindowResult<Out>[];
  snapshot(): unknown;
  restore(state: unknown): void;
}

export function createWindowStore<In, Acc, Out>(
  windows: WindowKind,
  aggregation: Aggregation<In, Acc, Out>,
): WindowStore<In, Out> {
  return windows.kind === 'sliding'
    ? new SlidingStore(windows.timeDifferenceMs, aggregation)
    : new AlignedStore(windows, aggregation);
}

/** Records by time, equal times by their JSON text: an order that does not remember who came first. */
function byTimeThenText<In>([timeA, a]: Timed<In>, [timeB, b]: Timed<In>): number {
  if (timeA !== timeB) return timeA - timeB;
  const textA = JSON.stringify(a);
  const textB = JSON.stringify(b);
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}

function fold<In, Acc, Out>(aggregation: Aggregation<In, Acc, Out>, records: readonly Timed<In>[]): Out {
  let accumulator = aggregation.init();
  for (const [timeMs, record] of records) accumulator = aggregation.add(accumulator, record, timeMs);
  return aggregation.result(accumulator);
}

interface AlignedWindow<In, Acc> {
  count: number;
  accumulator: Acc | null;
  /** Kept only while the aggregation depends on the order. */
  records: Timed<In>[];
}

class AlignedStore<In, Acc, Out> implements WindowStore<In, Out> {
  private open = new Map<number, AlignedWindow<In, Acc>>();
  nextEndMs = Number.POSITIVE_INFINITY;
  lastEndMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly windows: AlignedWindows,
    private readonly aggregation: Aggregation<In, Acc, Out>,
  ) {}

  add(record: In, timeMs: number, watermarkMs: number): boolean {
    let taken = false;
    for (const startMs of alignedStarts(this.windows, timeMs)) {
      if (startMs + this.windows.sizeMs <= watermarkMs) continue;
      taken = true;
      let window = this.open.get(startMs);
      if (!window) {
        this.open.set(startMs, (window = { count: 0, accumulator: null, records: [] }));
        this.nextEndMs = Math.min(this.nextEndMs, startMs + this.windows.sizeMs);
        this.lastEndMs = Math.max(this.lastEndMs, startMs + this.windows.sizeMs);
      }
      window.count++;
      if (this.aggregation.orderFree) {
        window.accumulator = this.aggregation.add(window.accumulator ?? this.aggregation.init(), record, timeMs);
      } else {
        window.records.push([timeMs, record]);
      }
    }
    return taken;
  }

  close(key: string, watermarkMs: number): WindowResult<Out>[] {
    const results: WindowResult<Out>[] = [];
    for (const [startMs, window] of this.open) {
      const endMs = startMs + this.windows.sizeMs;
      if (endMs > watermarkMs) continue;
      const value = this.aggregation.orderFree
        ? this.aggregation.result(window.accumulator!)
        : fold(this.aggregation, window.records.sort(byTimeThenText));
      results.push({ key, startMs, endMs, count: window.count, value });
      this.open.delete(startMs);
    }
    this.findEnds();
    return results;
  }

  snapshot(): unknown {
    return [...this.open];
  }

  restore(state: unknown): void {
    this.open = new Map(structuredClone(state) as [number, AlignedWindow<In, Acc>][]);
    this.findEnds();
  }

  private findEnds(): void {
    this.nextEndMs = Number.POSITIVE_INFINITY;
    this.lastEndMs = Number.NEGATIVE_INFINITY;
    for (const startMs of this.open.keys()) {
      this.nextEndMs = Math.min(this.nextEndMs, startMs + this.windows.sizeMs);
      this.lastEndMs = Math.max(this.lastEndMs, startMs + this.windows.sizeMs);
    }
  }
}

/**
 * Keeps the records, because a record that comes later can still begin a window behind them. A record is late when the
 * window that ends at it has closed; then it is in no window at all (Kafka would still add it to newer ones).
 */
class SlidingStore<In, Acc, Out> implements WindowStore<In, Out> {
  private records: Timed<In>[] = [];
  private closedMs = Number.NEGATIVE_INFINITY;
  nextEndMs = Number.POSITIVE_INFINITY;

  constructor(
    private readonly timeDifferenceMs: number,
    private readonly aggregation: Aggregation<In, Acc, Out>,
  ) {}

  get lastEndMs(): number {
    let last = Number.NEGATIVE_INFINITY;
    for (const [timeMs] of this.records) last = Math.max(last, timeMs + this.timeDifferenceMs + 2);
    return last;
  }

  add(record: In, timeMs: number, watermarkMs: number): boolean {
    if (timeMs + 1 <= watermarkMs) return false;
    this.records.push([timeMs, record]);
    this.nextEndMs = Math.min(this.nextEndMs, timeMs + 1);
    return true;
  }

  close(key: string, watermarkMs: number): WindowResult<Out>[] {
    this.records.sort(byTimeThenText);
    const times = this.records.map(([timeMs]) => timeMs);
    const results = slidingWindows(times, this.timeDifferenceMs, this.closedMs, watermarkMs).map((found) => {
      const records = this.records.slice(found.from, found.to);
      return { key, ...found.window, count: records.length, value: fold(this.aggregation, records) };
    });
    this.closedMs = watermarkMs;
    this.records = this.records.filter(([timeMs]) => timeMs + this.timeDifferenceMs + 2 > watermarkMs);
    this.findNextEnd();
    return results;
  }

  snapshot(): unknown {
    return { records: [...this.records], closedMs: Number.isFinite(this.closedMs) ? this.closedMs : null };
  }

  restore(state: unknown): void {
    const { records, closedMs } = structuredClone(state) as { records: Timed<In>[]; closedMs: number | null };
    this.records = records;
    this.closedMs = closedMs ?? Number.NEGATIVE_INFINITY;
    this.findNextEnd();
  }

  private findNextEnd(): void {
    this.nextEndMs = Number.POSITIVE_INFINITY;
    for (const [timeMs] of this.records) {
      for (const endMs of [timeMs + 1, timeMs + this.timeDifferenceMs + 2]) {
        if (endMs > this.closedMs) this.nextEndMs = Math.min(this.nextEndMs, endMs);
      }
    }
  }
}

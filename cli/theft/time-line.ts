import type { ReadingBatch } from './reading-batch';

/** A step of time that another row must confirm. */
const JUMP_MS = 86_400_000;
/** Rows of a file may be this much out of order. */
const DISORDER_MS = 3_600_000;

interface HeldRow {
  timeMs: number;
  values: readonly [powerW: number, voltageV: number, currentA: number, powerFactor: number];
  line: number;
}

/**
 * Keeps one wrong timestamp from making all rows behind it late: a row more than a day ahead of those before it, and
 * the first row of a meter, is held until the next row of the meter comes. When that one lies before it, the row held
 * was wrong.
 */
export class TimeLine {
  private newestMs = new Float64Array(64).fill(Number.NEGATIVE_INFINITY);
  private readonly held: (HeldRow | undefined)[] = [];

  /** @param refuse told of the line and the time of a row that was wrong */
  constructor(
    private readonly batch: ReadingBatch,
    private readonly refuse: (line: number, timeMs: number) => void,
  ) {}

  /** Newest time of a meter, −Infinity before the first. */
  newest(meter: number): number {
    return this.held[meter]?.timeMs ?? this.newestMs[meter] ?? Number.NEGATIVE_INFINITY;
  }

  /** Puts a row into the batch, now or when it is confirmed. */
  add(meter: number, timeMs: number, power: number, voltage: number, current: number, factor: number, line: number) {
    const { batch } = this;
    if (meter >= this.newestMs.length) this.grow();
    if (this.held[meter] !== undefined) this.settle(meter, timeMs);
    if (timeMs - this.newestMs[meter]! <= JUMP_MS) {
      if (timeMs > this.newestMs[meter]!) this.newestMs[meter] = timeMs;
      batch.add(meter, timeMs, power, voltage, current, factor);
    } else this.held[meter] = { timeMs, values: [power, voltage, current, factor], line };
  }

  /** What is still held when the file ends, meter by meter; the batch must have been emptied when it is full. */
  *rest(): Generator<void> {
    for (let meter = 0; meter < this.held.length; meter++) {
      if (this.held[meter] === undefined) continue;
      this.settle(meter, Number.POSITIVE_INFINITY);
      yield;
    }
  }

  private settle(meter: number, nextMs: number): void {
    const { timeMs, values, line } = this.held[meter]!;
    this.held[meter] = undefined;
    if (nextMs < timeMs - DISORDER_MS) this.refuse(line, timeMs);
    else {
      this.newestMs[meter] = timeMs;
      this.batch.add(meter, timeMs, ...values);
    }
  }

  private grow(): void {
    const longer = new Float64Array(this.newestMs.length * 2).fill(Number.NEGATIVE_INFINITY);
    longer.set(this.newestMs);
    this.newestMs = longer;
  }
}

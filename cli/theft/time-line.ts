import type { ReadingBatch } from './reading-batch';

/** A step of time that another row must confirm. */
const JUMP_MS = 86_400_000;
/** Rows of a file may be this much out of order. */
const DISORDER_MS = 3_600_000;

interface HeldRow {
  timeMs: number;
  quantities: readonly number[];
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

  /** Takes the row that lies behind the last one of the batch: it stays there, or is held until it is confirmed. */
  take(meter: number, line: number): void {
    const { batch } = this;
    if (meter >= this.newestMs.length) this.grow();
    if (this.held[meter] !== undefined) this.settle(meter);
    const timeMs = batch.timeMs[batch.count]!;
    const aheadMs = timeMs - this.newestMs[meter]!;
    if (aheadMs <= JUMP_MS) {
      if (aheadMs > 0) this.newestMs[meter] = timeMs;
      batch.meter[batch.count++] = meter;
    } else {
      const quantities = batch.quantities.map((column) => column[batch.count]!);
      this.held[meter] = { timeMs, quantities, line };
    }
  }

  /** Puts rows that are still held when the file ends into the batch, until that is full. @returns whether it is */
  takeRest(): boolean {
    const { batch } = this;
    for (const [meter, row] of this.held.entries()) {
      if (row === undefined) continue;
      if (batch.isFull) return true;
      this.put(meter, row);
    }
    return false;
  }

  /** Decides about the row of a meter that is held, by the one that comes next; puts it before that one. */
  private settle(meter: number): void {
    const { batch } = this;
    const row = this.held[meter]!;
    const at = batch.count;
    const nextMs = batch.timeMs[at]!;
    if (nextMs < row.timeMs - DISORDER_MS) {
      this.held[meter] = undefined;
      this.refuse(row.line, row.timeMs);
      return;
    }
    batch.timeMs[at + 1] = nextMs;
    for (const column of batch.quantities) column[at + 1] = column[at]!;
    this.put(meter, row);
  }

  private put(meter: number, { timeMs, quantities }: HeldRow): void {
    const { batch } = this;
    this.held[meter] = undefined;
    this.newestMs[meter] = timeMs;
    batch.meter[batch.count] = meter;
    batch.timeMs[batch.count] = timeMs;
    for (const [k, column] of batch.quantities.entries()) column[batch.count] = quantities[k]!;
    batch.count++;
  }

  private grow(): void {
    const longer = new Float64Array(this.newestMs.length * 2).fill(Number.NEGATIVE_INFINITY);
    longer.set(this.newestMs);
    this.newestMs = longer;
  }
}

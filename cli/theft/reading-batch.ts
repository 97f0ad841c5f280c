/** Rows handed on at a time. */
const CAPACITY = 16_384;

/** Readings by columns; NaN for a quantity that is not there. The arrays are used again for the next batch. */
export class ReadingBatch {
  count = 0;
  /** Index into the meters of the reader. */
  readonly meter = new Int32Array(CAPACITY);
  /** Epoch ms UTC. */
  readonly timeMs = new Float64Array(CAPACITY);
  readonly powerW = new Float64Array(CAPACITY);
  readonly voltageV = new Float64Array(CAPACITY);
  readonly currentA = new Float64Array(CAPACITY);
  readonly powerFactor = new Float64Array(CAPACITY);
  /** The quantities in the order of QUANTITIES. */
  readonly quantities = [this.powerW, this.voltageV, this.currentA, this.powerFactor] as const;

  /** Whether a row and one that was held back before it may not find room. */
  get isFull(): boolean {
    return this.count > CAPACITY - 2;
  }
}

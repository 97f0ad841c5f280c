/** Values from which on the tail is taken to be exponential: the upper tenth. */
const TAIL_PART = 0.1;
const LEAST_VALUES = 20;

/**
 * Makes raw model scores of one meter comparable: the share of its own usual windows that score less. Up to the 90 %
 * quantile by rank, above it by an exponential tail through the mean excess (Pickands–Balkema–de Haan with shape 0),
 * so that a score means the same tomorrow and on every meter.
 */
export class TailCalibration {
  private constructor(
    private readonly sorted: Float32Array,
    private readonly threshold: number,
    private readonly meanExcess: number,
  ) {}

  /** @returns undefined when there are too few values to tell a tail */
  static of(values: ArrayLike<number>): TailCalibration | undefined {
    const sorted = Float32Array.from(values)
      .filter((value) => Number.isFinite(value))
      .sort();
    if (sorted.length < LEAST_VALUES) return undefined;
    const first = Math.ceil(sorted.length * (1 - TAIL_PART));
    const threshold = sorted[first - 1]!;
    let excess = 0;
    for (let i = first; i < sorted.length; i++) excess += sorted[i]! - threshold;
    return new TailCalibration(sorted, threshold, excess / Math.max(1, sorted.length - first));
  }

  /** What `TailCalibration.of` gives the same from. */
  get values(): Float32Array {
    return this.sorted;
  }

  /** 0 to 1; NaN for NaN. */
  shareBelow(value: number): number {
    if (Number.isNaN(value)) return Number.NaN;
    if (value > this.threshold) {
      // Without any excess in the past a value above is as rare as can be told.
      if (!(this.meanExcess > 0)) return 1 - TAIL_PART / this.sorted.length;
      return 1 - TAIL_PART * Math.exp(-(value - this.threshold) / this.meanExcess);
    }
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low / this.sorted.length;
  }
}

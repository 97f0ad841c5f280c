import { resample, type TimeGrid } from '../signal';

export type ThreePhases = readonly [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>];

/** Three channels on the points of a grid, resampled as far as somebody asks, for that takes time. */
export class GrowingPoints {
  readonly channels: Float64Array[];
  private known = 0;

  /** @param begun what is known already of each channel, from the first point on */
  constructor(
    private readonly samples: ThreePhases,
    private readonly sampleRateHz: number,
    private readonly grid: TimeGrid,
    begun: readonly Float64Array[] = [],
  ) {
    this.channels = samples.map(() => new Float64Array(grid.count));
    this.put(begun);
  }

  /** How many points are known then: at least `count`, or all that the record has; none where it begins after the first. */
  grow(count: number): number {
    if (count <= this.known) return this.known;
    const { fromMs, stepMs } = this.grid;
    const rest = { fromMs: fromMs + this.known * stepMs, stepMs, count: count - this.known };
    const { channels, from, to } = resample(this.samples, this.sampleRateHz, rest);
    if (from === 0) this.put(channels.map((values) => values.subarray(0, to)));
    return this.known;
  }

  private put(values: readonly Float64Array[]): void {
    values.forEach((one, i) => {
      this.channels[i]!.set(one.subarray(0, this.grid.count - this.known), this.known);
    });
    this.known = Math.min(this.grid.count, this.known + (values[0]?.length ?? 0));
  }
}

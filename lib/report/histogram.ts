/** There are never more bins than this on either side of zero. */
const MAXIMUM_BINS = 100;
const MICRO_WH_PER_KWH = 1e9;
const NARROWEST_MICRO_WH = 1e6;

export interface HistogramBin {
  /** The bin holds fromKwh ≤ value < toKwh. */
  fromKwh: number;
  toKwh: number;
  count: number;
}

/**
 * Counts energies in bins of equal width without knowing their range. The width is 1 Wh, 5 Wh, 10 Wh, 50 Wh, …: the
 * first one with which the value farthest from zero is within 100 bins. When a larger value comes, neighbouring bins are
 * merged, which is exact because every width divides the next one and all bins start at zero. So the result does not
 * depend on the order of the values, and 20 to 100 bins reach from zero to the farthest value of 20 Wh and more.
 */
export class EnergyHistogram {
  private width = NARROWEST_MICRO_WH;
  private growth = 5;
  private counts = new Map<number, number>();

  add(kwh: number): void {
    const microWh = Math.round(kwh * MICRO_WH_PER_KWH);
    if (!Number.isFinite(microWh)) return;
    while (Math.abs(microWh) >= this.width * MAXIMUM_BINS) this.widen();
    this.count(Math.floor(microWh / this.width), 1);
  }

  /** From the lowest to the highest bin that holds something, empty ones between them included. */
  bins(): HistogramBin[] {
    const places = [...this.counts.keys()];
    if (places.length === 0) return [];
    const first = Math.min(...places);
    const edge = (place: number) => (place * this.width) / MICRO_WH_PER_KWH;
    return Array.from({ length: Math.max(...places) - first + 1 }, (_, i) => ({
      fromKwh: edge(first + i),
      toKwh: edge(first + i + 1),
      count: this.counts.get(first + i) ?? 0,
    }));
  }

  private widen(): void {
    const narrow = this.counts;
    this.counts = new Map();
    for (const [place, count] of narrow) this.count(Math.floor(place / this.growth), count);
    this.width *= this.growth;
    this.growth = this.growth === 5 ? 2 : 5;
  }

  private count(place: number, by: number): void {
    this.counts.set(place, (this.counts.get(place) ?? 0) + by);
  }
}

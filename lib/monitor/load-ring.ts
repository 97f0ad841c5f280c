const MAX_CITIES = 32;
const MW_PER_KW = 1e6;

/** Sums of power by bucket and city for the newest buckets; series 0 is the total, which every value is in. */
export class LoadRing {
  /** Newest bucket, −1 before the first. */
  head = -1;
  private readonly names: string[] = [];
  private sums: Float64Array[];
  private counts: Uint32Array[];

  constructor(private readonly points: number) {
    this.sums = [new Float64Array(points)];
    this.counts = [new Uint32Array(points)];
  }

  /** Oldest bucket that is shown. */
  get first(): number {
    return Math.max(0, this.head - this.points + 1);
  }

  /** Number of the series of a city; 0 (total only) without a name and beyond the maximum of cities. */
  seriesOf(city: string): number {
    if (city === '') return 0;
    const known = this.names.indexOf(city);
    if (known >= 0) return known + 1;
    if (this.names.length >= MAX_CITIES) return 0;
    this.sums.push(new Float64Array(this.points));
    this.counts.push(new Uint32Array(this.points));
    return this.names.push(city);
  }

  advance(bucket: number): void {
    const from = Math.max(this.head + 1, bucket - this.points + 1);
    for (const column of [...this.sums, ...this.counts]) {
      for (let b = from; b <= bucket; b++) column[b % this.points] = 0;
    }
    this.head = bucket;
  }

  /** Adds a power to the buckets from `first` to `last` that are shown. */
  add(series: number, first: number, last: number, powerMw: number): void {
    const from = Math.max(first, this.first);
    const until = Math.min(last, this.head);
    if (from > until) return;
    this.addRun(0, from, until, powerMw);
    if (series !== 0) this.addRun(series, from, until, powerMw);
  }

  /** Something to add values to that are shown now but not settled. */
  startHeld(): HeldLoad {
    return new HeldLoad(this.sums.length, this.points, this.first);
  }

  /** The curves in kW, oldest bucket first, null where nothing was added. */
  read(held: HeldLoad): { totalKw: (number | null)[]; cities: { city: string; kw: (number | null)[] }[] } {
    const curves = this.sums.map((sums, series) => {
      const counts = this.counts[series]!;
      return held.running(series).map(({ powerMw, count }, k) => {
        const i = (this.first + k) % this.points;
        return counts[i]! + count === 0 ? null : (sums[i]! + powerMw) / MW_PER_KW;
      });
    });
    const length = this.head < 0 ? 0 : this.head - this.first + 1;
    const [totalKw, ...kw] = curves.map((curve) => curve.slice(0, length));
    const cities = this.names.map((city, n) => ({ city, kw: kw[n]! }));
    return { totalKw: totalKw!, cities: cities.sort((a, b) => (a.city < b.city ? -1 : 1)) };
  }

  snapshot() {
    const { head, names } = this;
    return structuredClone({
      head,
      names,
      sums: this.sums.map((column) => [...column]),
      counts: this.counts.map((column) => [...column]),
    });
  }

  private addRun(series: number, from: number, until: number, powerMw: number): void {
    const sums = this.sums[series]!;
    const counts = this.counts[series]!;
    let i = from % this.points;
    for (let b = from; b <= until; b++) {
      sums[i]! += powerMw;
      counts[i]!++;
      if (++i === this.points) i = 0;
    }
  }

  /** False when it was made with another number of points. */
  restore({ head, names, sums, counts }: ReturnType<LoadRing['snapshot']>): boolean {
    if (sums[0]?.length !== this.points) return false;
    this.head = head;
    this.names.splice(0, this.names.length, ...names);
    this.sums = sums.map((column) => new Float64Array(column));
    this.counts = counts.map((column) => new Uint32Array(column));
    return true;
  }
}

/** Values over runs of buckets, kept as differences at their ends: adding costs the same however long a run is. */
export class HeldLoad {
  private readonly powerMw: Float64Array[];
  private readonly counts: Int32Array[];

  constructor(
    series: number,
    private readonly points: number,
    private readonly first: number,
  ) {
    this.powerMw = Array.from({ length: series }, () => new Float64Array(points + 1));
    this.counts = Array.from({ length: series }, () => new Int32Array(points + 1));
  }

  add(series: number, first: number, last: number, powerMw: number): void {
    const from = Math.max(0, first - this.first);
    const to = Math.min(this.points, last - this.first + 1);
    if (to <= from) return;
    this.change(0, from, to, powerMw);
    if (series !== 0) this.change(series, from, to, powerMw);
  }

  running(series: number): { powerMw: number; count: number }[] {
    let powerMw = 0;
    let count = 0;
    return Array.from({ length: this.points }, (_, k) => {
      powerMw += this.powerMw[series]![k]!;
      count += this.counts[series]![k]!;
      return { powerMw, count };
    });
  }

  private change(series: number, from: number, to: number, powerMw: number): void {
    this.powerMw[series]![from]! += powerMw;
    this.powerMw[series]![to]! -= powerMw;
    this.counts[series]![from]!++;
    this.counts[series]![to]!--;
  }
}

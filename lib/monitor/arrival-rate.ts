const STEP_MS = 100;
const STEPS = 100;
const WINDOW_MS = STEP_MS * STEPS;

/** Arrivals a second over the last 10 s, counted in steps of 100 ms. */
export class ArrivalRate {
  private readonly counts = new Float64Array(STEPS);
  private newestStep = -1;
  private firstMs = -1;

  add(nowMs: number, count: number): void {
    if (this.firstMs < 0) this.firstMs = nowMs;
    this.advance(nowMs);
    this.counts[this.newestStep % STEPS]! += count;
  }

  /** In the first 10 s the time since the first arrival counts, but at least one second. */
  perSecond(nowMs: number): number {
    if (this.firstMs < 0) return 0;
    this.advance(nowMs);
    const sum = this.counts.reduce((total, count) => total + count, 0);
    return (sum * 1000) / Math.min(WINDOW_MS, Math.max(1000, nowMs - this.firstMs));
  }

  snapshot() {
    return { counts: [...this.counts], newestStep: this.newestStep, firstMs: this.firstMs };
  }

  restore({ counts, newestStep, firstMs }: ReturnType<ArrivalRate['snapshot']>): void {
    this.counts.set(counts);
    this.newestStep = newestStep;
    this.firstMs = firstMs;
  }

  private advance(nowMs: number): void {
    const step = Math.floor(nowMs / STEP_MS);
    if (step <= this.newestStep) return;
    const from = Math.max(this.newestStep + 1, step - STEPS + 1);
    for (let s = from; s <= step; s++) this.counts[s % STEPS] = 0;
    this.newestStep = step;
  }
}

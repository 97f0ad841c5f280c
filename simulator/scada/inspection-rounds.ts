/** When each asset is inspected: all at the start, then one after the other, each so often. */
export class InspectionRounds {
  private readonly dueMs: Float64Array;

  constructor(
    count: number,
    private readonly startMs: number,
  ) {
    this.dueMs = new Float64Array(count).fill(startMs);
  }

  /** Its next inspection is at once. */
  hasten(asset: number): void {
    this.dueMs[asset] = Math.min(this.dueMs[asset]!, this.startMs + 1);
  }

  /** Whether it is inspected now; the next time is `everyMs` later. */
  isDue(asset: number, timeMs: number, everyMs: number): boolean {
    const due = this.dueMs[asset]!;
    if (timeMs < due) return false;
    const isFirst = due === this.startMs;
    this.dueMs[asset] = timeMs + (isFirst ? (everyMs * (asset + 1)) / this.dueMs.length : everyMs);
    return true;
  }
}

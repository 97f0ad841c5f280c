/** Runs something when it is asked for, one run after the other and at most every so often; the last request always runs. */
export class PacedRuns {
  private isDue = false;
  private isRunning = false;
  private timer: NodeJS.Timeout | undefined;
  private startedMs = Number.NEGATIVE_INFINITY;

  /** @param run that never rejects */
  constructor(
    private readonly run: () => Promise<void>,
    private readonly leastMs: number,
  ) {}

  request(): void {
    this.isDue = true;
    if (this.isRunning || this.timer) return;
    const waitMs = Math.max(0, this.startedMs + this.leastMs - Date.now());
    this.timer = setTimeout(() => void this.start(), Math.min(waitMs, this.leastMs));
  }

  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    // Nothing starts any more.
    this.isRunning = true;
  }

  private async start(): Promise<void> {
    this.timer = undefined;
    this.isDue = false;
    this.isRunning = true;
    this.startedMs = Date.now();
    await this.run();
    this.isRunning = false;
    if (this.isDue) this.request();
  }
}

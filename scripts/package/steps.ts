import type { Verdict } from './rule';

/** Checks that follow one another, each timed; what one throws is its fault. */
export class Steps {
  readonly verdicts: Verdict[] = [];

  constructor(private readonly id: string) {}

  /** Runs one check, which gives its faults; true when there are none. */
  async run(asks: string, check: () => Promise<string[]> | string[]): Promise<boolean> {
    const startMs = Date.now();
    let faults: string[];
    try {
      faults = await check();
    } catch (error) {
      faults = [(error as Error).message];
    }
    this.verdicts.push({ id: this.id, asks, faults, ms: Date.now() - startMs });
    return faults.length === 0;
  }
}

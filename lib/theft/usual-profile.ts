import { finiteOrNull } from '../stream/finite-or-null';

const HOURS = 24;
/** Days after which what was learned counts for 1/e. */
const MEMORY_DAYS = 20;

/** Usual mean power of the hours of a working day and of a weekend day of one meter, W. */
export class UsualProfile {
  private readonly means = new Float32Array(2 * HOURS).fill(Number.NaN);
  private readonly counts = new Uint8Array(2 * HOURS);

  /** Mean power of an hour, W; NaN while none is known. A kind of day that was not yet seen borrows from the other. */
  at(isWeekend: boolean, hour: number): number {
    const own = this.means[(isWeekend ? HOURS : 0) + hour]!;
    return Number.isNaN(own) ? this.means[(isWeekend ? 0 : HOURS) + hour]! : own;
  }

  learn(isWeekend: boolean, hour: number, powerW: number): void {
    const at = (isWeekend ? HOURS : 0) + hour;
    const count = Math.min(this.counts[at]! + 1, MEMORY_DAYS);
    this.counts[at] = count;
    const before = this.means[at]!;
    this.means[at] = count === 1 ? powerW : before + (powerW - before) / count;
  }

  snapshot(): unknown {
    return [[...this.means].map(finiteOrNull), [...this.counts]];
  }

  restore(saved: unknown): void {
    const [means, counts] = saved as [(number | null)[], number[]];
    this.means.set(means.map((w) => w ?? Number.NaN));
    this.counts.set(counts);
  }
}

import { finiteOrNull } from '../stream/finite-or-null';
import { FACTS } from './window-facts';

/** Parts of a day, and of the longest stretch that is looked at. */
export const DAY_SEGMENTS = 4;
export const RING_SEGMENTS = 12;

/** Sums of the last twelve parts of the day of one meter. A part that is not there holds nothing. */
export class SegmentRing {
  private readonly facts = new Float64Array(RING_SEGMENTS * FACTS);
  private readonly lowestW = new Float64Array(RING_SEGMENTS).fill(Number.POSITIVE_INFINITY);
  /** Number of the segment, days × 4 + part; the current one is still filled. */
  current = -1;

  /** Opens a segment; those in between stay empty. */
  open(segment: number): void {
    const first = Math.max(this.current + 1, segment - RING_SEGMENTS + 1);
    for (let one = first; one <= segment; one++) {
      const at = one % RING_SEGMENTS;
      this.facts.fill(0, at * FACTS, (at + 1) * FACTS);
      this.lowestW[at] = Number.POSITIVE_INFINITY;
    }
    this.current = segment;
  }

  /** Adds a window to the current segment. */
  add(facts: Float64Array, meanW: number): void {
    const at = this.current % RING_SEGMENTS;
    for (let i = 0; i < FACTS; i++) this.facts[at * FACTS + i]! += facts[i]!;
    if (meanW < this.lowestW[at]!) this.lowestW[at] = meanW;
  }

  /**
   * Sums of the last `count` segments up to the current one.
   * @returns the lowest mean power of a window, W; infinite when there is none
   */
  sum(count: number, out: Float64Array): number {
    out.fill(0);
    let lowest = Number.POSITIVE_INFINITY;
    for (let one = Math.max(0, this.current - count + 1); one <= this.current; one++) {
      const at = one % RING_SEGMENTS;
      for (let i = 0; i < FACTS; i++) out[i]! += this.facts[at * FACTS + i]!;
      lowest = Math.min(lowest, this.lowestW[at]!);
    }
    return lowest;
  }

  snapshot(): unknown {
    return [this.current, [...this.facts], [...this.lowestW].map(finiteOrNull)];
  }

  restore(saved: unknown): void {
    const [current, facts, lowest] = saved as [number, number[], (number | null)[]];
    this.current = current;
    this.facts.set(facts);
    this.lowestW.set(lowest.map((w) => w ?? Number.POSITIVE_INFINITY));
  }
}

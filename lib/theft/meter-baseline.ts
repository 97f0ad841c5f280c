import { STATISTIC, STATISTICS } from './day-statistics';

/**
 * What is usual is learned by context: the four parts of the day, the trailing day, the trailing three days. Rows of
 * the baseline's columns.
 */
export const CONTEXTS = 6;
export const DAY_CONTEXT = 4;
export const THREE_DAYS_CONTEXT = 5;

/** Days after which what was learned counts for 1/e: slow enough for theft, fast enough for a season. */
const MEMORY_DAYS = 30;
/** The spread of other meters counts like so many days of this one's own. */
const PRIOR_DAYS = 6;
/** How far the voltage response may drift from what it was after the warm-up: copper in winter and summer, and joints. */
const LARGEST_DRIFT = 1.3;

/** Usual spread (standard deviation) within a meter, by statistic: parts of the day, day, three days. */
const PRIORS: Readonly<Record<keyof typeof STATISTIC, readonly [number, number, number]>> = {
  // Relative to the usual response.
  RESPONSE: [0.05, 0.03, 0.02],
  UNEXPLAINED: [0.25, 0.15, 0.1],
  NOISE: [0.6, 0.4, 0.25],
  MISMATCH: [0.01, 0.008, 0.006],
  FACTOR: [0.03, 0.02, 0.015],
  VOLTAGE: [1.5, 1.2, 1],
  ZERO: [0.02, 0.01, 0.007],
  STILL: [0.02, 0.01, 0.007],
  DEAD: [0.02, 0.01, 0.007],
  BASE: [0.3, 0.2, 0.15],
  LEVEL: [0.5, 0.3, 0.2],
  REVERSAL: [0.4, 0.4, 0.4],
};
const PRIOR_LIST = (Object.keys(STATISTIC) as (keyof typeof STATISTIC)[]).map((name) => PRIORS[name]);

const priorOf = (context: number, statistic: number, mean: number): number => {
  const prior = PRIOR_LIST[statistic]![Math.max(0, context - DAY_CONTEXT + 1)]!;
  return statistic === STATISTIC.RESPONSE ? prior * mean : prior;
};

/**
 * Means and spreads of one meter's statistics, learned on the stream with exponential forgetting, the spread shrunk
 * towards that of other meters (normal-inverse-gamma: the prior counts like six days).
 */
export class MeterBaseline {
  private readonly counts = new Float64Array(CONTEXTS * STATISTICS);
  private readonly means = new Float64Array(CONTEXTS * STATISTICS);
  private readonly variances = new Float64Array(CONTEXTS * STATISTICS);
  /** Voltage response after the warm-up, ohm; 0 before. */
  private anchorOhm = 0;

  /** The usual voltage response, ohm; NaN while none is known. */
  get responseOhm(): number {
    return this.mean(DAY_CONTEXT, STATISTIC.RESPONSE);
  }

  mean(context: number, statistic: number): number {
    const at = context * STATISTICS + statistic;
    return this.counts[at]! > 0 ? this.means[at]! : Number.NaN;
  }

  /** Spread that a new value is expected to have around the mean; NaN while nothing is known. */
  spread(context: number, statistic: number): number {
    const at = context * STATISTICS + statistic;
    const count = this.counts[at]!;
    if (count === 0) return Number.NaN;
    const prior = priorOf(context, statistic, this.means[at]!);
    const variance = (count * this.variances[at]! + PRIOR_DAYS * prior * prior) / (count + PRIOR_DAYS);
    return Math.sqrt(variance * (1 + 1 / count));
  }

  /** Takes the statistics of an unsuspicious stretch; NaN is passed over. */
  learn(context: number, statistics: Float64Array): void {
    for (let statistic = 0; statistic < STATISTICS; statistic++) {
      const value = statistics[statistic]!;
      if (!Number.isNaN(value)) this.learnOne(context, statistic, value);
    }
  }

  /** Fixes the voltage response that later drift is held against. */
  anchor(): void {
    this.anchorOhm = this.responseOhm || 0;
  }

  snapshot(): number[][] {
    return [[...this.counts], [...this.means], [...this.variances], [this.anchorOhm]];
  }

  restore([counts, means, variances, anchor]: number[][]): void {
    this.counts.set(counts!);
    this.means.set(means!);
    this.variances.set(variances!);
    this.anchorOhm = anchor![0]!;
  }

  private learnOne(context: number, statistic: number, value: number): void {
    const at = context * STATISTICS + statistic;
    const count = Math.min(this.counts[at]! + 1, MEMORY_DAYS);
    this.counts[at] = count;
    const before = this.means[at]!;
    let mean = before + (value - before) / count;
    if (statistic === STATISTIC.RESPONSE && this.anchorOhm > 0) {
      mean = Math.min(this.anchorOhm * LARGEST_DRIFT, Math.max(this.anchorOhm / LARGEST_DRIFT, mean));
    }
    this.means[at] = mean;
    this.variances[at]! += ((value - before) * (value - mean) - this.variances[at]!) / count;
  }
}

import type { PolicyGap } from '../../messages';
import type { PathGrid } from '../path-grid';
import { sourceChoice } from './source-choice';
import { trainPolicy } from './train-policy';

const SEEDS = 10;
const EPISODES = 300;
/** Student's t with 9 degrees of freedom, 97.5 % (table of quantiles). */
const T_975 = 2.262157;

/**
 * How far policies that learn stay behind the optimum of the same decision: which source each load takes, over the cheapest
 * way. Ten policies are trained from seeds 1 to 10 on this very grid; the interval is that of their mean.
 * @returns undefined when loads have no choice
 */
export function policyGap(grid: PathGrid): PolicyGap | undefined {
  const choice = sourceChoice(grid);
  if (!choice) return undefined;
  const gaps = Array.from({ length: SEEDS }, (_, seed) => 100 * trainPolicy(choice, EPISODES, seed + 1));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / SEEDS;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / (SEEDS - 1);
  const half = T_975 * Math.sqrt(variance / SEEDS);
  // No gap is below 0, so neither is its mean.
  return {
    gapPercent: mean,
    lowPercent: Math.max(0, mean - half),
    highPercent: mean + half,
    seeds: SEEDS,
    episodes: EPISODES,
  };
}

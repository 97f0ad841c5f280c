import { lodfColumn } from '../power-flow';
import type { OutageState } from './outage-state';

/** Less than this share of its rating is no reason for a branch to go. */
const LEAST_SHARE = 1e-3;

/**
 * Which outages of a wave made branches go in the next: those whose loss alone pushes the branch further in the
 * direction of its flow, the strongest first; behind them those that split an island, whose part can't be told. When no
 * single one does, all together did.
 * @param before the state in which the branches of `wave` went
 * @param after the state in which `overloaded` are found
 * @returns of each overloaded branch its parents; none for one that was overloaded before the wave and isn't pushed
 */
export function parentsOf(
  before: OutageState,
  after: OutageState,
  wave: readonly number[],
  overloaded: readonly number[],
  ratingMw: Float64Array,
): number[][] {
  const parents = overloaded.map((): { branch: number; pushMw: number }[] => []);
  for (const branch of overloaded.length > 0 ? wave : []) {
    const { islandOf, from } = before.network;
    const factors = lodfColumn(before.network, branch);
    for (const [at, other] of overloaded.entries()) {
      if (islandOf[from[other]!] !== islandOf[from[branch]!]) continue;
      const pushMw = factors ? factors[other]! * before.flowMw[branch]! * Math.sign(after.flowMw[other]!) : 0;
      if (!factors || pushMw > LEAST_SHARE * ratingMw[other]!) parents[at]!.push({ branch, pushMw });
    }
  }
  return parents.map((list, at) => {
    const other = overloaded[at]!;
    if (list.length === 0 && Math.abs(before.flowMw[other]!) <= ratingMw[other]!) return [...wave];
    return list.sort((a, b) => b.pushMw - a.pushMw || a.branch - b.branch).map(({ branch }) => branch);
  });
}

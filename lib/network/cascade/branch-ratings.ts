import type { NetworkModel } from '../network-model';

export interface RatingSettings {
  /** A branch without a rating may carry this multiple of its base flow. */
  factor: number;
  /** And at least this much, so that an idle branch isn't lost with the first breath of flow. */
  leastMw: number;
}

/**
 * How much each branch may carry, MW: its rating (MVA, at power factor 1), or where the network gives none (null) a
 * multiple of its flow in a base case.
 * @param baseFlowMw flow of each branch in the base case
 */
export function branchRatings(model: NetworkModel, baseFlowMw: Float64Array, { factor, leastMw }: RatingSettings) {
  if (!(Number.isFinite(factor) && factor > 0)) throw new Error(`rating factor ${factor}: give a positive number`);
  if (!(Number.isFinite(leastMw) && leastMw >= 0)) throw new Error(`least rating ${leastMw} MW: give 0 or more`);
  return Float64Array.from(
    model.branches,
    ({ ratingMva }, at) => ratingMva ?? Math.max(leastMw, factor * Math.abs(baseFlowMw[at]!)),
  );
}

import { ElectricalSpread } from './electrical-spread';
import { FirstVisit } from './first-visit';
import type { SourceReach, SpreadRule } from './source-reach';
import { stepFactors } from './stress-factors';
import type { StressGraph } from './stress-graph';
import type { StressModel } from './stress-model';
import { StrongestPath } from './strongest-path';

export interface WalkRule extends SpreadRule {
  walk: 'strongest-path' | 'first-visit';
}

/** How far the stress of one source goes. */
export interface Spread {
  /** @param stress at the source, 0…1 */
  from(source: number, stress: number): SourceReach;
}

/** @throws Error for the original's walk with a model that has no factors */
export function spreadOf(graph: StressGraph, model: StressModel, rule: WalkRule): Spread {
  if (model.kind === 'factors') {
    const factors = stepFactors(graph, model);
    if (rule.walk === 'first-visit') return new FirstVisit(graph, factors, rule);
    return new StrongestPath(graph, { rule: 'product', from: () => factors }, rule);
  }
  if (rule.walk === 'first-visit')
    throw new Error(
      'the walk first-visit multiplies factors, and the electrical model has none: take the walk strongest-path, or another model',
    );
  return new ElectricalSpread(graph, model, rule);
}

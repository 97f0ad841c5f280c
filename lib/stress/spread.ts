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
  const stepsNear = nearSteps(graph, rule.hopLimit);
  const shares = new Float64Array(graph.target.length);
  const from = (source: number) => {
    const steps = stepsNear(source);
    const sensitivity = model.from(
      source,
      steps.map((step) => graph.branch[step]!),
    );
    // What is left over from other sources lies further away than this one goes.
    for (const [i, step] of steps.entries()) shares[step] = sensitivity[i]!;
    return shares;
  };
  return new StrongestPath(graph, { rule: 'bottleneck', from }, rule);
}

/** The steps that a stress from a node can take within the hop limit. */
function nearSteps({ ids, start, target }: StressGraph, hopLimit: number): (source: number) => Int32Array {
  const seen = new Int32Array(ids.length);
  let search = 0;
  return (source) => {
    search++;
    seen[source] = search;
    const met = [source];
    const steps: number[] = [];
    for (let hop = 1, from = 0; hop <= hopLimit && from < met.length; hop++) {
      const to = met.length;
      for (; from < to; from++) {
        for (let step = start[met[from]!]!; step < start[met[from]! + 1]!; step++) {
          steps.push(step);
          const next = target[step]!;
          if (seen[next] === search) continue;
          seen[next] = search;
          met.push(next);
        }
      }
    }
    return Int32Array.from(steps);
  };
}

import type { ElectricalModel } from './electrical-model';
import type { SourceReach, SpreadRule } from './source-reach';
import type { StressGraph } from './stress-graph';
import { StrongestPath } from './strongest-path';

/** Nodes of the reaches that are kept, added up over sources; about 30 bytes each. */
const MOST_KEPT = 2_000_000;

/**
 * Stress by the electrical model. It falls along every way, so what a source reaches is in proportion to its stress, and
 * a minimum only leaves nodes out: the search, and the solution near the source it needs, is done once a source.
 */
export class ElectricalSpread {
  private readonly paths: StrongestPath;
  /** Of each source its reach at stress 1, the one asked for last at the end. */
  private readonly kept = new Map<number, SourceReach>();
  private keptNodes = 0;

  constructor(
    graph: StressGraph,
    model: ElectricalModel,
    private readonly rule: SpreadRule,
  ) {
    const stepsNear = nearSteps(graph, rule.hopLimit);
    const shares = new Float64Array(graph.branch.length);
    const from = (source: number) => {
      const steps = stepsNear(source);
      const near = model.from(
        source,
        steps.map((step) => graph.branch[step]!),
      );
      // What is left over from other sources lies further away than this one goes.
      for (const [i, step] of steps.entries()) shares[step] = near[i]!;
      return shares;
    };
    this.paths = new StrongestPath(graph, { rule: 'bottleneck', from }, { ...rule, minimumStress: 0 });
  }

  /** @param stress at the source, 0…1 */
  from(source: number, stress: number): SourceReach {
    const unit = this.unitReach(source);
    const scaled = unit.stress.map((share) => share * stress);
    const { minimumStress } = this.rule;
    // The source itself stays, as with the other models.
    const isReached = (_: number, place: number) => place === 0 || scaled[place]! >= minimumStress;
    if (minimumStress === 0) return { ...unit, stress: scaled };
    return {
      ...unit,
      nodes: unit.nodes.filter(isReached),
      stress: scaled.filter(isReached),
      hops: unit.hops.filter(isReached),
      labels: unit.labels.filter(isReached),
    };
  }

  private unitReach(source: number): SourceReach {
    const known = this.kept.get(source);
    const reach = known ?? this.paths.from(source, 1);
    this.kept.delete(source);
    this.kept.set(source, reach);
    if (!known) this.keptNodes += reach.nodes.length;
    for (const [oldest, { nodes }] of this.kept) {
      if (this.keptNodes <= MOST_KEPT || oldest === source) break;
      this.kept.delete(oldest);
      this.keptNodes -= nodes.length;
    }
    return reach;
  }
}

/** The steps that a stress from a node can take within the hop limit. */
function nearSteps({ ids, start, neighbour }: StressGraph, hopLimit: number): (source: number) => Int32Array {
  const seen = new Int32Array(ids.length);
  let search = 0;
  return (source) => {
    search++;
    seen[source] = search;
    const met = [source];
    const steps: number[] = [];
    for (let hop = 1, from = 0; hop <= hopLimit && from < met.length; hop++) {
      for (const to = met.length; from < to; from++) {
        for (let step = start[met[from]!]!; step < start[met[from]! + 1]!; step++) {
          steps.push(step);
          const next = neighbour[step]!;
          if (seen[next] === search) continue;
          seen[next] = search;
          met.push(next);
        }
      }
    }
    return Int32Array.from(steps);
  };
}

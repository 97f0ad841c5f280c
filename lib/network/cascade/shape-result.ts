import type { CascadeResult } from '../../messages';
import { adjacencyOf } from '../graph';
import type { NetworkModel } from '../network-model';
import { criticalNodes, islandsOf, rounded, without } from './cascade-result';
import { motterLai } from './motter-lai';

/**
 * A cascade by shape alone in the words of its message. Load is lost with its node; nothing is said of what flows.
 * @param attacked index of a node; undefined: the one that most shortest ways pass
 */
export function shapeResult(
  model: NetworkModel,
  attacked: number | undefined,
  tolerance: number,
  revision: number,
): CascadeResult {
  const { lost, rounds, giantShare } = motterLai(adjacencyOf(model, { mergeParallel: true }), tolerance, attacked);
  const demand = Float64Array.from(model.nodes, ({ loadMw }) => Math.max(0, loadMw));
  const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);
  const gone = new Set(lost.flat());
  const lostMw = demand.map((load, at) => (gone.has(at) ? load : 0));
  const out = new Set(
    [...model.branches.entries()].filter(([, { from, to }]) => gone.has(from) || gone.has(to)).map(([at]) => at),
  );
  const [loadMw, allLostMw] = [sum(demand), sum(lostMw)];
  const ids = (nodes: readonly number[]) => nodes.map((node) => model.nodes[node]!.id);
  return {
    method: 'motter-lai',
    removed: { lines: [], nodes: ids(lost[0]!) },
    loadFactor: 1,
    revision,
    waves: lost.map((nodes) => ({
      trips: [],
      nodes: ids(nodes),
      lostMw: rounded(sum(nodes.map((node) => demand[node]!))),
    })),
    rounds,
    tripped: 0,
    linesOut: model.branches.filter(({ inService }, at) => !inService || out.has(at)).map(({ id }) => id),
    loadMw: rounded(loadMw),
    lostMw: rounded(allLostMw),
    lostPercent: loadMw > 0 ? rounded((100 * allLostMw) / loadMw) : 0,
    islands: islandsOf(
      without(model, out),
      gone,
      demand,
      lostMw.map(() => 0),
    ),
    criticalNodes: criticalNodes(model, lostMw, new Int32Array(model.nodes.length)),
    overloaded: [],
    giantShare,
    tolerance,
  };
}

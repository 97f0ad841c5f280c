import { betweenness } from '../centrality';
import { type Adjacency, componentsOf, withoutNodes } from '../graph';

/** A load above its capacity by less than this share is rounding. */
const ROUNDING = 1e-9;

export interface MotterLaiCascade {
  /** The nodes lost: first the one attacked, then those overloaded, round by round, each round ascending. */
  lost: number[][];
  /** Rounds of overloads; 0: nothing followed. */
  rounds: number;
  /** Nodes of the largest part that is left, as a share of all nodes before. */
  giantShare: number;
}

/**
 * A cascade by shape alone: every node carries its betweenness, may carry (1 + tolerance) times what it carried at the
 * start, and is lost when the ways around lost nodes load it with more. Purely topological measures can mislead (Hines,
 * Cotilla-Sanchez and Blumsack, Chaos 20, 2010): hold it against a cascade of flows.
 * Source: Motter and Lai, "Cascade-based attacks on complex networks", Physical Review E 66, 065102, 2002.
 * @param adjacency parallel branches merged
 * @param tolerance α, 0 or more
 * @param attacked the node that is lost first; else the one with the greatest betweenness, of equals the first
 */
export function motterLai(adjacency: Adjacency, tolerance: number, attacked?: number): MotterLaiCascade {
  if (!(Number.isFinite(tolerance) && tolerance >= 0)) throw new Error(`tolerance ${tolerance}: give 0 or more`);
  const { nodeCount } = adjacency;
  const first = betweenness(adjacency);
  const target = attacked ?? first.indexOf(first.reduce((a, b) => Math.max(a, b), 0));
  if (!Number.isInteger(target) || target < 0 || target >= nodeCount)
    throw new Error(`attacked node ${target}: give an index from 0 to ${nodeCount - 1}`);
  const capacity = first.map((load) => (1 + tolerance) * load * (1 + ROUNDING));
  const gone = new Uint8Array(nodeCount);
  const lost: number[][] = [];
  let left = adjacency;
  for (let next = [target]; next.length > 0; ) {
    for (const node of next) gone[node] = 1;
    lost.push(next);
    left = withoutNodes(left, gone);
    const load = betweenness(left);
    next = [...load.keys()].filter((node) => load[node]! > capacity[node]!);
  }
  const { sizes, of } = componentsOf(left);
  const giant = of.reduce((most, part, node) => (gone[node] === 1 ? most : Math.max(most, sizes[part]!)), 0);
  return { lost, rounds: lost.length - 1, giantShare: giant / nodeCount };
}

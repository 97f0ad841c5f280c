import type { Adjacency } from '../network/graph';
import { LabelHeap } from './label-heap';
import { distancesFrom } from './shortest-path';

/** A way with what it costs in both respects. */
export interface ParetoWay {
  nodes: number[];
  branches: number[];
  loss: number;
  risk: number;
}

export interface ParetoQuestion {
  from: number;
  to: number;
  /** Most risk; Infinity for all ways. */
  riskBudget: number;
  /** So many ways at most, those with the least losses. */
  most: number;
}

/** A sum may differ by rounding from one that is added the other way round. */
const ROUNDING = 1e-12;

/**
 * The ways between two nodes of which none has both less losses and less risk than another, losses ascending: labels are
 * settled in the order of their losses and dropped where one with no more risk has been settled (Hansen 1980; Martins,
 * European Journal of Operational Research 16, 1984). The first is the way of least losses within the risk budget: the
 * resource-constrained shortest path. Of ways alike in both, one is told. No way meets a node twice.
 * @param loss and risk of each branch, at least 0, in any unit
 */
export function paretoPaths(
  adjacency: Adjacency,
  loss: Float64Array,
  risk: Float64Array,
  { from, to, riskBudget, most }: ParetoQuestion,
): ParetoWay[] {
  const { nodeCount, start, neighbour, branch } = adjacency;
  const riskLeft = distancesFrom(adjacency, risk, to).cost;
  const lossLeft = distancesFrom(adjacency, loss, to).cost;
  /** Of the labels settled at each node the least risk: theirs is the least loss too, as they came first. */
  const leastRisk = new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY);
  const labels = { node: [from], loss: [0], risk: [0], over: [-1], before: [-1] };
  const whole = (label: number) => labels.loss[label]! + lossLeft[labels.node[label]!]!;
  const heap = new LabelHeap((a, b) => {
    const difference = whole(a) - whole(b) || labels.loss[a]! - labels.loss[b]! || labels.risk[a]! - labels.risk[b]!;
    return difference !== 0 ? difference < 0 : a < b;
  });
  const isHopeless = (node: number, risked: number) => {
    const least = risked + riskLeft[node]!;
    return (
      least > riskBudget * (1 + ROUNDING) || risked >= leastRisk[node]! || least >= leastRisk[to]! * (1 - ROUNDING)
    );
  };
  const found: ParetoWay[] = [];
  if (riskLeft[from]! <= riskBudget * (1 + ROUNDING) && riskLeft[from]! < Number.POSITIVE_INFINITY) heap.push(0);
  while (heap.size > 0 && found.length < most) {
    const label = heap.pop();
    const [node, lost, risked] = [labels.node[label]!, labels.loss[label]!, labels.risk[label]!];
    if (label > 0 && isHopeless(node, risked)) continue;
    leastRisk[node] = risked;
    if (node === to) {
      found.push({ ...traced(label), loss: lost, risk: risked });
      continue;
    }
    for (let slot = start[node]!; slot < start[node + 1]!; slot++) {
      const [next, over] = [neighbour[slot]!, branch[slot]!];
      if (isHopeless(next, risked + risk[over]!)) continue;
      labels.node.push(next);
      labels.loss.push(lost + loss[over]!);
      labels.risk.push(risked + risk[over]!);
      labels.over.push(over);
      heap.push(labels.before.push(label) - 1);
    }
  }
  return found;

  function traced(last: number) {
    const [nodes, branches] = [[to], [] as number[]];
    for (let label = last; labels.before[label] !== -1; label = labels.before[label]!) {
      branches.push(labels.over[label]!);
      nodes.push(labels.node[labels.before[label]!]!);
    }
    return { nodes: nodes.reverse(), branches: branches.reverse() };
  }
}

import type { LiveNetwork } from '../live';
import type { NetworkBranch, NetworkModel, NetworkNode } from '../network-model';

/** What power flows reckon with; may be absent (NaN). */
const OF_NODES = [
  'loadMw',
  'generationMw',
  'loadMvar',
  'generationMvar',
  'shuntMw',
  'shuntMvar',
  'capacityMw',
  'voltagePu',
  'minVoltagePu',
  'maxVoltagePu',
  'nominalKv',
] as const satisfies (keyof NetworkNode)[];
const OF_BRANCHES = [
  'resistancePu',
  'reactancePu',
  'susceptancePu',
  'conductancePu',
  'tapRatio',
  'shiftRad',
  'ratingMva',
] as const satisfies (keyof NetworkBranch)[];
const [NODE_WIDTH, BRANCH_WIDTH] = [OF_NODES.length + 1, OF_BRANCHES.length + 2];

/** All numbers of a network that power flows reckon with, row by row: what a thread that knows the original lacks. */
export interface NetworkValues {
  nodes: Float64Array;
  branches: Float64Array;
}

/** The numbers of a network as it is now; far cheaper than to copy its model of thousands of nodes into a thread. */
export function networkValues({ graph }: LiveNetwork): NetworkValues {
  const nodes = new Float64Array(graph.order * NODE_WIDTH);
  const branches = new Float64Array(graph.size * BRANCH_WIDTH);
  let at = 0;
  graph.forEachNode((_id, node) => {
    for (const field of OF_NODES) nodes[at++] = node[field] ?? Number.NaN;
    nodes[at++] = node.isReference ? 1 : 0;
  });
  at = 0;
  graph.forEachEdge((_id, branch) => {
    for (const field of OF_BRANCHES) branches[at++] = branch[field] ?? Number.NaN;
    branches[at++] = branch.inService ? 1 : 0;
    branches[at++] = branch.hasZeroReactance ? 1 : 0;
  });
  return { nodes, branches };
}

/** The network of such numbers. */
export function withValues(original: NetworkModel, values: NetworkValues): NetworkModel {
  let at = 0;
  const nodes = original.nodes.map((node): NetworkNode => {
    const now: NetworkNode = { ...node };
    for (const field of OF_NODES) {
      const value = values.nodes[at++]!;
      if (!Number.isNaN(value)) now[field] = value;
      else if (field !== 'loadMw' && field !== 'generationMw') delete now[field];
    }
    now.isReference = values.nodes[at++] === 1;
    return now;
  });
  at = 0;
  const branches = original.branches.map((branch): NetworkBranch => {
    const now: NetworkBranch = { ...branch };
    for (const field of OF_BRANCHES) {
      const value = values.branches[at++]!;
      if (field === 'ratingMva') now.ratingMva = Number.isNaN(value) ? null : value;
      else if (!Number.isNaN(value)) now[field] = value;
      else if (field === 'conductancePu') delete now.conductancePu;
    }
    now.inService = values.branches[at++] === 1;
    now.hasZeroReactance = values.branches[at++] === 1;
    return now;
  });
  return { ...original, nodes, branches };
}

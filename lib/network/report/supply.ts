import { adjacencyOf, type Components, componentsOf } from '../graph';
import type { NetworkModel } from '../network-model';

/** Which parts of a network have a source. */
export interface Supply {
  /** The network without the powers and branches of parts that no source feeds. */
  fed: NetworkModel;
  islands: Components;
  /** Nodes that take up what is left: references, or, in a network without any, the greatest generator of each island. */
  sources: readonly number[];
  /** One byte a node; 0: dead. */
  isFed: Uint8Array;
  /** Dead nodes with load or generation. */
  unfed: readonly number[];
}

/** @throws Error when there is load or generation, and no source at all */
export function supplyOf(model: NetworkModel): Supply {
  const { nodes } = model;
  const islands = componentsOf(adjacencyOf(model, { mergeParallel: false }));
  const references = [...nodes.keys()].filter((node) => nodes[node]!.isReference);
  const sources = references.length > 0 ? references : greatestGenerators(model, islands);
  const hasSource = new Uint8Array(islands.sizes.length);
  for (const node of sources) hasSource[islands.of[node]!] = 1;
  const isFed = Uint8Array.from(islands.of, (island) => hasSource[island]!);
  const unfed = [...nodes.keys()].filter((node) => isFed[node] === 0 && hasPower(nodes[node]!));
  if (unfed.length > 0 && sources.length === 0)
    throw new Error('no node is a source: mark those that feed the network as reference (type 3 in MATPOWER)');
  return { fed: isFed.includes(0) ? fedPart(model, isFed) : model, islands, sources, isFed, unfed };
}

function fedPart(model: NetworkModel, isFed: Uint8Array): NetworkModel {
  return {
    ...model,
    nodes: model.nodes.map((node, at) =>
      isFed[at] === 1 ? node : { ...node, loadMw: 0, generationMw: 0, loadMvar: 0, generationMvar: 0, shuntMw: 0 },
    ),
    branches: model.branches.map((branch) => (isFed[branch.from] === 1 ? branch : { ...branch, inService: false })),
  };
}

function greatestGenerators({ nodes }: NetworkModel, { of, sizes }: Components): number[] {
  const greatest = new Int32Array(sizes.length).fill(-1);
  for (const [node, { generationMw }] of nodes.entries()) {
    const island = of[node]!;
    if (generationMw > (nodes[greatest[island]!]?.generationMw ?? 0)) greatest[island] = node;
  }
  return [...greatest].filter((node) => node >= 0);
}

function hasPower({ loadMw, generationMw, loadMvar = 0, generationMvar = 0 }: NetworkModel['nodes'][number]): boolean {
  return loadMw !== 0 || generationMw !== 0 || loadMvar !== 0 || generationMvar !== 0;
}

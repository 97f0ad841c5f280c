import { adjacencyOf, type Components, componentsOf } from '../graph';
import type { NetworkModel } from '../network-model';

/** So many nodes of an island are named. */
const MOST_NAMED = 12;

/** An island with load or generation that no source feeds. */
export class UnfedIsland extends Error {}

/** Which parts of a network have a source. */
export interface Supply {
  islands: Components;
  /** Nodes that take up what is left: references, or, in a network without any, the greatest generator of each island. */
  sources: readonly number[];
  /** One byte a node; 0: dead, without source and without power. */
  isFed: Uint8Array;
}

/** @throws UnfedIsland that names nodes */
export function supplyOf(model: NetworkModel): Supply {
  const { nodes } = model;
  const islands = componentsOf(adjacencyOf(model, { mergeParallel: false }));
  const references = [...nodes.keys()].filter((node) => nodes[node]!.isReference);
  const sources = references.length > 0 ? references : greatestGenerators(model, islands);
  const hasSource = new Uint8Array(islands.sizes.length);
  for (const node of sources) hasSource[islands.of[node]!] = 1;
  const isFed = Uint8Array.from(islands.of, (island) => hasSource[island]!);
  const unfed = nodes.findIndex((node, at) => isFed[at] === 0 && hasPower(node));
  if (unfed >= 0) {
    const names = nodes.flatMap(({ id }, at) => (islands.of[at] === islands.of[unfed] ? [id] : []));
    const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
    throw new UnfedIsland(
      `no source feeds the island of node ${names.slice(0, MOST_NAMED).join(', ')}${more}: ` +
        'close a branch that leads there, or mark a node of it as reference',
    );
  }
  return { islands, sources, isFed };
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
  return loadMw !== generationMw || loadMvar !== generationMvar;
}

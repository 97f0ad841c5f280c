import { adjacencyOf } from '../graph/adjacency';
import { componentsOf } from '../graph/components';
import type { NetworkModel } from '../network-model';
import { short } from './finding';
import type { FindingList } from './finding-list';
import type { Places } from './places';

/** So many nodes of an island are named. */
const MOST_NAMED = 10;

/** Reports each part that no branch in service joins to the largest one. */
export function checkIslands(network: NetworkModel, findings: FindingList, places: Places): void {
  const { nodes } = network;
  const parts = partsOf(network).sort((a, b) => b.length - a.length || a[0]! - b[0]!);
  for (const part of parts.slice(1)) {
    const isSupplied = part.some((index) => nodes[index]!.isReference || nodes[index]!.generationMw > 0);
    const ids = part.slice(0, MOST_NAMED).map((index) => nodes[index]!.id);
    const named = ids.slice(0, 3).map((id) => `"${short(id)}"`);
    const who = part.length > 3 ? `${named.join(', ')} and ${part.length - 3} more nodes` : named.join(', ');
    const verb = part.length > 1 ? 'are' : 'is';
    const problem = `${who} ${verb} not joined to the rest (${isSupplied ? 'an island with' : 'without'} a supply of its own)`;
    const remedy = isSupplied ? 'nothing, if that is wanted; else close a switch' : 'close a switch or add the line';
    findings.add(isSupplied ? 'info' : 'warning', 'island', places.node(part[0]!), { problem, remedy, ids });
  }
}

/** Indices of the nodes of each part that branches in service join, ascending. */
export function partsOf(network: NetworkModel): number[][] {
  const { of, sizes } = componentsOf(adjacencyOf(network, { mergeParallel: false }));
  const parts: number[][] = sizes.map(() => []);
  for (const [node, part] of of.entries()) parts[part]!.push(node);
  return parts;
}

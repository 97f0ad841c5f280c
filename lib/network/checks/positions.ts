import type { NetworkModel } from '../network-model';
import type { FindingList } from './finding-list';
import type { Places } from './places';

/** A map uses positions only where all nodes have one. */
export function checkPositions({ nodes }: NetworkModel, findings: FindingList, places: Places): void {
  const without = nodes.flatMap(({ x }, index) => (x === undefined ? [index] : []));
  if (without.length === 0 || without.length === nodes.length) return;
  findings.add('info', 'position', places.node(without[0]!), {
    problem: `and ${without.length - 1} more of ${nodes.length} nodes have no position, so a map lays out all of them itself`,
    remedy: 'give all nodes a position, or none',
    ids: without.slice(0, 10).map((index) => nodes[index]!.id),
  });
}

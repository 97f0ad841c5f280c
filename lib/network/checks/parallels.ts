import type { NetworkModel } from '../network-model';
import { short } from './finding';
import type { FindingList } from './finding-list';
import type { Places } from './places';

/** Reports branches between the same two nodes: circuits in parallel, or one that was entered twice. */
export function checkParallels({ nodes, branches }: NetworkModel, findings: FindingList, places: Places): void {
  const groups = new Map<number, number[]>();
  for (const [index, { from, to }] of branches.entries()) {
    const pair = Math.min(from, to) * nodes.length + Math.max(from, to);
    const group = groups.get(pair);
    if (group) group.push(index);
    else groups.set(pair, [index]);
  }
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    const { from, to } = branches[group[0]!]!;
    const ids = group.map((index) => branches[index]!.id);
    const ends = `"${short(nodes[from]!.id)}" and "${short(nodes[to]!.id)}"`;
    findings.add('info', 'parallel-branches', places.branch(group[1]!), {
      problem: `is one of ${group.length} lines between ${ends}, which count as parallel circuits`,
      remedy: 'delete it, if it was entered twice',
      ids,
    });
  }
}

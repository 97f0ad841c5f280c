import { short } from '../checks/finding';
import type { NetworkDraft } from './network-draft';

/** Sets the order of the lines at nodes, by their ids; a list that isn't that of the lines there is reported. */
export function orderByIds(draft: NetworkDraft, orders: { id: string; lineOrder: string[]; place: string }[]): void {
  if (orders.length === 0) return;
  const branchOrder = branchesByNode(draft);
  let isOrdered = false;
  for (const { id, lineOrder, place } of orders) {
    const node = draft.indexOfNode(id);
    if (node === undefined) continue;
    const wanted = lineOrder.map((line) => draft.indexOfBranch(line));
    const there = new Set(branchOrder[node]);
    const unknown = wanted.findIndex((branch) => branch === undefined || !there.delete(branch));
    if (unknown < 0 && there.size === 0) {
      branchOrder[node] = wanted as number[];
      isOrdered = true;
      continue;
    }
    const problem =
      unknown < 0 ? `lacks ${there.size} lines of the node` : `names "${short(lineOrder[unknown]!)}" wrongly`;
    const remedy = 'name each line of the node once, or leave lineOrder out';
    draft.findings.add('error', 'neighbour-order', `${place}.lineOrder`, { problem, remedy });
  }
  if (isOrdered) draft.branchOrder = branchOrder;
}

/** Of each node the indices of its branches, ascending. */
export function branchesByNode({ nodes, branches }: NetworkDraft): number[][] {
  const byNode = nodes.map((): number[] => []);
  for (const [index, { from, to }] of branches.entries()) {
    byNode[from]!.push(index);
    byNode[to]!.push(index);
  }
  return byNode;
}

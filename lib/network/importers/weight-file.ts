import { short } from '../checks/finding';
import { branchesByNode } from './line-order';
import { type ImportedNetwork, NetworkDraft } from './network-draft';
import { orderedWeights, type WeightRow } from './ordered-weights';

const BASE_MVA = 100;

/** Two nodes next to each other, from the first mention on. */
interface Pair {
  from: string;
  to: string;
  weight: number;
  line: number;
  /** Where each end mentions the other, counted through the file; the other's place where it doesn't. */
  mention: Map<string, number>;
}

/** Whether a JSON value is, or means to be, a weight file. */
export const isWeightFile = (value: object): boolean =>
  Object.values(value).some((row) => typeof row === 'object' && row !== null && !Array.isArray(row));

/**
 * Reads the original's weight file, `{node: {neighbour: weight}}`. Nodes come in the order of their first mention, lines
 * too; both directions of a pair are one line, with the greater weight where they differ. `branchOrder` keeps the order of
 * the neighbours as each node lists them; one that it does not list itself stands where that one lists it.
 * @param text valid JSON
 * @throws NetworkFault for any other shape
 */
export function importWeights(file: string, text: string): ImportedNetwork {
  const draft = new NetworkDraft(file, file.replace(/\.[^.]*$/, ''), BASE_MVA);
  const rows = orderedWeights(file, text);
  for (const { node, line, neighbours } of rows) {
    const place = `${file} line ${line}`;
    // A node that was a neighbour before is there already; one that comes twice is reported by what follows.
    if (draft.indexOfNode(node) === undefined) draft.addNode({ id: node }, place);
    for (const neighbour of neighbours) {
      if (draft.indexOfNode(neighbour.node) === undefined) {
        draft.addNode({ id: neighbour.node }, `${file} line ${neighbour.line}`);
      }
    }
  }
  const pairs = pairsOf(file, rows, draft);
  for (const { from, to, weight, line } of pairs.values()) {
    draft.addBranch(
      { id: draft.freeBranchId(`${from}-${to}`), from, to, kind: 'line', weight },
      `${file} line ${line}`,
    );
  }
  draft.branchOrder = orderOf(draft, pairs);
  return draft.finish();
}

function pairsOf(file: string, rows: readonly WeightRow[], { findings }: NetworkDraft): Map<string, Pair> {
  const pairs = new Map<string, Pair>();
  let mention = 0;
  for (const { node, neighbours } of rows) {
    for (const { node: other, weight, line } of neighbours) {
      mention++;
      const key = JSON.stringify(node < other ? [node, other] : [other, node]);
      const pair = pairs.get(key);
      if (!pair) {
        pairs.set(key, { from: node, to: other, weight, line, mention: new Map([[node, mention]]) });
        continue;
      }
      const place = `${file} line ${line}`;
      const ends = `"${short(node)}" and "${short(other)}"`;
      if (pair.mention.has(node)) {
        const problem = `names ${ends} once more in the same direction`;
        findings.add('warning', 'duplicate-id', place, { problem, remedy: 'delete one of the two' });
      } else pair.mention.set(node, mention);
      if (pair.weight === weight) continue;
      const problem = `gives ${ends} the weight ${weight}, and line ${pair.line} gives ${pair.weight}`;
      const remedy = 'give both directions the same weight; the greater one counts';
      findings.add('warning', 'unequal-weights', place, { problem, remedy });
      pair.weight = Math.max(pair.weight, weight);
    }
  }
  return pairs;
}

/** Undefined where it is that of the lines. */
function orderOf(draft: NetworkDraft, pairs: ReadonlyMap<string, Pair>): number[][] | undefined {
  const { nodes, branches } = draft;
  // Self loops have no branch, so pairs and branches are matched by their ends.
  const mentions = [...pairs.values()].filter(({ from, to }) => from !== to && isThere(draft, from, to));
  const rank = (branch: number, node: string) => {
    const { mention } = mentions[branch]!;
    return mention.get(node) ?? [...mention.values()][0]!;
  };
  const order = branchesByNode(draft);
  let isOther = false;
  for (const [node, own] of order.entries()) {
    const { id } = nodes[node]!;
    own.sort((a, b) => rank(a, id) - rank(b, id));
    isOther ||= own.some((branch, at) => at > 0 && own[at - 1]! > branch);
  }
  return isOther && branches.length > 0 ? order : undefined;
}

const isThere = (draft: NetworkDraft, ...ids: string[]) => ids.every((id) => draft.indexOfNode(id) !== undefined);

import type { GridLine, GridNode, GridTopology } from '../messages';
import type { NetworkBranch, NetworkModel, NetworkNode } from './network-model';

/**
 * A network as a topology, for a map or a file: importing it again gives the same network. What is as by default is left
 * out.
 */
export function toTopology({ name, baseMva, nodes, branches, branchOrder }: NetworkModel): GridTopology {
  return {
    schema: 'gridloom-topology/1',
    name,
    baseMva,
    nodes: nodes.map((node, index) => nodeOf(node, branchOrder && lineOrderOf(branchOrder[index]!, branches))),
    lines: branches.map((branch) => lineOf(branch, nodes)),
  };
}

function nodeOf(
  { loadMw, generationMw, isReference, ...rest }: NetworkNode,
  lineOrder: string[] | undefined,
): GridNode {
  return {
    ...rest,
    ...(loadMw === 0 ? {} : { loadMw }),
    ...(generationMw === 0 ? {} : { generationMw }),
    ...(isReference ? { isReference } : {}),
    ...(lineOrder ? { lineOrder } : {}),
  };
}

/** None where it is that of the lines anyway. */
function lineOrderOf(order: readonly number[], branches: readonly NetworkBranch[]): string[] | undefined {
  const isAscending = order.every((branch, at) => at === 0 || order[at - 1]! < branch);
  return isAscending ? undefined : order.map((branch) => branches[branch]!.id);
}

function lineOf(branch: NetworkBranch, nodes: readonly NetworkNode[]): GridLine {
  const { id, kind, label, resistancePu, susceptancePu, conductancePu, tapRatio, shiftRad, ratingMva, weight } = branch;
  return {
    id,
    from: nodes[branch.from]!.id,
    to: nodes[branch.to]!.id,
    ...(label === undefined ? {} : { label }),
    ...(kind === undefined ? {} : { kind }),
    ...(branch.inService ? {} : { inService: false }),
    ...(resistancePu === 0 ? {} : { resistancePu }),
    reactancePu: branch.hasZeroReactance ? 0 : branch.reactancePu,
    ...(susceptancePu === 0 ? {} : { susceptancePu }),
    ...(conductancePu === undefined ? {} : { conductancePu }),
    ...(tapRatio === 1 ? {} : { tapRatio }),
    ...(shiftRad === 0 ? {} : { shiftRad }),
    ...(ratingMva === null ? {} : { ratingMva }),
    ...(weight === null ? {} : { weight }),
  };
}

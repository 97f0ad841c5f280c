import type { NetworkModel } from '../network-model';
import type { FindingList } from './finding-list';
import type { Places } from './places';

/** A power flow needs a node that balances generation and load. */
export function checkReferences({ nodes }: NetworkModel, findings: FindingList, { file }: Places): void {
  if (nodes.some(({ isReference }) => isReference)) return;
  findings.add('warning', 'no-reference', file, {
    problem: 'names no reference node, so a power flow has to choose one',
    remedy: 'mark the node that balances the network as the reference',
  });
}

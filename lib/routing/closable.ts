import type { NetworkModel } from '../network/network-model';

const TIE_KINDS = new Set(['tie', 'switch']);

/**
 * Lines that are out of service and that nobody may close: neither ties or switches, nor lines that were in service in the
 * network as it was imported and have been opened since. Formats that know no ties (MATPOWER) have them as lines out of
 * service: in a network without any tie or switch all of these may be closed.
 */
export function lockedOut(original: NetworkModel, model: NetworkModel): string[] {
  const knowsTies = original.branches.some(({ kind }) => TIE_KINDS.has(kind ?? ''));
  if (!knowsTies) return [];
  return model.branches.flatMap(({ id, kind, inService }, at) =>
    inService || TIE_KINDS.has(kind ?? '') || original.branches[at]!.inService ? [] : [id],
  );
}

import type { FindingList } from '../checks/finding-list';
import type { NetworkModel } from '../network-model';

/** Of a switch or another branch without impedance: small beside any line, yet no number that a computation trips over. */
export const SMALLEST_REACTANCE_PU = 1e-6;
/** Where a file knows no reactance at all: power flows depend on their proportions only. */
const EQUAL_REACTANCE_PU = 1;

/**
 * Gives each branch a reactance other than 0. Not known: the median of the others, or the same for all where none is
 * known. Zero: the resistance, or `SMALLEST_REACTANCE_PU`, in place of it for DC. All of it is reported.
 * @param unknown indices of the branches whose reactance is not known
 */
export function settleReactances(
  { branches }: NetworkModel,
  unknown: readonly number[],
  placeOf: (branch: number) => string,
  findings: FindingList,
): void {
  const known = branches.map(({ reactancePu }) => Math.abs(reactancePu)).filter((reactance) => reactance > 0);
  const settled = known.length > 0 ? known.sort((a, b) => a - b)[known.length >> 1]! : EQUAL_REACTANCE_PU;
  if (known.length === 0 && unknown.length > 0) {
    const problem = `have no reactance; each counts with ${settled} p.u.`;
    const remedy = 'give reactances where power flows are to be computed';
    findings.add('info', 'missing-impedance', 'lines', { problem, remedy });
  }
  for (const index of unknown) {
    const branch = branches[index]!;
    branch.reactancePu = settled;
    if (known.length === 0) continue;
    const problem = `has no reactance and counts with the median of the others, ${settled} p.u.`;
    findings.add('warning', 'missing-impedance', placeOf(index), {
      problem,
      remedy: 'give its reactance',
      ids: [branch.id],
    });
  }
  for (const [index, branch] of branches.entries()) {
    if (branch.reactancePu !== 0) continue;
    branch.hasZeroReactance = true;
    branch.reactancePu = Math.max(Math.abs(branch.resistancePu), SMALLEST_REACTANCE_PU);
    const isSwitch = branch.kind === 'switch';
    findings.add(isSwitch ? 'info' : 'warning', 'zero-impedance', placeOf(index), {
      problem: `has a reactance of 0 and counts with ${branch.reactancePu} p.u.`,
      remedy: isSwitch ? 'leave it as it is, or join its nodes' : 'give its reactance, or join its nodes',
      ids: [branch.id],
    });
  }
}

import type { Finding } from '../../lib/network/checks';
import type { RuntimeNode } from '../shell/node-red';

/** So many findings are told in full; the preview has them all. */
const MOST_TOLD = 5;

/** Errors first, then warnings, then what is good to know. */
export function bySeverity(findings: readonly Finding[]): Finding[] {
  return (['error', 'warning', 'info'] as const).flatMap((wanted) =>
    findings.filter(({ severity }) => severity === wanted),
  );
}

/** Tells the log what is wrong with a network: the first findings, and how many more there are. */
export function logFindings(findings: readonly Finding[], node: Pick<RuntimeNode, 'warn'>): void {
  const grave = bySeverity(findings).filter(({ severity }) => severity !== 'info');
  for (const { place, problem, remedy } of grave.slice(0, MOST_TOLD)) node.warn(`${place} ${problem}; ${remedy}`);
  const more = grave.length - MOST_TOLD;
  if (more > 0) node.warn(`and ${more} more findings: the preview in the form of this node lists them`);
}

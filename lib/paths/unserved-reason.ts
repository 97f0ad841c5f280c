import type { SupplyFlow } from './supply-flow';
import type { SupplyProblem } from './supply-problem';
import { largestLoad } from './supply-units';

/** What keeps a load from being served: sources that give all they can, and lines that carry all they may. */
export interface UnservedReason {
  sources: number[];
  lines: number[];
}

/** Closer to a limit is at it; in largest loads. */
const LEAST = 1e-5;

/** Looks from a load upstream, over lines that could bring more, for what is at its limit (a minimum cut). */
export function unservedReason(problem: SupplyProblem, { flowMw, fedMw }: SupplyFlow, load: number): UnservedReason {
  const { from, to, capacityMw, sourceMw } = problem;
  const leastMw = LEAST * largestLoad(problem.demandMw);
  const linesAt: number[][] = Array.from(sourceMw, () => []);
  for (const [line, end] of from.entries()) {
    linesAt[end]!.push(line);
    linesAt[to[line]!]!.push(line);
  }
  const reached = new Set([load]);
  const full = new Set<number>();
  for (const node of reached) {
    for (const line of linesAt[node]!) {
      const isTo = to[line] === node;
      const carried = isTo ? flowMw[line]! : -flowMw[line]!;
      if (capacityMw[line]! - carried > leastMw) reached.add(isTo ? from[line]! : to[line]!);
      else full.add(line);
    }
  }
  return {
    sources: [...reached].filter((node) => sourceMw[node]! > 0 && sourceMw[node]! - fedMw[node]! <= leastMw),
    lines: [...full].filter((line) => !reached.has(from[line]!) || !reached.has(to[line]!)),
  };
}

const MOST_NAMED = 5;

/** The reason in words, e.g. `lines at their limit: L1, L8`. */
export function reasonText(sources: readonly string[], lines: readonly string[]): string {
  const parts = [
    ...(sources.length > 0 ? [`sources at their limit: ${named(sources)}`] : []),
    ...(lines.length > 0 ? [`lines at their limit: ${named(lines)}`] : []),
  ];
  return parts.length > 0 ? parts.join('; ') : 'no way to a source';
}

const named = (ids: readonly string[]) =>
  ids.length > MOST_NAMED
    ? `${ids.slice(0, MOST_NAMED).join(', ')} and ${ids.length - MOST_NAMED} more`
    : ids.join(', ');

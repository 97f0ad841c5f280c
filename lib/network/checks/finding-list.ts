import type { Finding, FindingKind, Severity } from './finding';

/** So many of a kind say enough; the others are counted. */
const MOST_OF_A_KIND = 50;

/** Findings in the order in which they were made, bounded however damaged a file is. */
export class FindingList {
  private readonly list: Finding[] = [];
  private readonly counts = new Map<FindingKind, number>();

  add(
    severity: Severity,
    kind: FindingKind,
    place: string,
    told: { problem: string; remedy: string; ids?: string[] },
  ): void {
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    if (count <= MOST_OF_A_KIND) this.list.push({ severity, kind, place, ...told });
  }

  /** What was found; of a kind with too many, the last one says how many more there are. */
  all(): Finding[] {
    const more = [...this.counts].flatMap(([kind, count]): Finding[] => {
      if (count <= MOST_OF_A_KIND) return [];
      const { severity, remedy } = this.list.findLast((finding) => finding.kind === kind)!;
      const problem = `has ${count - MOST_OF_A_KIND} more findings of the kind ${kind}`;
      return [{ severity, kind, place: 'network', problem, remedy }];
    });
    return [...this.list, ...more];
  }
}

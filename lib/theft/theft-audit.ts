import type { TheftEvent } from '../messages';
import type { TheftAuditRow } from './theft-overview';

/** The newest events by id, a limited number: those that are only unusual make room for those that are theft-like. */
export class TheftAudit {
  private readonly byId = new Map<string, TheftAuditRow>();
  dropped = 0;

  constructor(private readonly maximum: number) {}

  put(event: TheftEvent): void {
    this.byId.set(event.id, rowOf(event));
    if (this.byId.size <= this.maximum) return;
    this.byId.delete(this.leastWanted());
    this.dropped++;
  }

  /** Newest first. */
  rows(): TheftAuditRow[] {
    // What is sent may be changed by whoever gets it.
    return structuredClone([...this.byId.values()]).sort((a, b) => b.startMs - a.startMs || (a.id < b.id ? -1 : 1));
  }

  clear(): void {
    this.byId.clear();
    this.dropped = 0;
  }

  /** In the order in which they came. */
  snapshot(): { rows: TheftAuditRow[]; dropped: number } {
    return { rows: [...this.byId.values()], dropped: this.dropped };
  }

  restore({ rows, dropped }: { rows: TheftAuditRow[]; dropped: number }): void {
    this.clear();
    for (const row of rows.slice(-this.maximum)) this.byId.set(row.id, row);
    this.dropped = dropped;
  }

  private leastWanted(): string {
    for (const { id, theftLike, state } of this.byId.values()) if (!theftLike && state === 'closed') return id;
    for (const { id, state } of this.byId.values()) if (state === 'closed') return id;
    return this.byId.keys().next().value!;
  }
}

function rowOf({ cues, lostShare, ...event }: TheftEvent): TheftAuditRow {
  return { ...event, cues: cues.map(({ kind }) => kind) };
}

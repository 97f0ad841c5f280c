import type { TimelineEvent } from '../../../lib/messages';

/** A change of a timeline, as pages get it. */
export interface TimelineChange {
  /** True: forget what was there. */
  whole?: true;
  /** Events that came or were replaced. */
  events?: TimelineEvent[];
  /** Ids of events that are gone. */
  removed?: string[];
}

/** Events by id, in the order in which they first came; the server and the page keep the same. */
export class TimelineEvents {
  readonly events = new Map<string, TimelineEvent>();

  apply({ whole, events = [], removed = [] }: TimelineChange): void {
    if (whole) this.events.clear();
    for (const event of events) this.events.set(event.id, event);
    for (const id of removed) this.events.delete(id);
  }

  whole(): TimelineChange {
    return { whole: true, events: [...this.events.values()] };
  }
}

/** True while the event still lasts. */
export function isOpen(event: TimelineEvent): boolean {
  return event.endMs === undefined || event.endMs === null;
}

export interface Stacked {
  /** The sub-row of each event by id. */
  rows: Map<string, number>;
  /** Lanes from the top with their first sub-row and how many they have. */
  lanes: { name: string; first: number; count: number }[];
}

/**
 * Lanes by name, and in each the events in sub-rows so that none covers another: the first sub-row that is free at the
 * start of the event, in the order of starts (interval partitioning, Kleinberg and Tardos 2006, 4.1: as few as possible).
 */
export function stack(events: Iterable<TimelineEvent>): Stacked {
  const byLane = new Map<string, TimelineEvent[]>();
  for (const event of events) {
    const lane = byLane.get(event.lane);
    if (lane) lane.push(event);
    else byLane.set(event.lane, [event]);
  }
  const rows = new Map<string, number>();
  const lanes: Stacked['lanes'] = [];
  let first = 0;
  const names = [...byLane.keys()].sort(new Intl.Collator('en', { numeric: true }).compare);
  for (const name of names) {
    const freeMs: number[] = [];
    const inOrder = byLane.get(name)!.sort((a, b) => a.startMs - b.startMs || (a.id < b.id ? -1 : 1));
    for (const event of inOrder) {
      let row = freeMs.findIndex((ms) => ms <= event.startMs);
      if (row < 0) row = freeMs.length;
      freeMs[row] = isOpen(event) ? Number.POSITIVE_INFINITY : event.endMs!;
      rows.set(event.id, first + row);
    }
    lanes.push({ name, first, count: freeMs.length });
    first += freeMs.length;
  }
  return { rows, lanes };
}

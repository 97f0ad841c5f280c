import type { TheftDay, TheftEvent } from '../messages';
import { TheftAudit } from './theft-audit';
import type { TheftDate, TheftOverview } from './theft-overview';
import { addDay, countsOf, emptyTally, sumOf, type Tally } from './theft-tally';

/** Events under way at once; beyond, the one that came first is taken for ended. */
const MAXIMUM_OPEN = 100_000;

export interface TheftViewSettings {
  /** Local date (YYYY-MM-DD) of an instant in a city. */
  dateOf(timeMs: number, city: string | undefined): string;
  /** Dates that are kept; 60 if not given. */
  maximumDates?: number;
  /** Events in the list; 500 if not given. */
  maximumEvents?: number;
}

/** What the view cannot know from days and events. */
export type TheftWatch = Pick<TheftOverview, 'meters' | 'metersWarmingUp' | 'engine'>;

interface Snapshot {
  view: 'theft';
  eventTimeMs: number | null;
  tallies: [date: string, tally: Tally][];
  open: [id: string, date: string, theftLike: boolean][];
  audit: ReturnType<TheftAudit['snapshot']>;
}

/**
 * Counts days and events for a page: by day type, risk, date, weekday and part of the day. All figures are of the same
 * dates, the newest `maximumDates`. A meter-day is given once, an event whenever it changes.
 */
export class TheftView {
  private readonly maximumDates: number;
  private readonly audit: TheftAudit;
  private readonly tallies = new Map<string, Tally>();
  /** Events that may come again, with the date and the kind under which they are counted. */
  private readonly open = new Map<string, { date: string; theftLike: boolean }>();
  private eventTimeMs: number | null = null;
  private isChanged = true;
  private shown: TheftWatch | undefined;

  constructor(private readonly settings: TheftViewSettings) {
    this.maximumDates = settings.maximumDates ?? 60;
    this.audit = new TheftAudit(settings.maximumEvents ?? 500);
  }

  addDays(days: readonly TheftDay[]): void {
    for (const day of days) {
      this.seen(day.startMs);
      const tally = this.tallyOf(day.date);
      if (tally) addDay(tally, day);
    }
  }

  addEvents(events: readonly TheftEvent[]): void {
    for (const event of events) {
      this.seen(event.startMs);
      this.audit.put(event);
      this.count(event);
    }
  }

  /** The overview when something of it has changed since the last call, else undefined. */
  next(watch: TheftWatch): TheftOverview | undefined {
    const { meters, metersWarmingUp, engine } = watch;
    const { shown } = this;
    const isSame = shown?.meters === meters && shown.metersWarmingUp === metersWarmingUp && shown.engine === engine;
    if (isSame && !this.isChanged) return undefined;
    this.isChanged = false;
    this.shown = { meters, metersWarmingUp, engine };
    return this.overview(this.shown);
  }

  reset(): void {
    this.tallies.clear();
    this.open.clear();
    this.audit.clear();
    this.eventTimeMs = null;
    this.isChanged = true;
  }

  snapshot(): Snapshot {
    return structuredClone({
      view: 'theft' as const,
      eventTimeMs: this.eventTimeMs,
      tallies: [...this.tallies],
      open: [...this.open].map(([id, { date, theftLike }]): [string, string, boolean] => [id, date, theftLike]),
      audit: this.audit.snapshot(),
    });
  }

  /** @throws Error when it is not a snapshot of a theft view. */
  restore(state: unknown): void {
    const snapshot = state as Snapshot | null;
    if (snapshot?.view !== 'theft' || !Array.isArray(snapshot.tallies)) {
      throw new Error('not a snapshot of a theft view: give what snapshot() returned, or reset');
    }
    this.reset();
    const { eventTimeMs, tallies, open, audit } = structuredClone(snapshot);
    this.eventTimeMs = eventTimeMs;
    for (const [date, tally] of tallies) this.tallies.set(date, tally);
    while (this.tallies.size > this.maximumDates) this.tallies.delete(this.firstDate()!);
    for (const [id, date, theftLike] of open) this.open.set(id, { date, theftLike });
    this.audit.restore(audit);
  }

  private overview(watch: TheftWatch): TheftOverview {
    const dates = [...this.tallies].sort(([a], [b]) => (a < b ? -1 : 1));
    const sum = (chosen: typeof dates) => countsOf(sumOf(chosen.map(([, tally]) => tally)));
    return {
      ...watch,
      eventTimeMs: this.eventTimeMs,
      firstDate: dates[0]?.[0] ?? null,
      lastDate: dates.at(-1)?.[0] ?? null,
      total: sum(dates),
      weekdays: sum(dates.filter(([date]) => !isWeekend(date))),
      weekends: sum(dates.filter(([date]) => isWeekend(date))),
      dates: dates.map(([date, tally]): TheftDate => ({ date, weekend: isWeekend(date), ...countsOf(tally) })),
      auditRows: this.audit.rows(),
      eventsDropped: this.audit.dropped,
    };
  }

  private seen(timeMs: number): void {
    this.isChanged = true;
    if (this.eventTimeMs === null || timeMs > this.eventTimeMs) this.eventTimeMs = timeMs;
  }

  /** Undefined for a date older than all that are kept, once there are enough. */
  private tallyOf(date: string): Tally | undefined {
    let tally = this.tallies.get(date);
    if (tally) return tally;
    if (this.tallies.size >= this.maximumDates) {
      const first = this.firstDate()!;
      if (date < first) return undefined;
      this.tallies.delete(first);
    }
    this.tallies.set(date, (tally = emptyTally()));
    return tally;
  }

  private firstDate(): string | undefined {
    let first: string | undefined;
    for (const date of this.tallies.keys()) if (first === undefined || date < first) first = date;
    return first;
  }

  /** An event counts once, on the date of its start; whether it is theft-like can show later. */
  private count({ id, startMs, city, state, theftLike }: TheftEvent): void {
    let counted = this.open.get(id);
    if (!counted) {
      counted = { date: this.settings.dateOf(startMs, city), theftLike: false };
      const tally = this.tallyOf(counted.date);
      if (tally) tally.events++;
      if (this.open.size >= MAXIMUM_OPEN) this.open.delete(this.open.keys().next().value!);
      this.open.set(id, counted);
    }
    if (theftLike !== counted.theftLike) {
      counted.theftLike = theftLike;
      const tally = this.tallies.get(counted.date);
      if (tally) tally.theftLike += theftLike ? 1 : -1;
    }
    if (state === 'closed') this.open.delete(id);
  }
}

function isWeekend(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day === 0 || day === 6;
}

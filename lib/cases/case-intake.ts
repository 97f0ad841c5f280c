import type { FeederBalance, TheftDay, TheftEvent, TheftWindow } from '../messages';
import { appraise, strengthOf } from './appraisal';
import type { CaseParts } from './case-parts';
import { refreshPlots } from './case-plots';
import { type CaseRecord, firstMs, foldOldest, lastMs, newCase, put } from './case-record';
import { boundedEvent, replaces } from './event-copy';
import { weigh } from './evidence';
import { boundedBalance, withDay } from './feeder-days';
import { shareOf } from './meter-verdicts';
import { isOfFeeder, placeOf } from './place';

const DAY_MS = 86_400_000;
/** An event of which so much of the evidence is of dismissed kinds is more of the same. */
const SAME_SHARE = 0.5;

/** The cases that something changed; 'done' when it belongs to a case that is long gone. */
type Taken = CaseRecord[] | 'done';

/**
 * Takes an event. One that is known by its id goes where it is, a new theft-like one
 * - to the open case of its meter,
 * - else to the last decided one, when it began before that decision, or is more of what was dismissed,
 * - else into a new case.
 */
export function takeEvent(parts: CaseParts, given: TheftEvent): Taken {
  const event = boundedEvent(given);
  const { store, verdicts } = parts;
  const records = store.ofMeter(event.meterId);
  const open = store.openOf(event.meterId);
  const owner = open && knows(open, event) ? open : records.findLast((record) => knows(record, event));
  if (!owner && !event.theftLike) return [];
  const isFolded = (owner ? [owner] : records).some(({ foldedMs }) => event.startMs <= foldedMs);
  if (isFolded || (!owner && verdicts.isDone(event.meterId, event.startMs))) return 'done';
  const target = owner ?? open ?? decidedFor(parts, records, event);
  if (!target) return [openCase(parts, [event])];
  return target.decision?.verdict === 'dismissed' ? holdBack(parts, target, event) : extend(parts, target, event);
}

/** Takes the balance of a day: it speaks in the cases of its feeder that it overlaps. */
export function takeBalance(parts: CaseParts, given: FeederBalance): CaseRecord[] {
  const balance = boundedBalance(given);
  parts.feeders.take(balance);
  const changed: CaseRecord[] = [];
  for (const record of [...parts.store.all()]) {
    if (!isOfFeeder(balance, placeOf(record.events)) || !overlaps(record, balance)) continue;
    if (record.decision?.verdict === 'dismissed') changed.push(...reopenIfStronger(parts, record));
    else if (isNews(record, balance)) {
      record.balances = withDay(record.balances, balance);
      parts.store.touch(record);
      changed.push(record);
    }
  }
  return changed;
}

/** Takes a day of a meter, for the plots of its case. */
export function takeDay(parts: CaseParts, day: TheftDay): CaseRecord[] {
  const record = parts.store.openOf(day.meterId);
  parts.plots.takeDay(day, record !== undefined);
  if (!record) return [];
  refreshPlots(parts, record);
  return [record];
}

/** Takes a window of a meter, for the plots of the case that it has or may get. */
export function takeWindow({ plots, store }: CaseParts, window: TheftWindow): void {
  plots.takeWindow(window, store.openOf(window.meterId) !== undefined);
}

/** Takes the balances in that are known of the case's feeder and days. */
export function absorbBalances({ feeders }: CaseParts, record: CaseRecord): void {
  for (const balance of feeders.of(placeOf(record.events))) {
    if (overlaps(record, balance)) record.balances = withDay(record.balances, balance);
  }
}

function openCase(parts: CaseParts, events: readonly TheftEvent[]): CaseRecord {
  const record = draft(parts, events);
  parts.store.add(record);
  refreshPlots(parts, record);
  return record;
}

/** A case that is not in the store yet. */
function draft(parts: CaseParts, events: readonly TheftEvent[]): CaseRecord {
  const first = events.reduce((a, b) => (b.startMs < a.startMs ? b : a));
  const record = newCase(parts.store.freeId(first.meterId, first.startMs), events);
  foldOldest(record);
  absorbBalances(parts, record);
  return record;
}

function extend(parts: CaseParts, record: CaseRecord, event: TheftEvent): CaseRecord[] {
  if (!put(record.events, event)) return [];
  foldOldest(record);
  absorbBalances(parts, record);
  refreshPlots(parts, record);
  parts.store.touch(record);
  return [record];
}

/** Keeps an event with the dismissed case; said once for each id, unless it is stronger. */
function holdBack(parts: CaseParts, record: CaseRecord, event: TheftEvent): CaseRecord[] {
  const isNew = !knows(record, event);
  const decided = record.events.find(({ id }) => id === event.id);
  if (decided && !replaces(event, decided)) return [];
  if (!put(record.held, event)) return [];
  foldOldest(record);
  const reopened = reopenIfStronger(parts, record);
  return reopened.length > 0 || isNew ? [record, ...reopened] : [];
}

/**
 * Makes a new case of a dismissed one when what is known since is `reopenFactor` times as strong as what was dismissed:
 * of the events that were held back, or if those alone are not enough, of all of them. When the meter has an open case,
 * they go into that one. Only the last decision on a meter is asked: an earlier one was followed by another case.
 */
function reopenIfStronger(parts: CaseParts, record: CaseRecord): CaseRecord[] {
  const { store, settings } = parts;
  if (lastDecided(store.ofMeter(record.meterId)) !== record) return [];
  const neededLog = strengthOf(record.decision!.parts) + Math.log10(settings.reopenFactor);
  const all = [...record.events];
  for (const event of record.held) put(all, event);
  for (const events of [record.held, all]) {
    if (events.length === 0) continue;
    const candidate = draft(parts, events);
    if (strengthOf(appraise(candidate, parts).parts) < neededLog) continue;
    record.held = [];
    const open = store.openOf(record.meterId);
    if (open) return [...new Set(events.flatMap((event) => extend(parts, open, event)))];
    candidate.history[0]!.note =
      `evidence ${settings.reopenFactor} times as strong as when ${record.caseId} was dismissed`;
    store.add(candidate);
    refreshPlots(parts, candidate);
    return [candidate];
  }
  return [];
}

function knows({ events, held }: CaseRecord, { id }: TheftEvent): boolean {
  return events.some((event) => event.id === id) || held.some((event) => event.id === id);
}

/** The last decided case of a meter, when an event belongs to it. */
function decidedFor(parts: CaseParts, records: readonly CaseRecord[], event: TheftEvent): CaseRecord | undefined {
  const last = lastDecided(records);
  if (!last) return undefined;
  const { verdict, seenMs, decidedMs, kinds } = last.decision!;
  if (event.startMs <= seenMs) return last;
  const isQuiet = event.startMs < decidedMs + parts.settings.quietDays * DAY_MS;
  const isSame = shareOf(weigh(event.cues), kinds) >= SAME_SHARE;
  return verdict === 'dismissed' && isQuiet && isSame ? last : undefined;
}

/** Of two decided at one time the one that was opened later. */
function lastDecided(records: readonly CaseRecord[]): CaseRecord | undefined {
  let last: CaseRecord | undefined;
  for (const record of records) {
    if (record.decision && !(last && last.decision!.decidedMs > record.decision.decidedMs)) last = record;
  }
  return last;
}

function overlaps(record: CaseRecord, { startMs, lengthMs }: FeederBalance): boolean {
  return (
    startMs < Math.max(lastMs(record), ...record.held.map(({ endMs }) => endMs)) && startMs + lengthMs > firstMs(record)
  );
}

function isNews({ balances }: CaseRecord, balance: FeederBalance): boolean {
  const known = balances.find(({ startMs }) => startMs === balance.startMs);
  return JSON.stringify(known) !== JSON.stringify(balance);
}

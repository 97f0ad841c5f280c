import type { FeederBalance, TheftCase, TheftCaseStep, TheftCueKind, TheftEvent, TheftPlot } from '../messages';
import type { Verdict } from './cue-record';
import { fold, replaces } from './event-copy';
import type { LikelihoodParts } from './likelihood';

const MAX_EVENTS = 20;
const MAX_STEPS = 100;

/** How a case stood when a person decided it; later evidence and feedback leave it as it was. */
export interface Decision {
  verdict: Verdict;
  /** In the time of the data: events up to here were there to be looked at. */
  seenMs: number;
  /** From here on the closed case is kept for `closedDays`. */
  decidedMs: number;
  parts: LikelihoodParts;
  kinds: TheftCueKind[];
}

/** Everything that is kept of a case, as plain JSON data. What is shown of it is made by `viewOf`. */
export interface CaseRecord {
  caseId: string;
  meterId: string;
  /** In order of their start. */
  events: TheftEvent[];
  /** Events of a dismissed case that came after the decision and say no more than what was dismissed. */
  held: TheftEvent[];
  /** Events that began up to here were folded together; what else comes from there is not counted again. */
  foldedMs: number;
  /** Daily balances of the feeder in the time of the case. */
  balances: FeederBalance[];
  history: TheftCaseStep[];
  decision: Decision | null;
  /** The day that says most, with its score (−1 while none is known), and the latest one. */
  telling: { score: number; plot: TheftPlot } | null;
  latest: TheftPlot | null;
}

export const stateOf = ({ decision }: CaseRecord): TheftCase['state'] => decision?.verdict ?? 'open';
export const firstMs = ({ events }: CaseRecord): number => events[0]!.startMs;
export const lastMs = ({ events }: CaseRecord): number => Math.max(...events.map(({ endMs }) => endMs));
export const scoreOf = (events: readonly TheftEvent[]): number => Math.max(0, ...events.map(({ score }) => score));
export const lostWhOf = (events: readonly TheftEvent[]): number => events.reduce((sum, { lostWh }) => sum + lostWh, 0);

/** A new case; its name tells the meter and the minute (UTC) in which the first event began. */
export function newCase(caseId: string, events: readonly TheftEvent[]): CaseRecord {
  const ordered = [...events].sort(byStart);
  return {
    caseId,
    meterId: ordered[0]!.meterId,
    events: ordered,
    held: [],
    foldedMs: -1,
    balances: [],
    history: [{ timeMs: Math.max(...ordered.map(({ endMs }) => endMs)), state: 'open' }],
    decision: null,
    telling: null,
    latest: null,
  };
}

/** Puts an event into a list or in the place of its older version; false when it is there already, or a newer one. */
export function put(events: TheftEvent[], event: TheftEvent): boolean {
  const index = events.findIndex(({ id }) => id === event.id);
  if (index >= 0 && !replaces(event, events[index]!)) return false;
  if (index >= 0) events.splice(index, 1);
  events.push(event);
  events.sort(byStart);
  return true;
}

/** Folds the oldest events of a case together while there are more than 20. */
export function foldOldest(record: CaseRecord): void {
  while (record.events.length > MAX_EVENTS) {
    const [first, second] = record.events.splice(0, 2);
    record.foldedMs = Math.max(record.foldedMs, second!.startMs);
    record.events.unshift(fold(first!, second!));
  }
  record.held.splice(0, record.held.length - MAX_EVENTS);
}

/** Adds to the history, whose times never go back; its first step and the last 99 stay. */
export function addStep({ history }: CaseRecord, step: TheftCaseStep): void {
  history.push({ ...step, timeMs: Math.max(step.timeMs, history.at(-1)!.timeMs) });
  if (history.length > MAX_STEPS) history.splice(1, history.length - MAX_STEPS);
}

function byStart(a: TheftEvent, b: TheftEvent): number {
  return a.startMs - b.startMs || (a.id < b.id ? -1 : 1);
}

import type { Refusal, TheftFeedback } from '../messages';
import type { Decide } from './case-commands';
import { absorbBalances } from './case-intake';
import type { CaseParts } from './case-parts';
import { refreshPlots } from './case-plots';
import { addStep, type CaseRecord, foldOldest, lastMs, put, stateOf } from './case-record';
import type { Verdict } from './cue-record';
import { unknownCase } from './refusals';

const DAY_MS = 86_400_000;

/** What a command did, or why it can't be done. */
export type Decided = { record: CaseRecord; feedback?: TheftFeedback } | Omit<Refusal, 'original'>;

/** Does what a person says about a case: open → confirmed or dismissed, back by `reopen`, `note` in any state. */
export function decide(parts: CaseParts, command: Decide, nowMs: number): Decided {
  const record = parts.store.get(command.caseId);
  if (!record) return unknownCase(command.caseId);
  const state = stateOf(record);
  if (command.command === 'note') {
    if (!command.note?.trim()) {
      return {
        reason: 'empty-note',
        message: 'the note is empty',
        remedy: 'send {command: "note", caseId, note: text}',
      };
    }
    step(record, command, nowMs);
    return { record };
  }
  if (command.command === 'reopen') return reopen(parts, record, command, nowMs);
  if (state !== 'open') {
    const remedy = `send {command: "reopen", caseId: "${record.caseId}"} first if that was wrong`;
    return { reason: 'already-decided', message: `${record.caseId} is ${state} already`, remedy };
  }
  return close(parts, record, command, command.command === 'confirm' ? 'confirmed' : 'dismissed', nowMs);
}

function close(parts: CaseParts, record: CaseRecord, command: Decide, verdict: Verdict, nowMs: number): Decided {
  const { store, cueRecord, verdicts, settings } = parts;
  const { meterId, caseId } = record;
  const appraisal = store.appraisal(record);
  const kinds = appraisal.evidence.map(({ kind }) => kind);
  const decidedMs = Math.max(parts.streamMs, command.timeMs ?? 0);
  const untilMs = decidedMs + settings.quietDays * DAY_MS;
  record.decision = {
    verdict,
    seenMs: Math.max(parts.streamMs, lastMs(record)),
    decidedMs,
    parts: appraisal.parts,
    kinds,
  };
  step(record, command, nowMs);
  cueRecord.add(verdict, kinds, 1);
  verdicts.decide(meterId, { caseId, verdict, kinds: [...kinds], untilMs });
  store.touchAll();
  return {
    record,
    feedback: { type: 'theft-feedback', meterId, verdict, timeMs: decidedMs, untilMs, cues: [...kinds] },
  };
}

/** Takes a decision back, and what it taught; the feedback says so by ending at once. */
function reopen(parts: CaseParts, record: CaseRecord, command: Decide, nowMs: number): Decided {
  const { store, cueRecord, verdicts } = parts;
  const { meterId, caseId, decision } = record;
  if (!decision) {
    return { reason: 'not-decided', message: `${caseId} is open`, remedy: 'only what is decided can be reopened' };
  }
  const open = store.openOf(meterId);
  if (open) {
    const message = `meter ${meterId} has an open case already, ${open.caseId}`;
    return { reason: 'other-case-open', message, remedy: 'work on that one, or decide it first' };
  }
  record.decision = null;
  for (const event of record.held.splice(0)) put(record.events, event);
  foldOldest(record);
  absorbBalances(parts, record);
  refreshPlots(parts, record);
  step(record, command, nowMs);
  cueRecord.add(decision.verdict, decision.kinds, -1);
  const isLast = verdicts.withdraw(meterId, caseId);
  store.touchAll();
  if (!isLast) return { record };
  const timeMs = Math.max(parts.streamMs, command.timeMs ?? 0);
  const { verdict, kinds } = decision;
  return { record, feedback: { type: 'theft-feedback', meterId, verdict, timeMs, untilMs: timeMs, cues: [...kinds] } };
}

function step(record: CaseRecord, { by, note, timeMs }: Decide, nowMs: number): void {
  addStep(record, {
    timeMs: timeMs ?? nowMs,
    state: stateOf(record),
    ...(by === undefined ? {} : { by }),
    ...(note === undefined ? {} : { note }),
  });
}

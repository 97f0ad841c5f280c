import type {
  Emission,
  FeederBalance,
  Operator,
  Refusal,
  TheftCase,
  TheftDay,
  TheftEvent,
  TheftFeedback,
  TheftWindow,
} from '../messages';
import type { CaseCommand } from './case-commands';
import { decide } from './case-decisions';
import { takeBalance, takeDay, takeEvent, takeWindow } from './case-intake';
import type { TheftCaseList } from './case-list';
import { type CaseParts, createParts, expireClosed, makeRoom } from './case-parts';
import { refreshPlots } from './case-plots';
import type { CaseRecord } from './case-record';
import { type CaseSettings, completeSettings } from './case-settings';
import { type CaseSnapshot, checkSnapshot, restoreParts, snapshotParts } from './case-snapshot';
import { casesOf, listOf } from './case-views';
import { type Input, readInput } from './input';
import * as refusals from './refusals';

export type CaseInput = TheftEvent | FeederBalance | TheftDay | TheftWindow | CaseCommand;

export interface CasePorts {
  cases: TheftCase;
  refused: Refusal;
  list: TheftCaseList;
  feedback: TheftFeedback;
}

/** What a batch has led to so far. */
interface Outcome {
  changed: Set<CaseRecord>;
  refused: Refusal[];
  feedback: TheftFeedback[];
  isListWanted: boolean;
}

/**
 * Makes cases out of suspicions and keeps them until a person has decided: see docs/theft-cases.md.
 *
 * A case that changes goes out once a batch, as it then is. The list goes out on command, and at the next tick after a
 * change; so also after a restart. Times are those of the data; `nowMs` only stamps decisions that bring no time, and
 * tells what is ahead of the clock.
 */
export class TheftCaseOperator implements Operator<CaseInput, CasePorts> {
  private readonly settings: CaseSettings;
  private parts: CaseParts;
  private isListDue = true;

  /** @throws Error that names the setting that is wrong. */
  constructor(settings: Partial<CaseSettings> = {}) {
    this.settings = completeSettings(settings);
    this.parts = createParts(this.settings);
  }

  /** Number of open cases. */
  get openCases(): number {
    return [...this.parts.store.all()].filter(({ decision }) => decision === null).length;
  }

  process(batch: readonly CaseInput[], nowMs: number): Emission<CasePorts> | undefined {
    const { parts } = this;
    const outcome: Outcome = { changed: new Set(), refused: [], feedback: [], isListWanted: false };
    for (let i = 0; i < batch.length; i++) {
      const element: unknown = batch[i];
      const input = readInput(element, nowMs + this.settings.maximumAheadMinutes * 60_000);
      if ('reason' in input) outcome.refused.push(input);
      else this.take(input, outcome, nowMs);
      for (const { caseId, meterId } of makeRoom(parts)) {
        outcome.refused.push(refusals.forgotten(caseId, meterId, this.settings.maximumCases));
      }
    }
    if (expireClosed(parts) || outcome.changed.size > 0) this.isListDue = true;
    return this.emission(outcome);
  }

  /** Sends the list when something has changed. */
  tick(): Emission<CasePorts> | undefined {
    if (!this.isListDue) return undefined;
    this.isListDue = false;
    return { list: [listOf(this.parts)] };
  }

  /** Forgets everything, also what was learned. */
  reset(): void {
    this.parts = createParts(this.settings);
    this.isListDue = true;
  }

  snapshot(): CaseSnapshot {
    return snapshotParts(this.parts);
  }

  /** @throws Error when it is not a snapshot of this operator. */
  restore(snapshot: unknown): void {
    checkSnapshot(snapshot);
    this.reset();
    restoreParts(this.parts, snapshot);
    makeRoom(this.parts);
  }

  private take(input: Input, outcome: Outcome, nowMs: number): void {
    const { parts } = this;
    const add = (records: readonly CaseRecord[]) => {
      for (const record of records) outcome.changed.add(record);
    };
    if (input.kind === 'command') {
      this.obey(input.message, outcome, nowMs);
      return;
    }
    parts.streamMs = Math.max(parts.streamMs, input.endMs);
    if (input.kind === 'event') {
      const taken = takeEvent(parts, input.message);
      if (taken === 'done') outcome.refused.push(refusals.done(input.message, input.message.meterId));
      else add(taken);
    } else if (input.kind === 'balance') {
      // Windows of balances are for charts; a case is held against whole days.
      if (input.message.period === 'day') add(takeBalance(parts, input.message));
    } else if (input.kind === 'day') add(takeDay(parts, input.message));
    else takeWindow(parts, input.message);
  }

  private obey(command: CaseCommand, outcome: Outcome, nowMs: number): void {
    const { parts } = this;
    if (command.command === 'list') {
      outcome.isListWanted = true;
      if (command.caseId === undefined) return;
      const record = parts.store.get(command.caseId);
      if (!record) outcome.refused.push({ ...refusals.unknownCase(command.caseId), original: command });
      else {
        if (!record.decision) refreshPlots(parts, record);
        outcome.changed.add(record);
      }
      return;
    }
    const decided = decide(parts, command, nowMs);
    if ('reason' in decided) outcome.refused.push({ ...decided, original: command });
    else {
      outcome.changed.add(decided.record);
      if (decided.feedback) outcome.feedback.push(decided.feedback);
    }
  }

  private emission({ changed, refused, feedback, isListWanted }: Outcome): Emission<CasePorts> | undefined {
    const kept = [...changed].filter((record) => this.parts.store.has(record));
    if (kept.length + refused.length + feedback.length === 0 && !isListWanted) return undefined;
    return {
      ...(kept.length > 0 ? { cases: casesOf(this.parts, kept) } : {}),
      ...(refused.length > 0 ? { refused } : {}),
      ...(isListWanted ? { list: [listOf(this.parts)] } : {}),
      ...(feedback.length > 0 ? { feedback } : {}),
    };
  }
}

/** @throws Error that names the setting that is wrong. */
export function createTheftCaseOperator(settings: Partial<CaseSettings> = {}): TheftCaseOperator {
  return new TheftCaseOperator(settings);
}

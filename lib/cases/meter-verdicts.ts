import type { TheftCueKind } from '../messages';
import type { Verdict } from './cue-record';
import type { WeightedCue } from './evidence';

/** What was decided on a meter: it speaks on these kinds of cues until `untilMs` (data time). */
interface MeterVerdict {
  caseId: string;
  verdict: Verdict;
  kinds: TheftCueKind[];
  untilMs: number;
}

interface MeterMemory {
  /** The last decision. */
  last: MeterVerdict | null;
  /** Events that began up to here belong to cases that are gone; they open no new one. */
  doneMs: number;
}

/** What is remembered of meters beyond their cases: the last decision, and how far everything is dealt with. */
export class MeterVerdicts {
  /** In order of their last change; reading changes nothing, so that it does not matter who looks and when. */
  private meters = new Map<string, MeterMemory>();

  constructor(
    private readonly maximumMeters: number,
    private readonly logFactor: number,
  ) {}

  decide(meterId: string, last: MeterVerdict): void {
    this.keep(meterId, { ...this.memory(meterId), last });
  }

  /** Takes a decision back; false when a later one has taken its place already. */
  withdraw(meterId: string, caseId: string): boolean {
    const memory = this.memory(meterId);
    if (memory.last?.caseId !== caseId) return false;
    this.keep(meterId, { ...memory, last: null });
    return true;
  }

  markDone(meterId: string, startMs: number): void {
    const memory = this.memory(meterId);
    this.keep(meterId, { ...memory, doneMs: Math.max(memory.doneMs, startMs) });
  }

  isDone(meterId: string, startMs: number): boolean {
    return startMs <= this.memory(meterId).doneMs;
  }

  /** The decision that still speaks on evidence that ends at `timeMs`. */
  at(meterId: string, timeMs: number): MeterVerdict | undefined {
    const { last } = this.memory(meterId);
    return last && timeMs < last.untilMs ? last : undefined;
  }

  /** log10 of the factor on the odds: down after a dismissal, up after a confirmation, by the share of the same cues. */
  evidence(meterId: string, timeMs: number, cues: readonly WeightedCue[]): number {
    const last = this.at(meterId, timeMs);
    if (!last) return 0;
    return shareOf(cues, last.kinds) * (last.verdict === 'dismissed' ? -this.logFactor : this.logFactor);
  }

  snapshot(): [meterId: string, memory: MeterMemory][] {
    return [...this.meters];
  }

  restore(entries: readonly [meterId: string, memory: MeterMemory][]): void {
    this.meters = new Map();
    for (const [meterId, memory] of entries) this.keep(meterId, memory);
  }

  private keep(meterId: string, memory: MeterMemory): void {
    this.meters.delete(meterId);
    this.meters.set(meterId, memory);
    if (this.meters.size > this.maximumMeters) this.meters.delete(this.meters.keys().next().value!);
  }

  private memory(meterId: string): MeterMemory {
    return this.meters.get(meterId) ?? { last: null, doneMs: -1 };
  }
}

/** Share of the evidence that is of these kinds. */
export function shareOf(cues: readonly WeightedCue[], kinds: readonly TheftCueKind[]): number {
  return cues.reduce((sum, { kind, weight }) => (kinds.includes(kind) ? sum + weight : sum), 0);
}

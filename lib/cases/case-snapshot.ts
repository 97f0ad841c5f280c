import type { CaseParts } from './case-parts';
import type { CaseRecord } from './case-record';
import type { CueRecord } from './cue-record';
import type { FeederDays } from './feeder-days';
import type { MeterVerdicts } from './meter-verdicts';
import type { PlotMemory } from './plot-memory';

/** The whole state of the cases as plain JSON data. */
export interface CaseSnapshot {
  operator: 'theft-cases';
  streamMs: number;
  forgotten: number;
  /** In the order in which they were opened. */
  cases: CaseRecord[];
  cues: ReturnType<CueRecord['snapshot']>;
  verdicts: ReturnType<MeterVerdicts['snapshot']>;
  feeders: ReturnType<FeederDays['snapshot']>;
  plots: ReturnType<PlotMemory['snapshot']>;
}

export function snapshotParts({ store, cueRecord, verdicts, feeders, plots, ...rest }: CaseParts): CaseSnapshot {
  return {
    operator: 'theft-cases',
    streamMs: rest.streamMs,
    forgotten: rest.forgotten,
    cases: structuredClone([...store.all()]),
    cues: cueRecord.snapshot(),
    verdicts: verdicts.snapshot(),
    feeders: feeders.snapshot(),
    plots: plots.snapshot(),
  };
}

/** @throws Error when it is not a snapshot of this operator. */
export function checkSnapshot(given: unknown): asserts given is CaseSnapshot {
  const snapshot = given as CaseSnapshot | null;
  const lists = [snapshot?.cases, snapshot?.verdicts, snapshot?.feeders, snapshot?.plots, snapshot?.cues?.kinds];
  if (snapshot?.operator !== 'theft-cases' || !lists.every(Array.isArray)) {
    throw new Error('not a snapshot of the theft cases: give what snapshot() returned, or reset');
  }
}

/** Puts a snapshot into fresh parts. */
export function restoreParts(parts: CaseParts, snapshot: CaseSnapshot): void {
  parts.streamMs = snapshot.streamMs;
  parts.forgotten = snapshot.forgotten;
  for (const record of structuredClone(snapshot.cases)) parts.store.add(record);
  parts.cueRecord.restore(snapshot.cues);
  parts.verdicts.restore(snapshot.verdicts);
  parts.feeders.restore(snapshot.feeders);
  parts.plots.restore(snapshot.plots);
}

import type { TheftCueKind } from '../messages';
import { finiteOrNull } from '../stream/finite-or-null';
import { DayTally } from './day-tally';
import type { Evidence } from './evidence';
import { SUPPLY_CUES } from './supply-watch';

/** A part of the day with a score from here on is not learned from. */
export const SUSPICIOUS_SCORE = 1.5;

/** A part of a day that is over, and what it shows; decided on when the other meters of the feeder have come as far. */
export interface EndedPart {
  segment: number;
  windows: number;
  energyWh: number;
  evidence: Evidence[];
  /** What would be learned, by look. */
  statistics: [context: number, values: Float64Array][];
  /** The day, when it is over as well. */
  tally: DayTally | undefined;
}

/** Cues of an ended part that may be of the supply. */
export const supplyCuesOf = ({ evidence }: EndedPart): TheftCueKind[] =>
  SUPPLY_CUES.filter((kind) => evidence.some(({ cue }) => cue.kind === kind && cue.score >= SUSPICIOUS_SCORE));

/** JSON has no NaN, which stands for "not told". */
export const savedEvidence = (one: Evidence) => ({ ...one, lostShare: finiteOrNull(one.lostShare) });
export function restoredEvidence(saved: unknown): Evidence {
  const one = structuredClone(saved) as Omit<Evidence, 'lostShare'> & { lostShare: number | null };
  return { ...one, lostShare: one.lostShare ?? Number.NaN };
}

export const savedEnded = ({ evidence, statistics, tally, ...plain }: EndedPart) => ({
  ...plain,
  evidence: evidence.map(savedEvidence),
  statistics: statistics.map(([context, values]) => [context, Array.from(values, finiteOrNull)]),
  tally: tally?.snapshot() ?? null,
});

export function restoredEnded(saved: unknown): EndedPart {
  const { evidence, statistics, tally, ...plain } = saved as Pick<EndedPart, 'segment' | 'windows' | 'energyWh'> & {
    evidence: unknown[];
    statistics: [number, (number | null)[]][];
    tally: unknown;
  };
  return {
    ...plain,
    evidence: evidence.map(restoredEvidence),
    statistics: statistics.map(([context, values]) => [context, Float64Array.from(values, (v) => v ?? Number.NaN)]),
    tally: tally === null ? undefined : DayTally.restored(tally),
  };
}

import type { TheftCue, TheftCueKind, TheftEvent } from '../messages';

/** Weight of a cue that has no score of its own: a window's cue beside a day's evidence. */
const WEIGHT_WITHOUT_SCORE = 0.5;

/** A kind of cue and its share of the evidence; the shares of a case add up to 1. */
export interface WeightedCue {
  kind: TheftCueKind;
  weight: number;
}

/** The cues of several events as one list: of each kind the strongest, strongest first. */
export function mergeCues(events: readonly Pick<TheftEvent, 'cues'>[], more: readonly TheftCue[] = []): TheftCue[] {
  const best = new Map<TheftCueKind, TheftCue>();
  for (const cue of [...events.flatMap(({ cues }) => cues), ...more]) {
    const known = best.get(cue.kind);
    if (!known || byStrength(cue, known) < 0) best.set(cue.kind, cue);
  }
  return [...best.values()].sort(byStrength);
}

/** The share of each cue in the evidence, by score. */
export function weigh(cues: readonly TheftCue[]): WeightedCue[] {
  const total = cues.reduce((sum, cue) => sum + weightOf(cue), 0);
  return cues.map((cue) => ({ kind: cue.kind, weight: weightOf(cue) / total }));
}

// A score of 0 would leave nothing to divide by, and one beyond 12 would leave nothing to the others.
const weightOf = ({ score }: TheftCue) => Math.max(0.01, Math.min(12, score ?? WEIGHT_WITHOUT_SCORE));

/** By score, then by how far the limit was passed, then by name and text, so that no order of arrival shows. */
function byStrength(a: TheftCue, b: TheftCue): number {
  return (
    (b.score ?? -1) - (a.score ?? -1) ||
    excess(b) - excess(a) ||
    compare(a.kind, b.kind) ||
    compare(JSON.stringify(a), JSON.stringify(b))
  );
}

/** |value − limit| as a share of the larger one: 0 to 2 for cues above a limit as for those below one. */
function excess({ value, limit }: TheftCue): number {
  const scale = Math.max(Math.abs(value), Math.abs(limit));
  return scale > 0 ? Math.abs(value / scale - limit / scale) : 0;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

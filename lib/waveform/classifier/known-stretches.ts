import type { WaveformGap } from '../../messages';

/** Samples from `from` on, before `to`. */
export interface Stretch {
  from: number;
  to: number;
  /** The gap that ends it; undefined at the end of the record. */
  endedBy: WaveformGap | undefined;
}

/** Rounding of times that were made from whole samples. */
const TOLERANCE = 1e-6;

/** What lies between the gaps of a record, in order of time; gaps may overlap and reach over its ends. */
export function knownStretches(gaps: readonly WaveformGap[], sampleRateHz: number, length: number): Stretch[] {
  const sampleAt = (ms: number) => Math.min(length, Math.max(0, Math.ceil((ms * sampleRateHz) / 1000 - TOLERANCE)));
  const stretches: Stretch[] = [];
  let from = 0;
  for (const gap of [...gaps].sort((a, b) => a.fromMs - b.fromMs)) {
    const to = sampleAt(gap.fromMs);
    if (to > from) stretches.push({ from, to, endedBy: gap });
    from = Math.max(from, sampleAt(gap.toMs));
  }
  if (length > from) stretches.push({ from, to: length, endedBy: undefined });
  return stretches;
}

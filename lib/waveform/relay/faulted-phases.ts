import type { FaultPhase } from '../../messages';
import { magnitude, type Phasor, symmetricalComponents } from '../signal';

/** Zero sequence over the largest phase from which there is a path to ground. */
const GROUND_SHARE = 0.1;
/** Negative over positive sequence below which the three phases are alike. */
const BALANCED_SHARE = 0.3;
/** Zero over positive sequence above which phase angles say nothing. */
const ZERO_DOMINATES = 3;

/** Faulted phases by sextant of the angle from positive to negative sequence, −30° … 30° first. */
const SEXTANTS: readonly (readonly FaultPhase[])[] = [['A'], ['A', 'B'], ['B'], ['B', 'C'], ['C'], ['A', 'C']];

/**
 * Phases that carry fault current, by the phasors of three currents: one phase, two or three, and G where they have zero
 * sequence. Alike phases are all three; otherwise the angle between the negative and the positive sequence decides (0°
 * for A, 60° for A and B, 120° for B …: Kasztenny, Campbell, Mazereeuw, Phase selection for single-pole tripping, 2000),
 * which also holds where a relay has taken the zero sequence out. Whether three alike phases touch ground cannot be told
 * from currents without zero sequence. Empty without any current.
 */
export function faultedPhases(a: Phasor, b: Phasor, c: Phasor): FaultPhase[] {
  const most = Math.max(magnitude(a), magnitude(b), magnitude(c));
  if (!(most > 0)) return [];
  const { zero, positive, negative } = symmetricalComponents(a, b, c);
  const ground: FaultPhase[] = magnitude(zero) > GROUND_SHARE * most ? ['G'] : [];
  if (magnitude(zero) > ZERO_DOMINATES * magnitude(positive)) return ['A', 'B', 'C', ...ground];
  if (magnitude(negative) < BALANCED_SHARE * magnitude(positive)) return ['A', 'B', 'C', ...ground];
  const angle = Math.atan2(negative.im, negative.re) - Math.atan2(positive.im, positive.re);
  const sextant = Math.round(angle / (Math.PI / 3));
  return [...SEXTANTS[((sextant % 6) + 6) % 6]!, ...ground];
}

import type { RelayOpinion } from '../../messages';
import type { PhaseSamples } from '../model-input';
import { magnitude, symmetricalComponents } from '../signal';
import { faultedPhases } from './faulted-phases';
import type { ThreePhases } from './growing-points';
import { type Look, looks, type PhaseLook } from './look';
import { characteristic, RATED_A, RELAY_DEFAULTS, type RelaySettings } from './settings';
import { because, type Decision } from './words';

export interface RelayOptions {
  /** Restraining currents of the phases, sampled as the operating ones, A. */
  restraint?: ThreePhases;
  /** Rated secondary current, A; without it 1 A and no high set. */
  rated?: number;
  /** The operating currents on the grid of the model from the inception on, as far as these are known; spares time. */
  begun?: readonly Float64Array[];
  settings?: Partial<RelaySettings>;
}

/** Looks in a row that must operate: a quarter of a cycle. */
const IN_A_ROW = 3;
/** A phase below this share of the largest has no harmonics worth reporting. */
const LEAST_SHARE = 0.05;
/** Ratios are no larger than this: of next to nothing they say no more. */
const LARGEST_RATIO = 1e6;

/**
 * What a percentage differential relay with harmonic restraint would say of operating currents in A from `inceptionMs`
 * on, looking eight times a cycle at the cycle before, from one to three cycles after the inception; null where the
 * record does not hold one whole cycle after it. It operates where, for a quarter of a cycle,
 *
 * - a phase picks up: its fundamental (rms) exceeds the pick-up level and, with restraint channels, the dual slope of the
 *   restraining current's rms (which should be half the sum of the magnitudes of the currents of all ends),
 * - and no phase that picks up has a 2nd or 5th harmonic above the limit. One phase blocks all (cross-blocking): in an
 *   inrush one phase often has little 2nd harmonic; phases without pick-up don't block, or noise would.
 *
 * With `rated`, a fundamental above the high set operates at once. Restrained means picked up but blocked, or above the
 * pick-up level but below the slope. Settings and their sources: RelaySettings.
 */
export function relayOpinion(
  event: PhaseSamples,
  inceptionMs: number,
  { restraint, rated, begun = [], settings: changed }: RelayOptions = {},
): RelayOpinion | null {
  const settings = { ...RELAY_DEFAULTS, ...changed };
  const ratedA = rated ?? RATED_A;
  const highSetA = rated === undefined ? Number.POSITIVE_INFINITY : settings.highSet * rated;
  const decision = decide(looks(event, inceptionMs, restraint, begun), settings, ratedA, highSetA);
  return (
    decision && {
      verdict: decision.verdict,
      because: because(decision, settings, ratedA, highSetA),
      ...figures(decision, ratedA * settings.pickUp),
    }
  );
}

/** Looks no further than to the look at which it operates; null without any look. */
function decide(all: Iterable<Look>, settings: RelaySettings, ratedA: number, highSetA: number): Decision | null {
  let inARow = 0;
  let most: Look | null = null;
  for (const look of all) {
    const picked = look.phases.filter((phase) => picksUp(phase, settings, ratedA));
    if (look.phases.some(({ operateA }) => operateA > highSetA)) return { verdict: 'operate', look, isHighSet: true };
    const isBlocked = picked.some(
      ({ secondShare, fifthShare }) => secondShare > settings.secondHarmonic || fifthShare > settings.fifthHarmonic,
    );
    inARow = picked.length > 0 && !isBlocked ? inARow + 1 : 0;
    if (inARow === IN_A_ROW) return { verdict: 'operate', look, isHighSet: false };
    if (most === null || largestOf(look) > largestOf(most)) most = look;
  }
  if (most === null) return null;
  const isAbove = largestOf(most) > settings.pickUp * ratedA;
  return { verdict: isAbove ? 'restrain' : 'no-pickup', look: most, isHighSet: false };
}

const largestOf = ({ phases }: Look) => Math.max(...phases.map(({ operateA }) => operateA));

function picksUp({ operateA, restraintA }: PhaseLook, settings: RelaySettings, ratedA: number): boolean {
  return operateA > characteristic((restraintA ?? 0) / ratedA, settings) * ratedA;
}

function figures({ look }: Decision, pickUpA: number): Omit<RelayOpinion, 'verdict' | 'because'> {
  const [a, b, c] = look.fundamentals;
  const { zero, positive, negative } = symmetricalComponents(a, b, c);
  const most = largestOf(look);
  // Of the phases that pick up by level; where none does, of those that carry most of the little there is.
  const least = Math.max(most > pickUpA ? pickUpA : 0, LEAST_SHARE * most);
  const carrying = most > 0 ? look.phases.filter(({ operateA }) => operateA >= least) : [];
  const worst = (values: readonly number[]) =>
    values.length > 0 ? Math.min(LARGEST_RATIO, Math.max(...values)) : null;
  const ofPositive = (share: number) => worst(magnitude(positive) > 0 ? [share / magnitude(positive)] : []);
  return {
    secondHarmonicShare: worst(carrying.map(({ secondShare }) => secondShare)),
    fifthHarmonicShare: worst(carrying.map(({ fifthShare }) => fifthShare)),
    negativeSequenceShare: ofPositive(magnitude(negative)),
    zeroSequenceShare: ofPositive(magnitude(zero)),
    restraintRatio: worst(
      look.phases.flatMap(({ operateA, restraintA }) =>
        restraintA !== null && restraintA > 0 ? [operateA / restraintA] : [],
      ),
    ),
    phases: faultedPhases(a, b, c),
  };
}

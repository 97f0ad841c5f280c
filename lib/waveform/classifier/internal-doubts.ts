import type { RelayOpinion } from '../../messages';
import { CYCLES_BEFORE, MODEL_SAMPLES, type ModelInput, SAMPLES_PER_CYCLE } from '../model-input';

/** An internal fault reaches more than this share of its largest current within these cycles, whatever its inception. */
const LEAST_EARLY_SHARE = 0.1;
const EARLY_CYCLES = 3 / 8;
/** Rings at the inception are averaged over this part of a cycle. */
const AVERAGED_CYCLES = 1 / 8;
/** As probable as this, an internal fault is called so against a relay too. */
const SURE = 0.99;

const percent = (share: number) => `${Number((100 * share).toPrecision(2))} %`;

/**
 * Whether the current comes too late for an internal fault, which drives it from its inception on (85 % of its peak in 3/8 of a
 * cycle where it is offset most); a fault outside drives none before current transformers saturate. In words; null: it doesn't.
 */
export function doubtOfLateCurrent({ waves }: Pick<ModelInput, 'waves'>): string | null {
  const inception = CYCLES_BEFORE * SAMPLES_PER_CYCLE;
  const early = largestMean(waves, inception, inception + EARLY_CYCLES * SAMPLES_PER_CYCLE);
  const all = largestMean(waves, inception, MODEL_SAMPLES);
  if (early >= LEAST_EARLY_SHARE * all) return null;
  return (
    `in the first ${EARLY_CYCLES} cycles after the inception flow ${percent(early / all)} of what comes later, as where current ` +
    'transformers saturate: an internal fault drives its current at once'
  );
}

/**
 * Whether a relay restrains on the 2nd harmonic of saturated cores, and the model is not quite sure. In words; null: it doesn't.
 * @param internal probability of all internal faults together
 * @param secondHarmonic over the 1st, from which on the relay restrains
 */
export function doubtOfRestraint(internal: number, relay: RelayOpinion | null, secondHarmonic: number): string | null {
  const isRestrained = relay?.verdict === 'restrain' && (relay.secondHarmonicShare ?? 0) > secondHarmonic;
  if (!isRestrained || internal >= SURE) return null;
  return `internal faults have a probability of ${percent(internal)} together, but a relay restrains: ${relay.because}`;
}

/** Of points `from` to before `to`, averaged over an eighth of a cycle, of the three phases. */
function largestMean(waves: Float32Array, from: number, to: number): number {
  const width = AVERAGED_CYCLES * SAMPLES_PER_CYCLE;
  let most = 0;
  for (const phase of [0, 1, 2]) {
    const first = phase * MODEL_SAMPLES;
    let sum = 0;
    for (let i = from; i < to; i++) {
      sum += waves[first + i]!;
      if (i < from + width - 1) continue;
      most = Math.max(most, Math.abs(sum));
      sum -= waves[first + i - width + 1]!;
    }
  }
  return most / width;
}

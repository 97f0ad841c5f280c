import type { FaultScenario } from '../../simulator/waveform/event';

/** Which set a scenario belongs to; unused: its values belong to different sets, so that it would leak from one to another. */
export type Part = 'train' | 'validation' | 'test' | 'unused';
type Held = Exclude<Part, 'unused'>;

/** Inceptions are held out whole, with the opposite polarity, which is 6 steps on. */
const INCEPTIONS: Readonly<Record<number, Held>> = { 2: 'test', 8: 'test', 5: 'validation', 11: 'validation' };
/** Of winding shares by their nearest fortieth, evenly over the winding: 20, 30 … 80 % test, 25, 35 … 75 % validate. */
const shareOf = (fortieth: number): Held => (fortieth % 4 === 0 ? 'test' : fortieth % 2 === 0 ? 'validation' : 'train');

/**
 * The split of scenarios into training, validation and test: the one of the training and of the evaluation.
 *
 * Internal faults: test scenarios share neither inception nor winding share nor resistance with a training scenario, nor
 * with one of the validation. External faults have no winding share, other transients and `normal` have an inception alone.
 */
export function partOf(
  scenario: Pick<FaultScenario, 'label' | 'inception' | 'windingShare' | 'faultResistanceOhm'>,
): Part {
  const { label, inception, windingShare, faultResistanceOhm } = scenario;
  const parts = [inceptionPart(inception)];
  if (label.startsWith('internal')) parts.push(sharePart(windingShare));
  if (label.startsWith('internal') || label.includes('external_fault')) parts.push(resistancePart(faultResistanceOhm));
  return parts.every((part) => part === parts[0]) ? parts[0]! : 'unused';
}

/** @param inception 0…11 */
export const inceptionPart = (inception: number): Held => INCEPTIONS[inception] ?? 'train';

/** @param share of the winding, 0…1 */
export const sharePart = (share: number): Held => shareOf(Math.round(share * 40));

/** By the first digits: 1.5 to 2.5 in any decade tests, 4 to 6 validates, all else (also none at all) trains. @param ohm ≥ 0 */
export function resistancePart(ohm: number): Held {
  if (!(ohm > 0)) return 'train';
  const digits = ohm / 10 ** Math.floor(Math.log10(ohm));
  if (digits >= 1.5 && digits < 2.5) return 'test';
  return digits >= 4 && digits < 6 ? 'validation' : 'train';
}

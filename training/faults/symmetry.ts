import { INCEPTIONS } from '../../simulator/waveform/sweep';
import type { Dice } from './dice';
import type { RawRecord } from './raw-record';
import { inceptionPart } from './split';

/** Another event by the symmetry of three-phase systems: phases renamed A → B → C → A so many times, and perhaps negated. */
export interface Symmetry {
  turns: 0 | 1 | 2;
  isNegated: boolean;
}

/** Which of them leave an event what it is, in its part of the split. */
export interface Symmetries {
  mayNegate: boolean;
  /** 0 is among them. */
  turns: readonly Symmetry['turns'][];
}

export const NO_SYMMETRIES: Symmetries = { mayNegate: false, turns: [0] };

/** Steps between inceptions: 29.8 degrees, so a turn is 4 of them; a negation is 6 of 12, and these are held out together. */
const INCEPTIONS_A_TURN = 4;

/** Phases of a unit differ by some per cent in their leakage, so a fault in one of them is none in another. */
export function symmetriesOf({ label, inception }: { label: string; inception: number }): Symmetries {
  const isWithin = (turns: number) =>
    inceptionPart((inception + turns * INCEPTIONS_A_TURN) % INCEPTIONS) === inceptionPart(inception);
  return { mayNegate: true, turns: label.startsWith('internal') ? [0] : ([0, 1, 2] as const).filter(isWithin) };
}

export function drawnSymmetry({ mayNegate, turns }: Symmetries, dice: Dice): Symmetry {
  const isNegated = mayNegate && dice.chance(0.5);
  return { isNegated, turns: dice.pick(turns) };
}

/** The event that a symmetry makes of another. */
export function moved(event: RawRecord, { turns, isNegated }: Symmetry): RawRecord {
  const [a, b, c] = isNegated ? event.currents.map((phase) => phase.map((value) => -value)) : event.currents;
  return { ...event, currents: turns === 0 ? [a!, b!, c!] : turns === 1 ? [c!, a!, b!] : [b!, c!, a!] };
}

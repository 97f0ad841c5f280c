import type { RawRecord } from './raw-record';
import { inceptionPart } from './split';

/** Another event by the symmetry of three-phase systems: phases renamed A → B → C → A so many times, then perhaps negated. */
export interface Symmetry {
  turns: 0 | 1 | 2;
  isNegated: boolean;
}

export const SAME: Symmetry = { turns: 0, isNegated: false };

/** In a unit of the internal faults, where A → B → C → A leads: AG to BG, ABG to BCG, AB to BC; the rest stays. */
const TURNED = [1, 2, 0, 5, 3, 4, 6, 9, 7, 8, 10, 11, 12];
const INTERNAL = 39;
/** Steps between inceptions: 29.8 degrees, so a turn is 4 of them and a negation 6, of 12. */
const INCEPTIONS_A_TURN = 4;
const INCEPTIONS_A_HALF = 6;
const INCEPTIONS = 12;

/** Symmetries that leave an event in its part of the split: what they make is an event of another inception. */
export function symmetriesWithin(inception: number): Symmetry[] {
  const all = ([0, 1, 2] as const).flatMap((turns) =>
    [false, true].map((isNegated): Symmetry => ({ turns, isNegated })),
  );
  return all.filter(({ turns, isNegated }) => {
    const moved = inception + turns * INCEPTIONS_A_TURN + (isNegated ? INCEPTIONS_A_HALF : 0);
    return inceptionPart(moved % INCEPTIONS) === inceptionPart(inception);
  });
}

/** The event that a symmetry makes of another, with its class. */
export function moved(event: RawRecord, { turns, isNegated }: Symmetry): RawRecord {
  const [a, b, c] = isNegated ? event.currents.map((current) => current.map((value) => -value)) : event.currents;
  const currents = turns === 0 ? [a!, b!, c!] : turns === 1 ? [c!, a!, b!] : [b!, c!, a!];
  return {
    ...event,
    currents: currents as unknown as RawRecord['currents'],
    classIndex: turned(event.classIndex, turns),
  };
}

function turned(classIndex: number, turns: number): number {
  if (classIndex < 0 || classIndex >= INTERNAL) return classIndex;
  let kind = classIndex % TURNED.length;
  for (let i = 0; i < turns; i++) kind = TURNED[kind]!;
  return classIndex - (classIndex % TURNED.length) + kind;
}

import { FAULT_CLASSES } from '../../lib/waveform/fault-classes';
import type { Outcome } from './outcome';

/** How often one class is taken for another, and the other way round. */
export interface Pair {
  name: string;
  forth: Mixed;
  back: Mixed;
}
interface Mixed {
  records: number;
  takenForTheOther: number;
}

const ending = (shunt: string) => (label: string) => label.endsWith(`_${shunt}`);
const unitOfLabel = (label: string) => FAULT_CLASSES.find((one) => one.label === label)?.unit ?? null;
/** Same unit, so that only what is asked is mixed up. */
const sameUnit = (a: string, b: string) => unitOfLabel(a) === unitOfLabel(b);
const sameShunt = (a: string, b: string) => a.slice(a.lastIndexOf('_')) === b.slice(b.lastIndexOf('_'));

/** The pairs that the published works name as hard. */
export function hardPairs(outcomes: readonly Outcome[]): Pair[] {
  const oneToGround = (label: string) => ['Class1', 'Class2', 'Class3'].some((shunt) => ending(shunt)(label));
  const ofUnit = (unit: string) => (label: string) => unitOfLabel(label) === unit;
  return [
    pair('A to ground ↔ turn to turn, same unit', ending('Class1'), ending('tt'), sameUnit),
    pair('any phase to ground ↔ turn to turn, same unit', oneToGround, ending('tt'), sameUnit),
    pair('ABC ↔ ABC to ground, same unit', ending('Class11'), ending('Class7'), sameUnit),
    pair('turn to turn ↔ winding to winding, same unit', ending('tt'), ending('ww'), sameUnit),
    pair('series ↔ exciting unit, same fault', ofUnit('ispar-series'), ofUnit('ispar-exciting'), sameShunt),
    pair('series ↔ exciting unit, any fault', ofUnit('ispar-series'), ofUnit('ispar-exciting'), () => true),
    pair('magnetising ↔ sympathetic inrush', ending('magnetising_inrush'), ending('sympathetic_inrush'), () => true),
  ].map((of) => of(outcomes));
}

function pair(
  name: string,
  isOne: (label: string) => boolean,
  isOther: (label: string) => boolean,
  counts: (truth: string, label: string) => boolean,
) {
  const mixed = (outcomes: readonly Outcome[], from: typeof isOne, to: typeof isOne): Mixed => {
    const records = outcomes.filter(({ truth }) => from(truth));
    return {
      records: records.length,
      takenForTheOther: records.filter(({ truth, label }) => to(label) && counts(truth, label)).length,
    };
  };
  return (outcomes: readonly Outcome[]): Pair => ({
    name,
    forth: mixed(outcomes, isOne, isOther),
    back: mixed(outcomes, isOther, isOne),
  });
}

/** The most frequent wrong answers, by share of the records of the class. */
export function commonMistakes(outcomes: readonly Outcome[], count: number) {
  const records = new Map<string, number>();
  const mistakes = new Map<string, { truth: string; label: string; times: number }>();
  for (const { truth, label } of outcomes) {
    records.set(truth, (records.get(truth) ?? 0) + 1);
    if (label === truth) continue;
    const key = `${truth} → ${label}`;
    const own = mistakes.get(key) ?? { truth, label, times: 0 };
    mistakes.set(key, { ...own, times: own.times + 1 });
  }
  return [...mistakes.values()]
    .map((mistake) => ({ ...mistake, records: records.get(mistake.truth)! }))
    .sort((a, b) => b.times / b.records - a.times / a.records || a.truth.localeCompare(b.truth))
    .slice(0, count);
}

import type { RegisterSpan } from './day-context';
import type { DayVector } from './day-vector';
import { ESTIMATE_MARKS, MARK } from './rules';

const MICRO = 1e6;

/**
 * Scales the like-day estimates between two register values so that all intervals between them sum up to the register
 * difference, counted in whole µWh. Estimates that are all zero share what is left evenly. Nothing is changed when an
 * interval in between has no value, or the other ones are more than the difference already.
 */
export function closeOnRegister(day: DayVector, span: RegisterSpan): void {
  const { rawWh, energyWh, marks } = day;
  let restMicroWh = Math.round(span.energyWh * MICRO);
  let likeMicroWh = 0;
  let likeCells = 0;
  for (let i = span.fromCell; i < span.toCell; i++) {
    const mask = marks[i]!;
    if ((mask & MARK['gap-like-days']) !== 0) {
      likeMicroWh += Math.round(energyWh[i]! * MICRO);
      likeCells++;
    } else if ((mask & ESTIMATE_MARKS) !== 0) restMicroWh -= Math.round(energyWh[i]! * MICRO);
    else if (Number.isNaN(rawWh[i]!)) return;
    else restMicroWh -= Math.round(rawWh[i]! * MICRO);
  }
  if (likeCells === 0 || restMicroWh < 0) return;
  // Differences of rounded running shares sum up to the whole, whatever the rounding.
  let runningMicroWh = 0;
  let runningCells = 0;
  let givenMicroWh = 0;
  for (let i = span.fromCell; i < span.toCell; i++) {
    if ((marks[i]! & MARK['gap-like-days']) === 0) continue;
    runningMicroWh += Math.round(energyWh[i]! * MICRO);
    runningCells++;
    const share = likeMicroWh > 0 ? runningMicroWh / likeMicroWh : runningCells / likeCells;
    const untilMicroWh = Math.round(restMicroWh * share);
    energyWh[i] = (untilMicroWh - givenMicroWh) / MICRO;
    givenMicroWh = untilMicroWh;
    marks[i] = (marks[i]! & ~MARK['gap-like-days']) | MARK['gap-like-days-scaled'];
  }
}

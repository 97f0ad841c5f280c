import { closeOnRegister } from './close-on-register';
import type { DayContext } from './day-context';
import type { DayRules } from './day-rules';
import type { DayVector } from './day-vector';
import { MARK, RECEIVED_ESTIMATED_MARKS, SUSPECT_MARKS, USAGE_MARKS } from './rules';

const UNSOUND_MARKS = (SUSPECT_MARKS & ~USAGE_MARKS) | RECEIVED_ESTIMATED_MARKS;
const MICRO = 1e6;

/**
 * Estimates missing intervals and those whose marks `rules.replace` names:
 * - A gap up to `rules.interpolatedCells` long between two good values is interpolated linearly. At the start of the day
 *   the last value of the day before is the left end, when it was good; a gap at the end of the day has no right end,
 *   since the next day is not known when this one closes, and counts as a longer one.
 * - A longer gap gets the mean of the like days at the same time of the wall clock. When register values enclose it and
 *   every interval between them has a value then, these estimates are scaled so that all of them sum up to the register
 *   difference, to the µWh (see `closeOnRegister`).
 * What can't be estimated is left as it is.
 */
export function estimateDay(day: DayVector, context: Readonly<DayContext>, rules: DayRules): void {
  if (!rules.isEstimating) return;
  const { cells } = day;
  let hasLikeDays = false;
  for (let from = 0; from < cells; from++) {
    if (!isWanting(day, from, rules)) continue;
    let to = from + 1;
    while (to < cells && isWanting(day, to, rules)) to++;
    const leftWh = from === 0 ? context.tail.soundWh : soundWh(day, from - 1);
    const rightWh = to === cells ? Number.NaN : soundWh(day, to);
    if (to - from <= rules.interpolatedCells && !Number.isNaN(leftWh + rightWh)) {
      interpolate(day, from, to, leftWh, rightWh);
    } else if (context.like) {
      for (let i = from; i < to; i++) {
        const wh = context.like.cellWh(day.wallCell(i));
        if (Number.isNaN(wh)) continue;
        day.energyWh[i] = Math.round(wh * MICRO) / MICRO;
        day.marks[i]! |= MARK['gap-like-days'];
        hasLikeDays = true;
      }
    }
    from = to;
  }
  if (hasLikeDays && context.register) closeOnRegister(day, context.register);
}

/** Whether an interval is to be estimated. */
export function isWanting({ rawWh, marks }: DayVector, cell: number, rules: DayRules): boolean {
  if (Number.isNaN(rawWh[cell]!)) return (rules.on & MARK.gap) !== 0;
  return (marks[cell]! & rules.replace) !== 0;
}

function soundWh({ rawWh, marks }: DayVector, cell: number): number {
  return (marks[cell]! & UNSOUND_MARKS) === 0 ? rawWh[cell]! : Number.NaN;
}

function interpolate({ energyWh, marks }: DayVector, from: number, to: number, leftWh: number, rightWh: number): void {
  const steps = to - from + 1;
  for (let i = from; i < to; i++) {
    const wh = leftWh + ((rightWh - leftWh) * (i - from + 1)) / steps;
    energyWh[i] = Math.round(wh * MICRO) / MICRO;
    marks[i]! |= MARK['gap-interpolated'];
  }
}

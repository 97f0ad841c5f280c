import type { DayContext } from './day-context';
import type { DayRules } from './day-rules';
import { type DayVector, QUALITY } from './day-vector';
import { estimateDay } from './estimate-day';
import { judgeDay } from './judge-day';
import { ESTIMATE_MARKS, MARK, RECEIVED_ESTIMATED_MARKS, SUSPECT_MARKS } from './rules';

/**
 * Validates, estimates and edits the intervals of one meter on one local day, in place: fills in `energyWh`, `quality`,
 * `marks` and `tail` of the vector. Pure, and allocates nothing.
 *
 * A reading of which a rule speaks is `suspect` and keeps its value, unless `rules.replace` has the rule and an estimate
 * can be made. A missing interval is estimated where that can be done and `missing` otherwise; see `estimateDay`.
 */
export function validateDay(day: DayVector, context: Readonly<DayContext>, rules: DayRules): void {
  const isClean = judgeDay(day, context, rules);
  if (isClean) {
    const { cells, rawWh, energyWh } = day;
    for (let i = 0; i < cells; i++) energyWh[i] = rawWh[i]!;
    day.quality.fill(QUALITY.good);
  } else {
    estimateDay(day, context, rules);
    decide(day, rules);
  }
  const last = day.cells - 1;
  day.tail.soundWh = day.quality[last] === QUALITY.good ? day.energyWh[last]! : Number.NaN;
}

function decide({ cells, rawWh, energyWh, quality, marks }: DayVector, rules: DayRules): void {
  for (let i = 0; i < cells; i++) {
    const mask = marks[i]!;
    if ((mask & ESTIMATE_MARKS) !== 0) quality[i] = QUALITY.estimated;
    else if (Number.isNaN(rawWh[i]!)) {
      quality[i] = QUALITY.missing;
      energyWh[i] = 0;
      marks[i] = mask | (rules.on & MARK.gap);
    } else {
      energyWh[i] = rawWh[i]!;
      if ((mask & SUSPECT_MARKS) !== 0) quality[i] = QUALITY.suspect;
      else quality[i] = (mask & RECEIVED_ESTIMATED_MARKS) !== 0 ? QUALITY.estimated : QUALITY.good;
    }
  }
}

import type { DayContext } from './day-context';
import type { DayRules } from './day-rules';
import type { DayVector } from './day-vector';
import { judgeRegister } from './judge-register';
import { MARK } from './rules';

/** A unit is taken to be wrong by this factor: W instead of kW, Wh instead of kWh, or the other way round. */
const UNIT_FACTOR = 1000;

/**
 * Sets the marks of the rules that speak, and the tail of the day. True when nothing spoke and nothing is missing.
 *
 * One pass over the intervals finds negative values, steps and runs of one value (which go on from the day before);
 * rules of the whole day follow: spike, inactive meter, usage and unit against like days, register difference.
 */
export function judgeDay(day: DayVector, context: Readonly<DayContext>, rules: DayRules): boolean {
  const { cells, rawWh, marks, tail } = day;
  const before = context.tail;
  const zeroRunCells = context.isInactive ? Number.POSITIVE_INFINITY : rules.zeroRunCells;
  let present = 0;
  let sumWh = 0;
  let spoken = 0;
  let isIdle = true;
  let first = Number.NEGATIVE_INFINITY;
  let second = Number.NEGATIVE_INFINITY;
  let third = Number.NEGATIVE_INFINITY;
  let previous = before.lastWh;
  let run = before.run;
  for (let i = 0; i < cells; i++) {
    const wh = rawWh[i]!;
    if (wh !== previous) {
      // Never true for NaN, so a run also ends at a missing interval.
      if (run >= (previous === 0 ? zeroRunCells : rules.frozenCells)) spoken |= markRun(day, i, run, previous);
      if (Math.abs(wh - previous) > rules.stepWh) {
        // The doubtful one of the two is the higher one; that of the day before has gone out already.
        const higher = Math.abs(wh) >= Math.abs(previous) ? i : i - 1;
        if (higher >= 0) spoken |= marks[higher]! |= MARK.step;
      }
      run = 0;
      previous = wh;
    }
    if (Number.isNaN(wh)) continue;
    run++;
    present++;
    sumWh += wh;
    if (wh !== 0) isIdle = false;
    if (wh < 0) marks[i]! |= rules.on & MARK.negative;
    if (wh > third) {
      if (wh > first) {
        third = second;
        second = first;
        first = wh;
      } else if (wh > second) {
        third = second;
        second = wh;
      } else third = wh;
    }
    spoken |= marks[i]!;
  }
  if (run >= (previous === 0 ? zeroRunCells : rules.frozenCells)) spoken |= markRun(day, cells, run, previous);
  tail.lastWh = previous;
  tail.run = run;
  tail.idleDays = isIdle ? before.idleDays + 1 : 0;

  if (third > 0 && (first - third) / third > rules.spikeRatio) spoken |= markSpikes(day, third, rules.spikeRatio);
  spoken |= markInactive(day, context, rules, isIdle);
  spoken |= markUsage(day, context, rules, present, present === 0 ? Number.NaN : sumWh / present, spoken);
  if (context.register) spoken |= judgeRegister(day, context.register, rules);
  return spoken === 0 && present === cells;
}

function markRun({ marks }: DayVector, end: number, run: number, wh: number): number {
  const mark = wh === 0 ? MARK['zero-run'] : MARK.frozen;
  for (let i = Math.max(0, end - run); i < end; i++) marks[i]! |= mark;
  return mark;
}

/** The two highest may stand out from the third; what ties with the third never does. */
function markSpikes({ cells, rawWh, marks }: DayVector, third: number, limit: number): number {
  for (let i = 0; i < cells; i++) if ((rawWh[i]! - third) / third > limit) marks[i]! |= MARK.spike;
  return MARK.spike;
}

function markInactive(day: DayVector, { isInactive }: DayContext, rules: DayRules, isIdle: boolean): number {
  const { cells, rawWh, marks, tail } = day;
  const mark = rules.on & MARK['inactive-meter'];
  if (mark === 0 || (isInactive ? isIdle : tail.idleDays < rules.inactiveDays)) return 0;
  for (let i = 0; i < cells; i++) if (isInactive ? rawWh[i]! > 0 : !Number.isNaN(rawWh[i]!)) marks[i]! |= mark;
  return mark;
}

/** Usage is compared as mean energy an interval, so that days of 23 and 25 hours compare. */
function markUsage(
  day: DayVector,
  { like }: DayContext,
  rules: DayRules,
  present: number,
  meanWh: number,
  spoken: number,
): number {
  if (!like || present * 2 < day.cells) return 0;
  const likeWh = like.meanWh();
  // Net export has no ratio.
  if (!(likeWh >= 0)) return 0;
  let mark = 0;
  // A day that lacks values, or in which some are to be replaced, says nothing about the whole.
  if (present === day.cells && (spoken & rules.replace) === 0) {
    if (meanWh > likeWh * rules.highUsageRatio) mark |= MARK['high-usage'];
    if (meanWh < likeWh * rules.lowUsageRatio) mark |= MARK['low-usage'];
  }
  const times = meanWh / likeWh;
  if (isOffBy(times / UNIT_FACTOR, rules.unitTolerance) || isOffBy(times * UNIT_FACTOR, rules.unitTolerance)) {
    mark |= MARK['unit-of-measure'];
  }
  if (mark === 0) return 0;
  const { cells, rawWh, marks } = day;
  for (let i = 0; i < cells; i++) if (!Number.isNaN(rawWh[i]!)) marks[i]! |= mark;
  return mark;
}

const isOffBy = (times: number, tolerance: number) => times * tolerance >= 1 && times <= tolerance;

import type { DistrictRisk } from '../messages';
import { hourText, maskTexts } from './hours';
import { decimals } from './numbers';
import { numpyMean } from './numpy-mean';
import { levelOf, riskScore } from './risk-level';

/** Energies are added up as whole µWh: doubles add them exactly, in any order, up to 9 GWh. */
export const MICRO_WH_PER_KWH = 1e9;

/** A running sum with Kahan's compensation (1965), as pandas sums groups: its ties are the ties of the original figures. */
export class KahanSum {
  value = 0;
  private lost = 0;

  add(x: number): void {
    const y = x - this.lost;
    const t = this.value + y;
    this.lost = t - this.value - y;
    this.value = t;
  }
}

/** What is added up of one hour of a district, household by household in the order of their names. */
export class HourTotals {
  /** Rows with a value. */
  rows = 0;
  /** Those of them whose value is estimated. */
  estimated = 0;
  /** Rows without a value. */
  missing = 0;
  violations = 0;
  minimumKwh = Number.POSITIVE_INFINITY;
  maximumKwh = Number.NEGATIVE_INFINITY;
  readonly sumKwh = new KahanSum();
  /** The same sum in whole µWh: exact, so that a mean of decimals is not above a threshold by a rounding error. */
  microWh = 0;

  /** Adds a household-hour with a value; `counts` says whether it may be a violation. */
  add(kwh: number, estimated: boolean, counts: boolean, thresholdKwh: number): void {
    this.rows++;
    if (estimated) this.estimated++;
    if (counts && kwh > thresholdKwh) this.violations++;
    if (kwh < this.minimumKwh) this.minimumKwh = kwh;
    if (kwh > this.maximumKwh) this.maximumKwh = kwh;
    this.sumKwh.add(kwh);
    this.microWh += Math.round(kwh * MICRO_WH_PER_KWH);
  }
}

/** An hour of the day with its totals; `hour` 0–23 on the wall clock (a repeated hour comes twice). */
export interface DayHour {
  hour: number;
  totals: HourTotals;
}

export interface DayScoreSettings {
  city: string;
  district: string;
  /** YYYY-MM-DD */
  date: string;
  thresholdKwh: number;
  /** Bits of the critical hours of the wall clock. */
  criticalMask: number;
  /** Whether an estimated or filled household-hour may be a violation. */
  estimated: 'exclude' | 'count';
  households: number;
  final: boolean;
}

/** The rows behind the totals. Asked only when rows are missing, because then single values decide. */
export interface DayRows {
  /** All rows by household and then by time; NaN where the value is missing. */
  inFileOrder(): ArrayLike<number>;
  /** The sum of each hour (by its place in the list of hours), row by row, with this value for missing ones. */
  filledSums(fillKwh: number): KahanSum[];
}

/** Scores a day from the totals of its hours, in order of time; the rules stand at `scoreDistrictDay`. */
export function scoreHours(hours: readonly DayHour[], settings: DayScoreSettings, dayRows: DayRows): DistrictRisk {
  const { city, district, date, thresholdKwh, criticalMask, households, final } = settings;
  const day = new HourTotals();
  for (const { totals } of hours) {
    day.rows += totals.rows;
    day.estimated += totals.estimated;
    day.missing += totals.missing;
    day.violations += totals.violations;
    day.minimumKwh = Math.min(day.minimumKwh, totals.minimumKwh);
    day.maximumKwh = Math.max(day.maximumKwh, totals.maximumKwh);
    day.microWh += totals.microWh;
  }
  const hasValues = day.rows > 0;
  const rows = day.rows + day.missing;
  const averageKwh = hasValues ? day.microWh / (day.rows * MICRO_WH_PER_KWH) : 0;
  const fillKwh = day.missing > 0 && hasValues ? numpyMean(dayRows.inFileOrder()) : averageKwh;
  const filledCount = settings.estimated === 'count' && fillKwh > thresholdKwh;
  const violations = day.violations + (filledCount ? day.missing : 0);
  const peak = hasValues ? peakHour(hours, fillKwh, dayRows) : undefined;
  const peakHourRisk = peak !== undefined && criticalMask & (1 << peak) ? 1 : 0;
  const violationRatio = rows === 0 ? 0 : violations / rows;
  const score = riskScore(violationRatio, peakHourRisk);
  return {
    city,
    district,
    date,
    final,
    households,
    rows,
    estimatedRows: day.estimated + day.missing,
    averageKwh,
    minimumKwh: hasValues ? day.minimumKwh : 0,
    maximumKwh: hasValues ? day.maximumKwh : 0,
    thresholdKwh,
    violations,
    violationRatio,
    peakHour: peak === undefined ? '' : hourText(peak),
    peakHourRisk,
    criticalHours: maskTexts(criticalMask),
    score,
    level: levelOf(score),
    because: because(violations, rows, violationRatio, thresholdKwh, peak, peakHourRisk, score),
  };
}

/** Sums that differ by less than this share may change places when they are added up row by row. */
const NEAR = 1e-9;

/** The hour with the largest sum, the first of equal ones. */
function peakHour(hours: readonly DayHour[], fillKwh: number, dayRows: DayRows): number | undefined {
  const roughly = hours.map(({ totals }) => totals.sumKwh.value + totals.missing * fillKwh);
  const isFilled = hours.some(({ totals }) => totals.missing > 0);
  const isClear = !isFilled || isFarFromOthers(Math.max(...roughly), roughly);
  const sums = isClear ? roughly : dayRows.filledSums(fillKwh).map(({ value }) => value);
  let best = Number.NEGATIVE_INFINITY;
  let peak: number | undefined;
  for (const [place, { hour, totals }] of hours.entries()) {
    if (totals.rows + totals.missing === 0) continue;
    const sum = sums[place]!;
    if (sum > best) {
      best = sum;
      peak = hour;
    }
  }
  return peak;
}

const isFarFromOthers = (value: number, all: readonly number[]) =>
  all.filter((other) => Math.abs(value - other) <= NEAR * Math.abs(value)).length === 1;

function because(
  violations: number,
  rows: number,
  ratio: number,
  thresholdKwh: number,
  peak: number | undefined,
  peakHourRisk: 0 | 1,
  score: number,
): string {
  if (peak === undefined) return 'no household-hour with a value yet: score 0 → NO RISK';
  const share = `${violations} of ${rows} household-hours above ${decimals(thresholdKwh)} kWh (${decimals(100 * ratio, 1)} %)`;
  const hour = `peak hour ${hourText(peak)} is ${peakHourRisk ? '' : 'not '}critical`;
  const sum =
    score === 0
      ? 'below 25 % and no critical peak: score 0'
      : `0.6·${decimals(ratio, 4)} + 0.4·${peakHourRisk} = ${score.toFixed(2)}`;
  return `${share}; ${hour}; ${sum} → ${levelOf(score)}`;
}

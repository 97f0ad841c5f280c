import type { EnergyAggregate } from '../messages';
import type { LocalDay } from '../stream/hour-rows';
import { MICRO_WH_PER_KWH } from './day-score';
import type { PeakStats } from './energy-stats';
import { hourText } from './hours';

export const HOUR_MS = 3_600_000;

export type Level = EnergyAggregate['level'];
export type Period = EnergyAggregate['period'];

/** All kinds of aggregates: a level in a period. */
export const AGGREGATES = (['household', 'district', 'city'] as const).flatMap((level) =>
  (['hour', 'day', 'month'] as const).map((period) => `${level} ${period}` as const),
);
export type AggregateKind = (typeof AGGREGATES)[number];

/** A period of local time; `hour` is the one of the wall clock, only for an hour. */
export interface Span {
  period: Period;
  date: string;
  startMs: number;
  endMs: number;
  hour?: number;
  final: boolean;
}

/** What an aggregate is of. */
export interface Names {
  level: Level;
  city: string;
  district?: string;
  household?: string;
}

/** The hour of a day as a period. */
export const hourSpan = (day: LocalDay, hour: number, final: boolean): Span & { hour: number } => ({
  period: 'hour',
  date: day.date,
  startMs: day.startMs + hour * HOUR_MS,
  endMs: Math.min(day.endMs, day.startMs + (hour + 1) * HOUR_MS),
  hour: day.clock[hour]!,
  final,
});

/** The message of some statistics. `expected` counts household-hours. */
export function aggregateOf(
  names: Names,
  span: Span,
  stats: PeakStats,
  expected: number,
  households: number,
): EnergyAggregate {
  const { count, microWh, hours, peakMicroWh } = stats;
  const hasValues = count > 0;
  // One shape for all: a spread a household and day would cost more than reading its rows.
  return {
    level: names.level,
    period: span.period,
    city: names.city,
    district: names.district,
    household: names.household,
    date: span.date,
    hour: span.hour === undefined ? undefined : hourText(span.hour),
    startMs: span.startMs,
    endMs: span.endMs,
    final: span.final,
    households,
    count,
    expected,
    completeness: expected === 0 ? 0 : count / expected,
    estimated: stats.estimated,
    sumKwh: microWh / MICRO_WH_PER_KWH,
    minimumKwh: hasValues ? stats.minimumKwh : 0,
    meanKwh: hasValues ? microWh / (count * MICRO_WH_PER_KWH) : 0,
    maximumKwh: hasValues ? stats.maximumKwh : 0,
    peakHour: hasValues ? hourText(stats.peakClock) : '',
    peakStartMs: hasValues ? stats.peakStartMs : null,
    peakKwh: hasValues ? peakMicroWh / MICRO_WH_PER_KWH : 0,
    loadFactor: hasValues && peakMicroWh > 0 ? microWh / hours / peakMicroWh : 0,
  };
}

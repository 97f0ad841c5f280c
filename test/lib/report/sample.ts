import type { RiskLevel } from '../../../lib/messages';
import type { DistrictDayReport } from '../../../lib/report';

/** A small generator of pseudo-random numbers from 0 to 1 (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A plausible district-day; the figures of `risk` are consistent enough to be shown, not scored by the rules. */
export function sampleDay(
  city: string,
  district: string,
  date: string,
  { households = 10, score, seed = 1 }: { households?: number; score?: number; seed?: number } = {},
): DistrictDayReport {
  const next = dice(seed * 7919 + district.length * 31 + Number(date.slice(-2)) + (district.codePointAt(0) ?? 0));
  const names = Array.from({ length: households }, (_, i) => `H${String(i + 1).padStart(3, '0')}`);
  const kwh = names.map(() =>
    Array.from({ length: 24 }, (_, hour) =>
      next() < 0.05 ? null : Number((0.5 + next() + (hour > 16 && hour < 22 ? 1 : 0)).toFixed(2)),
    ),
  );
  const values = kwh.flat().filter((value) => value !== null);
  values.sort((a, b) => a - b);
  const at = (share: number) => values[Math.floor(share * (values.length - 1))] ?? 0;
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    hour: `${String(hour).padStart(2, '0')}:00`,
    sumKwh: kwh.reduce((sum, row) => sum + (row[hour] ?? 1.2), 0),
  }));
  const peak = hours.reduce((best, hour) => (hour.sumKwh > best.sumKwh ? hour : best));
  const rows = households * 24;
  const violations = values.filter((value) => value > 1.6).length;
  const shown = score ?? Math.round(60 * (violations / rows)) / 100;
  return {
    risk: {
      city,
      district,
      date,
      final: true,
      households,
      rows,
      estimatedRows: rows - values.length,
      averageKwh: values.reduce((sum, value) => sum + value, 0) / values.length,
      minimumKwh: at(0),
      maximumKwh: at(1),
      thresholdKwh: 1.6,
      violations,
      violationRatio: violations / rows,
      peakHour: peak.hour,
      peakHourRisk: 0,
      criticalHours: ['18:00', '19:00', '20:00', '21:00'],
      score: shown,
      level: levelOf(shown),
      because: `${violations} of ${rows} household-hours above 1.6 kWh`,
    },
    quality: { good: values.length, estimated: rows - values.length, suspect: 0, missing: 0 },
    quartilesKwh: [at(0), at(0.25), at(0.5), at(0.75), at(1)],
    hours,
    households: names,
    kwh,
  };
}

function levelOf(score: number): RiskLevel {
  if (score === 0) return 'NO RISK';
  return score <= 0.3 ? 'LOW' : score <= 0.6 ? 'MEDIUM' : 'HIGH';
}

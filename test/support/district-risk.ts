import type { DistrictRisk } from '../../lib/messages';

/** A final score of a district-day, changed as the test needs it. */
export const districtRisk = (changes: Partial<DistrictRisk> = {}): DistrictRisk => ({
  city: 'Northport',
  district: '101',
  date: '2026-01-12',
  final: true,
  households: 1,
  rows: 24,
  estimatedRows: 0,
  averageKwh: 1,
  minimumKwh: 0.5,
  maximumKwh: 2,
  thresholdKwh: 1.5,
  violations: 8,
  violationRatio: 8 / 24,
  peakHour: '19:00',
  peakHourRisk: 1,
  criticalHours: ['19:00'],
  score: 0.6,
  level: 'MEDIUM',
  because: 'of the test',
  ...changes,
});

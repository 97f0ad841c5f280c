import assert from 'node:assert/strict';
import type { DistrictRisk, MeterReading } from '../../../lib/messages';
import { type CollectorSettings, ReportCollector } from '../../../lib/report/report-collector';
import { districtRisk } from '../../support/district-risk';

const SETTINGS: CollectorSettings = { timeZone: 'UTC', cityTimeZones: [], estimated: 'exclude', maximumDetails: 10 };
const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 0, 12);

const risk = (changes: Partial<DistrictRisk> = {}) => districtRisk({ estimatedRows: 2, ...changes });

const reading = (hour: number, changes: object = {}): MeterReading => ({
  meterId: 'H1',
  timeMs: START_MS + (hour + 1) * HOUR_MS,
  interval: { startMs: START_MS + hour * HOUR_MS, lengthMs: HOUR_MS, energyWh: 1000 + hour },
  quality: 'good',
  flags: [],
  city: 'Northport',
  district: '101',
  household: 'H1',
  dialect: 'csv',
  ...changes,
});

const day = (changes: (hour: number) => object = () => ({})) =>
  Array.from({ length: 24 }, (_, hour) => reading(hour, changes(hour)));

const fileOf = (collector: ReportCollector, path: string) =>
  [...collector.files()].find((file) => file.path === path)!.content;

describe('collector of reports', function () {
  // The first drawing loads the library of charts.
  this.timeout(20_000);
  it('takes the readings of a day and its score; drawings need both', () => {
    const collector = new ReportCollector(SETTINGS);
    assert.deepEqual(collector.take([...day(), risk()]), []);
    assert.equal(collector.districtDays, 1);
    const drawn = [...collector.files()].map(({ path }) => path);
    assert.ok(drawn.some((path) => path.startsWith('plots/Northport_101_2026-01-12')));
    const bare = new ReportCollector(SETTINGS);
    bare.take([risk()]);
    assert.ok([...bare.files()].every(({ path }) => !path.startsWith('plots/Northport_101')));
    const csv = fileOf(bare, 'summary_csv/Northport_summary.csv');
    assert.equal(csv, fileOf(collector, 'summary_csv/Northport_summary.csv'));
    assert.match(csv, /^Northport,101,2026-01-12,1(\.0)?,0\.5,2(\.0)?,19:00,8,/m);
  });

  it('ignores scores of days that are still open, and refuses the second one of a day', () => {
    const collector = new ReportCollector(SETTINGS);
    assert.deepEqual(collector.take([risk({ final: false })]), []);
    assert.equal(collector.districtDays, 0);
    collector.take([risk()]);
    const [refused] = collector.take([risk({ score: 0 })]);
    assert.deepEqual(
      [refused!.reason, refused!.message],
      ['duplicate', 'district 101 of Northport on 2026-01-12 is in the report already'],
    );
    assert.equal(collector.risks()[0]!.score, 0.6);
    collector.reset();
    assert.deepEqual(collector.take([risk({ score: 0 })]), []);
  });

  it('counts estimated readings as the score does', () => {
    const collector = new ReportCollector(SETTINGS);
    collector.take(day((hour) => (hour === 3 ? { quality: 'missing' } : hour === 4 ? { quality: 'estimated' } : {})));
    collector.take([risk({ estimatedRows: 2 })]);
    const [row] = collector.snapshot();
    assert.deepEqual(row!.quality, { good: 22, estimated: 1, suspect: 0, missing: 1 });
  });

  it('keeps its scores in a snapshot, and refuses another one', () => {
    const collector = new ReportCollector(SETTINGS);
    collector.take([...day(), risk(), risk({ district: '102' })]);
    const next = new ReportCollector(SETTINGS);
    next.restore(JSON.parse(JSON.stringify(collector.snapshot())));
    for (const path of ['summary_csv/Northport_summary.csv', 'reports_json/Northport_2026-01-12_report.json']) {
      assert.equal(fileOf(next, path), fileOf(collector, path));
    }
    assert.equal(next.take([risk()]).length, 1);
    for (const state of [null, {}, [{}], [null], 'x', [{ risk: { ...risk(), score: 'high' } }]]) {
      assert.throws(() => new ReportCollector(SETTINGS).restore(state));
    }
  });

  it('refuses what is neither score nor reading, whatever it is, and takes the rest of the message', () => {
    const hostile: unknown[] = [
      null,
      undefined,
      7,
      'write',
      [],
      {},
      { meterId: 1, timeMs: 2 },
      { ...risk(), score: Number.NaN },
      { ...risk(), district: 101 },
      reading(0, { city: { toString: 1 } }),
      reading(0, { household: [] }),
      reading(0, { flags: 7 }),
      reading(0, { interval: null }),
      reading(0, { interval: 7 }),
      reading(0, { interval: { startMs: Number.NaN, lengthMs: HOUR_MS, energyWh: 1 } }),
      reading(0, { interval: { startMs: 1e300, lengthMs: HOUR_MS, energyWh: 1 } }),
      reading(0, { interval: { startMs: START_MS, lengthMs: '3600000', energyWh: 1 } }),
      reading(0, { interval: { startMs: START_MS, lengthMs: HOUR_MS, energyWh: 'much' } }),
    ];
    const collector = new ReportCollector(SETTINGS);
    const refused = collector.take([...hostile, ...day(), risk()]);
    assert.deepEqual(
      refused.map(({ original }) => original),
      hostile,
    );
    assert.ok(refused.every(({ reason, remedy }) => reason === 'not-a-score' && remedy !== ''));
    assert.equal(collector.districtDays, 1);
  });

  it('has no room for intervals that no meter has', () => {
    const collector = new ReportCollector(SETTINGS);
    for (const lengthMs of [0, -HOUR_MS, 1, 1000, 7 * 60_000, 2 * HOUR_MS, 0.5]) {
      collector.take([reading(0, { interval: { startMs: START_MS, lengthMs, energyWh: 1 } })]);
    }
    collector.take([risk()]);
    assert.equal(collector.snapshot()[0]!.quartilesKwh, null);
  });

  it('takes the days of a city by its own time zone', () => {
    const cityTimeZones = [{ city: 'Northport', timeZone: 'America/New_York' }];
    const collector = new ReportCollector({ ...SETTINGS, cityTimeZones });
    const shift = 5 * HOUR_MS;
    const local = day().map((one) => ({
      ...one,
      interval: { ...one.interval!, startMs: one.interval!.startMs + shift },
    }));
    collector.take([...local, risk()]);
    assert.deepEqual(collector.snapshot()[0]!.quality, { good: 22, estimated: 2, suspect: 0, missing: 0 });
    assert.deepEqual(collector.snapshot()[0]!.quartilesKwh![4], 1.023);
    assert.throws(() => new ReportCollector({ ...SETTINGS, timeZone: 'Nowhere' }), /Nowhere/);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { TimeZone } from '../../../lib/stream';
import { FEATURES, type FeatureName, featureRecord, features, plottedMeans } from '../../../lib/theft/features';
import { daySegmentOf } from '../../../lib/theft/local-clock';
import type { MeterWindow } from '../../../lib/theft/meter-window';
import { windowOf } from './readings';

const UTC = new TimeZone('UTC');
const MONDAY = Date.UTC(2026, 2, 2, 10);

const of = (window: MeterWindow, zone = UTC) =>
  Object.fromEntries(FEATURES.map((name, i) => [name, features(window, zone)[i]!])) as Record<FeatureName, number>;

/** The features once more, each straight from its definition on lists. */
function plain({ powerW, voltageV, currentA, powerFactor, startMs, lengthMs }: MeterWindow): Record<string, number> {
  const there = (values: Float32Array) => [...values].filter((value) => !Number.isNaN(value));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const std = (values: number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
  const pairs = (values: Float32Array) =>
    [...values].slice(1).flatMap((value, i) => {
      const before = values[i]!;
      return Number.isNaN(value) || Number.isNaN(before) ? [] : [[before, value] as const];
    });
  /** Lengths of the runs of neighbours that a test holds for. */
  const runs = (values: Float32Array, holds: (value: number) => boolean) =>
    [...values]
      .map((value) => (holds(value) ? 'x' : ' '))
      .join('')
      .split(' ')
      .map((run) => run.length)
      .filter((length) => length > 0);
  const power = there(powerW);
  const average = mean(power);
  const changes = pairs(powerW);
  const seconds = lengthMs / powerW.length / 1000;
  const isZero = (value: number) => Math.abs(value) < 1;
  const low = average > 0 ? runs(powerW, (value) => value < 0.2 * average).filter((n) => n * seconds >= 60) : [];
  const letters = [...powerW].map((value) => (Number.isNaN(value) ? '.' : value < average / 2 ? 'd' : 'u')).join('');
  const dips = average > 0 ? [...letters.matchAll(/(?<=u)d+(?=u)/g)].length : 0;
  const factor = there(powerFactor);
  const day = new Date(startMs).getUTCDay();
  return {
    power_mean: average,
    power_std: std(power),
    power_min: power.length ? Math.min(...power) : Number.NaN,
    power_max: power.length ? Math.max(...power) : Number.NaN,
    power_range: Math.max(...power) - Math.min(...power),
    max_power_step: changes.length ? Math.max(...changes.map(([a, b]) => Math.abs(b - a))) : Number.NaN,
    flat_steps_fraction: mean(changes.map(([a, b]) => Number(Math.abs(b - a) <= Math.max(0.5, 0.001 * Math.abs(a))))),
    max_power_drop: changes.length ? Math.max(0, ...changes.map(([a, b]) => a - b)) : Number.NaN,
    dip_range: average - Math.min(...power),
    sustained_low_fraction: low.reduce((sum, n) => sum + n, 0) / power.length,
    repetitive_dip_count: power.length ? dips : Number.NaN,
    zero_power_fraction: power.filter(isZero).length / power.length,
    zero_power_duration_seconds: power.length ? Math.max(0, ...runs(powerW, isZero)) * seconds : Number.NaN,
    pf_mean: mean(factor),
    pf_std: std(factor),
    pf_min: factor.length ? Math.min(...factor) : Number.NaN,
    pf_max: factor.length ? Math.max(...factor) : Number.NaN,
    max_pf_step: pairs(powerFactor).length
      ? Math.max(...pairs(powerFactor).map(([a, b]) => Math.abs(b - a)))
      : Number.NaN,
    volt_std: std(there(voltageV)),
    curr_std: std(there(currentA)),
    is_weekend: Number(day === 0 || day === 6),
    day_of_week: (day + 6) % 7,
  };
}

describe('window features', () => {
  it('gives the values of a window worked out by hand', () => {
    // Mean 50; the dips 20, 20 and 10 are below 25; the gap is no step.
    const window = windowOf([80, 20, 20, 80, 10, 80, Number.NaN, 60], { startMs: MONDAY, stepMs: 5000 });
    const values = of(window);
    assert.equal(values.power_mean, 50);
    assert.equal(values.power_min, 10);
    assert.equal(values.power_range, 70);
    assert.equal(values.dip_range, 40);
    assert.equal(values.max_power_step, 70);
    assert.equal(values.max_power_drop, 70);
    assert.equal(values.flat_steps_fraction, Math.fround(1 / 5));
    assert.equal(values.repetitive_dip_count, 2);
    assert.equal(values.sustained_low_fraction, 0);
    assert.equal(values.power_std, Math.fround(Math.sqrt((3 * 900 + 2 * 900 + 1600 + 100) / 7)));
    assert.ok(Number.isNaN(values.pf_mean) && Number.isNaN(values.volt_std) && Number.isNaN(values.max_pf_step));
    assert.deepEqual([values.day_of_week, values.is_weekend], [0, 0]);
  });

  it('finds runs of low and of no power, which end at a gap', () => {
    const window = windowOf([...Array(100).fill(1000), ...Array(12).fill(100), ...Array(8).fill(0)]);
    assert.equal(of(window).sustained_low_fraction, Math.fround(20 / 120));
    const low = windowOf([...Array(109).fill(1000), ...Array(11).fill(100)]);
    assert.equal(of(low).sustained_low_fraction, 0, 'shorter than a minute');
    const zeros = windowOf([...Array(10).fill(0), Number.NaN, ...Array(20).fill(0.5), ...Array(89).fill(300)]);
    assert.equal(of(zeros).zero_power_duration_seconds, 100);
    assert.equal(of(zeros).zero_power_fraction, Math.fround(30 / 119));
  });

  it('goes by the local calendar', () => {
    const saturday = windowOf([1], { startMs: Date.parse('2026-03-06T23:30:00Z') });
    assert.deepEqual([of(saturday).day_of_week, of(saturday).is_weekend], [4, 0]);
    const berlin = of(saturday, new TimeZone('Europe/Berlin'));
    assert.deepEqual([berlin.day_of_week, berlin.is_weekend], [5, 1]);
    const parts = [0, 5, 6, 11, 12, 17, 18, 23].map((hour) => daySegmentOf(UTC, Date.UTC(2026, 0, 1, hour, 59)));
    assert.deepEqual(parts, ['night', 'night', 'morning', 'morning', 'afternoon', 'afternoon', 'evening', 'evening']);
  });

  it('leaves out of the record what the meter does not tell', () => {
    const record = featureRecord(features(windowOf([5, 6]), UTC));
    assert.equal(record.power_mean, 5.5);
    assert.equal('pf_mean' in record, false);
    assert.deepEqual(Object.keys(featureRecord(features(windowOf([]), UTC))), ['is_weekend', 'day_of_week']);
  });

  it('gives the mean voltage and current for plots, of the samples that are there', () => {
    const voltageV = [230, Number.NaN, 231];
    assert.deepEqual(plottedMeans(windowOf([5, 6, 7], { voltageV })), { volt_mean: 230.5 });
    assert.deepEqual(plottedMeans(windowOf([5, 6, 7], { currentA: [1, 2, 6] })), { curr_mean: 3 });
  });

  it('is what each definition says, for any samples and gaps', () => {
    const value = (numbers: fc.Arbitrary<number>) =>
      fc.oneof({ weight: 4, arbitrary: numbers }, fc.constant(Number.NaN));
    const power = value(fc.oneof(fc.constantFrom(0, 0.5, 100, 100.4), fc.float({ min: -500, max: 5000, noNaN: true })));
    const channels = fc.integer({ min: 0, max: 120 }).chain((count) => {
      const of = (numbers: fc.Arbitrary<number>) => fc.array(value(numbers), { minLength: count, maxLength: count });
      return fc.record({
        powerW: fc.array(power, { minLength: count, maxLength: count }),
        voltageV: of(fc.float({ min: 200, max: 250, noNaN: true })),
        currentA: of(fc.float({ min: 0, max: 60, noNaN: true })),
        powerFactor: of(fc.float({ min: -1, max: 1, noNaN: true })),
        stepMs: fc.constantFrom(5000, 60_000),
        hour: fc.nat(24 * 14),
      });
    });
    fc.assert(
      fc.property(channels, ({ powerW, hour, ...more }) => {
        const window = windowOf(powerW, { ...more, startMs: MONDAY + hour * 3_600_000 });
        const found = of(window);
        for (const [name, expected] of Object.entries(plain(window))) {
          const given = found[name as FeatureName];
          const isClose = Math.abs(given - expected) <= 1e-4 + 1e-6 * Math.abs(expected);
          const isAbsent = Number.isNaN(given) && !Number.isFinite(expected);
          assert.ok(isClose || isAbsent, `${name}: ${given} and not ${expected}`);
        }
      }),
      { seed: 21, numRuns: 1000 },
    );
  }).timeout(20_000);
});

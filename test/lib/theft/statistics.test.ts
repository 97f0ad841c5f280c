import assert from 'node:assert/strict';
import { shapeReversal } from '../../../lib/theft/day-shape';
import { dayStatistics, responseError, STATISTIC, STATISTICS } from '../../../lib/theft/day-statistics';
import { MeterBaseline } from '../../../lib/theft/meter-baseline';
import type { MeterWindow } from '../../../lib/theft/meter-window';
import { SegmentRing } from '../../../lib/theft/segment-ring';
import { TailCalibration } from '../../../lib/theft/tail-calibration';
import { tailScore } from '../../../lib/theft/tail-score';
import { FACT, FACTS, windowFacts } from '../../../lib/theft/window-facts';
import { numbers } from './home';

type Channel = (i: number) => number;

function windowOf(power: Channel, voltage: Channel, current?: Channel, factor?: Channel): MeterWindow {
  const channel = (of: Channel = () => Number.NaN) => Float32Array.from({ length: 120 }, (_, i) => of(i));
  return {
    meterId: 'M',
    city: undefined,
    district: undefined,
    household: undefined,
    feeder: undefined,
    startMs: 0,
    lengthMs: 600_000,
    samples: 120,
    powerW: channel(power),
    voltageV: channel(voltage),
    currentA: channel(current),
    powerFactor: channel(factor),
    glitches: [],
  };
}

function statisticsOf(window: MeterWindow, responseOhm = Number.NaN): Float64Array {
  const facts = new Float64Array(FACTS);
  const out = new Float64Array(STATISTICS);
  windowFacts(window, facts);
  dayStatistics(facts, Math.min(...window.powerW), responseOhm, out);
  return out;
}

const steps: Channel = (i) => [200, 2200, 200, 3200, 1200, 200][Math.floor(i / 20)]!;

describe('statistics of a day', () => {
  it('finds the resistance over which the voltage gives way', () => {
    // 0.2 ohm by construction: V solves V = 230 − 0.2·P/V. Single precision of V: 1e-5 V in steps of 2 V.
    const voltage: Channel = (i) => (230 + Math.sqrt(230 ** 2 - 4 * 0.2 * steps(i))) / 2;
    const found = statisticsOf(windowOf(steps, voltage), 0.2);
    assert.ok(Math.abs(found[STATISTIC.RESPONSE]! - 0.2) < 2e-3, `${found[STATISTIC.RESPONSE]}`);
    // A meter that counts 80 % sees 1/0.8 of the resistance.
    const part = statisticsOf(windowOf((i) => 0.8 * steps(i), voltage));
    assert.ok(Math.abs(part[STATISTIC.RESPONSE]! / found[STATISTIC.RESPONSE]! - 1.25) < 1e-6);
  });

  it('gives the slope and its error of the textbook regression through the origin', () => {
    const random = numbers(5);
    const power = Array.from({ length: 120 }, () => 3000 * random());
    const voltage = power.map((watt) => 231 - (0.15 * watt) / 230 + 0.5 * random());
    const window = windowOf(
      (i) => power[i]!,
      (i) => voltage[i]!,
    );
    const x: number[] = [];
    const y: number[] = [];
    for (let i = 1; i < 120; i++) {
      const step = window.powerW[i]! - window.powerW[i - 1]!;
      x.push(step / window.voltageV[i]!);
      y.push(window.voltageV[i]! - window.voltageV[i - 1]!);
    }
    const sum = (of: (i: number) => number) => x.reduce((total, _, i) => total + of(i), 0);
    const slope = sum((i) => x[i]! * y[i]!) / sum((i) => x[i]! ** 2);
    const variance = sum((i) => (y[i]! - slope * x[i]!) ** 2) / x.length;
    const facts = new Float64Array(FACTS);
    windowFacts(window, facts);
    assert.ok(Math.abs(-statisticsOf(window)[STATISTIC.RESPONSE]! - slope) < 1e-12);
    assert.ok(Math.abs(responseError(facts) - Math.sqrt(variance / sum((i) => x[i]! ** 2))) < 1e-12);
  });

  it('tells noise from appliances: the von Neumann ratio of white noise is 2', () => {
    const random = numbers(3);
    let ratio = 0;
    for (let k = 0; k < 50; k++) {
      ratio +=
        Math.exp(
          statisticsOf(
            windowOf(
              () => 1000 * random(),
              () => 230,
            ),
          )[STATISTIC.NOISE]!,
        ) / 50;
    }
    assert.ok(Math.abs(ratio - 2) < 0.1, `${ratio}`);
    assert.ok(Math.exp(statisticsOf(windowOf(steps, () => 230))[STATISTIC.NOISE]!) < 0.2);
  });

  it('finds the part of V·I·PF that power lacks, and the power factor of large loads', () => {
    const window = windowOf(
      (i) => 0.7 * steps(i),
      () => 230,
      (i) => steps(i) / 230 / 0.9,
      () => 0.9,
    );
    const found = statisticsOf(window);
    assert.ok(Math.abs(found[STATISTIC.MISMATCH]! - 0.3) < 1e-6);
    assert.ok(Math.abs(found[STATISTIC.FACTOR]! - 0.63) < 1e-6);
  });

  it('tells zero, standing still with a live voltage, and a dead device apart', () => {
    const live: Channel = (i) => 230 + 0.1 * (i % 3);
    const shares = (window: MeterWindow) => {
      const found = statisticsOf(window);
      return [STATISTIC.ZERO, STATISTIC.STILL, STATISTIC.DEAD].map((statistic) => found[statistic]);
    };
    assert.deepEqual(shares(windowOf(() => 0, live)), [1, 0, 0]);
    assert.deepEqual(shares(windowOf(() => 437, live)), [0, 1, 0]);
    assert.deepEqual(
      shares(
        windowOf(
          () => 437,
          () => 230,
        ),
      ),
      [0, 0, 1],
    );
    assert.deepEqual(shares(windowOf(steps, live)), [0, 0, 0]);
  });

  it('takes no step over a gap and no tap changer for a load', () => {
    const facts = new Float64Array(FACTS);
    windowFacts(
      windowOf(
        (i) => (i % 2 === 0 ? 500 : Number.NaN),
        () => 230,
      ),
      facts,
    );
    assert.equal(facts[FACT.STEPS], 0);
    windowFacts(
      windowOf(
        () => 500,
        (i) => (i < 60 ? 220 : 232),
      ),
      facts,
    );
    assert.deepEqual([facts[FACT.STEPS], facts[FACT.STEP_YY]], [118, 0]);
  });
});

describe('shape of a day', () => {
  const usual = Array.from({ length: 24 }, (_, hour) => 200 + (hour > 17 ? 900 : 0) + (hour === 7 ? 400 : 0));

  it('is below 0 for a usual day, above it for one read backwards', () => {
    // The correlation of the day with its own reverse, by NumPy: corrcoef(usual, usual[::-1]) = −0.3874.
    assert.ok(Math.abs(shapeReversal(usual, (hour) => usual[hour]!) - -1.3874) < 1e-4);
    assert.ok(Math.abs(shapeReversal([...usual].reverse(), (hour) => usual[hour]!) - 1.3874) < 1e-4);
  });

  it('is unknown of a flat day and of one with few hours', () => {
    assert.ok(Number.isNaN(shapeReversal(new Array(24).fill(500), (hour) => usual[hour]!)));
    const part = usual.map((powerW, hour) => (hour < 6 ? null : powerW));
    assert.ok(Number.isNaN(shapeReversal(part, (hour) => usual[hour]!)));
    assert.ok(Number.isNaN(shapeReversal(usual, () => Number.NaN)));
  });
});

describe('segment ring', () => {
  it('sums the last segments, also over some that are missing', () => {
    const ring = new SegmentRing();
    const facts = new Float64Array(FACTS);
    const out = new Float64Array(FACTS);
    for (const segment of [100, 101, 103, 120]) {
      ring.open(segment);
      facts.fill(segment);
      ring.add(facts, segment);
      ring.add(facts, segment + 1);
      if (segment === 103) {
        assert.equal(ring.sum(4, out), 100);
        assert.equal(out[FACT.STEPS], 2 * (100 + 101 + 103));
        assert.equal(ring.sum(2, out), 103);
      }
    }
    assert.equal(ring.sum(12, out), 120);
    assert.equal(out[FACT.STEPS], 240);
  });
});

describe('tail score', () => {
  it('is −log10 of the upper tail of the normal distribution', () => {
    // Q(z) to ten digits: NIST Handbook of Mathematical Functions, table 26.1 and 26.2.
    for (const [z, q] of [
      [0.5, 0.3085375387],
      [1, 0.1586552539],
      [1.9, 0.0287165598],
      [2, 0.0227501319],
      [3, 1.349898032e-3],
      [4, 3.167124183e-5],
      [5, 2.866515719e-7],
      [6, 9.86587645e-10],
    ] as const) {
      assert.ok(Math.abs(tailScore(z) + Math.log10(q)) < 2e-6, `${z}: ${tailScore(z)}`);
    }
    assert.equal(tailScore(-1), 0);
    assert.equal(tailScore(Number.NaN), 0);
    assert.equal(tailScore(100), 12);
  });

  it('never falls', () => {
    for (let z = 0.001; z < 9; z += 0.001) assert.ok(tailScore(z + 0.001) >= tailScore(z) - 1e-6, `at ${z}`);
  });
});

describe('tail calibration', () => {
  it('gives the share of usual values below, and goes on exponentially', () => {
    const random = numbers(11);
    const values = Array.from({ length: 20_000 }, () => -Math.log(1 - random()));
    const tail = TailCalibration.of(values)!;
    for (const share of [0.1, 0.5, 0.9, 0.99, 0.999, 0.99999]) {
      // The mean excess of 2,000 values is known to 2 %, and the exponent with it.
      const exponent = Math.log(1 - tail.shareBelow(-Math.log(1 - share))) / Math.log(1 - share);
      assert.ok(Math.abs(exponent - 1) < 0.06, `${share}: ${exponent}`);
    }
    assert.ok(Number.isNaN(tail.shareBelow(Number.NaN)));
  });

  it('is none of too few values, and never falls or leaves 0 to 1', () => {
    assert.equal(TailCalibration.of([1, 2, Number.NaN]), undefined);
    const tail = TailCalibration.of(Array.from({ length: 30 }, (_, i) => i % 7))!;
    let before = 0;
    for (let value = -1; value < 20; value += 0.1) {
      const share = tail.shareBelow(value);
      assert.ok(share >= before && share <= 1);
      before = share;
    }
  });
});

describe('meter baseline', () => {
  const values = (value: number) => new Float64Array(STATISTICS).fill(value);

  it('has the mean and, shrunk to the prior of six days, the spread of what it learned', () => {
    const baseline = new MeterBaseline();
    const levels = [5, 6, 7, 6.5, 5.5, 6, 7.5];
    for (const level of levels) baseline.learn(0, values(level));
    const mean = levels.reduce((a, b) => a + b) / levels.length;
    const variance = levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / levels.length;
    // Prior of a level by part of the day: 0.5.
    const spread = Math.sqrt(((7 * variance + 6 * 0.25) / 13) * (1 + 1 / 7));
    assert.ok(Math.abs(baseline.mean(0, STATISTIC.LEVEL) - mean) < 1e-12);
    assert.ok(Math.abs(baseline.spread(0, STATISTIC.LEVEL) - spread) < 1e-12);
    assert.ok(Number.isNaN(baseline.mean(1, STATISTIC.LEVEL)));
  });

  it('follows a season, but its voltage response only so far from where it was', () => {
    const baseline = new MeterBaseline();
    for (let day = 0; day < 10; day++) baseline.learn(4, values(0.2));
    baseline.anchor();
    for (let day = 0; day < 200; day++) baseline.learn(4, values(0.4));
    assert.ok(Math.abs(baseline.mean(4, STATISTIC.LEVEL) - 0.4) < 0.01);
    assert.ok(Math.abs(baseline.responseOhm - 0.26) < 1e-12);
  });
});

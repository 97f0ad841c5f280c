import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ageingRate } from '../../../lib/assets/ageing';
import { type LoadStep, loadProfile } from '../../../lib/assets/load-profile';
import { judgeTemperatures } from '../../../lib/assets/thermal-limits';

const near = (actual: number, expected: number, within: number, what = '') =>
  assert.ok(Math.abs(actual - expected) <= within, `${what} ${actual} is not within ${within} of ${expected}`);

/** The transformer of the load-step example of IEC 60076-7: rise 38.3 K, hot-spot factor 1.4, gradient 14.5 K. */
const EXAMPLE = { kind: 'power-onaf', topOilRiseK: 38.3, hotSpotRiseK: 1.4 * 14.5, lossRatio: 1000 } as const;
const START = { topOilC: 25.6 + 12.7, h1K: 0, h2K: 0 };
/** Until minute, load factor, expected top oil and hot spot. */
const COURSE = [
  [190, 1.0, 61.9, 83.8],
  [365, 0.6, 44.4, 54.0],
  [500, 1.5, 89.2, 127.0],
  [705, 0.3, 35.0, 37.54],
  [730, 2.1, 67.9, 138.6],
  [745, 0, 60.3, 75.3],
] as const;

describe('thermal model of transformers', () => {
  it('follows the load steps of the standard within 0.1 K, whatever the step', () => {
    for (const length of [1, 3, 1000]) {
      const { steps, ends } = course(length);
      const points = loadProfile(EXAMPLE, steps, START);
      COURSE.forEach(([minute, , topOilC, hotSpotC], i) => {
        const point = points[ends[i]!]!;
        near(point.endMinutes, minute, 1e-9);
        // No exact solution meets the row of minute 500; by the equations it is 0.6 and 1.1 K off.
        const isOdd = minute === 500;
        near(point.topOilC, topOilC, isOdd ? 0.7 : 0.1, `top oil at ${minute}`);
        near(point.hotSpotC, hotSpotC, isOdd ? 1.1 : 0.1, `hot spot at ${minute}`);
      });
    }
  });

  it('does not depend on how a load is cut into steps', () => {
    const load = fc.record({
      minutes: fc.double({ min: 0.5, max: 300, noNaN: true }),
      loadFactor: fc.double({ min: 0, max: 1.8, noNaN: true }),
      ambientC: fc.double({ min: -30, max: 45, noNaN: true }),
    });
    const rating = fc.record({
      kind: fc.constantFrom('power-onan' as const, 'power-onaf' as const, 'distribution' as const),
      paper: fc.constantFrom('kraft' as const, 'upgraded' as const),
    });
    fc.assert(
      fc.property(
        rating,
        fc.array(load, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 2, max: 9 }),
        (r, steps, n) => {
          const whole = loadProfile(r, steps).at(-1)!;
          const cut = steps.flatMap((step) => Array<LoadStep>(n).fill({ ...step, minutes: step.minutes / n }));
          const parts = loadProfile(r, cut).at(-1)!;
          near(parts.topOilC, whole.topOilC, 1e-9);
          near(parts.hotSpotC, whole.hotSpotC, 1e-9);
          near(parts.agedHours, whole.agedHours, 1e-5 * whole.agedHours);
        },
      ),
      { seed: 8, numRuns: 60 },
    );
  });

  it('settles at ambient and the rated rises under rated load', () => {
    for (const kind of ['power-onan', 'power-onaf', 'distribution'] as const) {
      const rating = { kind, topOilRiseK: 52, hotSpotRiseK: 23 };
      const [point] = loadProfile(rating, [{ minutes: 5000, loadFactor: 1, ambientC: 20 }], {
        topOilC: 20,
        h1K: 0,
        h2K: 0,
      });
      near(point!.topOilC, 72, 1e-6);
      near(point!.hotSpotC, 95, 1e-6);
    }
  });

  it('integrates the ageing: a day at 98 °C is a day of kraft paper, at 110 °C four', () => {
    const day = (ambientC: number) => loadProfile({}, [{ minutes: 1440, loadFactor: 1, ambientC }])[0]!.agedHours;
    near(day(20), 24, 1e-9);
    near(day(32), 96, 1e-9);
  });

  it('ages as the tables of the standards say', () => {
    const upgraded = [
      [80, 0.0358],
      [98, 0.2817],
      [110, 1],
      [120, 2.7089],
      [140, 17.1995],
      [160, 92.06],
    ] as const;
    for (const [celsius, rate] of upgraded) {
      // Half of the last digit that the table prints.
      near(ageingRate(celsius, 'upgraded'), rate, celsius === 160 ? 5e-3 : 5e-5, `at ${celsius} °C`);
    }
    for (const [celsius, rate] of [
      [80, 0.125],
      [98, 1],
      [110, 4],
    ] as const) {
      near(ageingRate(celsius, 'kraft'), rate, 1e-12);
    }
  });

  it('has a finite, never falling rate at any temperature', () => {
    const celsius = fc.double({ min: -1e4, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(celsius, celsius, fc.constantFrom('kraft' as const, 'upgraded' as const), (a, b, paper) => {
        const [cool, hot] = [ageingRate(Math.min(a, b), paper), ageingRate(Math.max(a, b), paper)];
        assert.ok(cool >= 0 && cool <= hot && Number.isFinite(hot));
      }),
      { seed: 8 },
    );
  });

  it('tells which loading allows the temperatures, and why not a milder one', () => {
    const loading = (topOilC: number, hotSpotC: number) => judgeTemperatures(topOilC, hotSpotC).loading;
    assert.equal(loading(105, 120), 'normal');
    assert.equal(loading(105.1, 100), 'long-emergency');
    assert.equal(loading(115, 140), 'long-emergency');
    assert.equal(loading(90, 140.1), 'short-emergency');
    assert.equal(loading(90, 160.1), 'beyond');
    assert.equal(loading(115.1, 100), 'beyond');
    assert.equal(
      judgeTemperatures(90, 150).because,
      'hot spot 150.0 °C above 140 °C, the limit of long-time emergency loading',
    );
    assert.match(judgeTemperatures(60, 80).because, /within the limits of normal cyclic loading/);
    assert.match(
      judgeTemperatures(120, 170).because,
      /top oil 120.0 °C above 115 °C and hot spot 170.0 °C above 160 °C/,
    );
  });

  it('names the step that is wrong', () => {
    assert.throws(() => loadProfile({}, [{ minutes: Number.NaN, loadFactor: 1, ambientC: 20 }]), /step 0: minutes/);
    assert.throws(() => loadProfile({}, [{ minutes: 5, loadFactor: -1, ambientC: 20 }]), /step 0: loadFactor/);
    assert.throws(() => loadProfile({}, [{ minutes: 5, loadFactor: 1, ambientC: 900 }]), /step 0: ambientC/);
    assert.throws(() => loadProfile({ topOilRiseK: 0 }, []), /topOilRiseK/);
  });
});

/** The course cut into steps of at most so many minutes, and the index of the step that ends each part. */
function course(length: number): { steps: LoadStep[]; ends: number[] } {
  const steps: LoadStep[] = [];
  let minute = 0;
  const ends = COURSE.map(([until, loadFactor]) => {
    while (minute < until) {
      const minutes = Math.min(length, until - minute);
      steps.push({ minutes, loadFactor, ambientC: 25.6 });
      minute += minutes;
    }
    return steps.length - 1;
  });
  return { steps, ends };
}

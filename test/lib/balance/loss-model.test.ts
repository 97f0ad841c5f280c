import assert from 'node:assert/strict';
import fc from 'fast-check';
import { blendLoss, fitLoss, lossW } from '../../../lib/balance/loss-model';

const noise = (t: number) => Math.sin(t * 12.9898) * 20;
const loads = Float64Array.from(
  { length: 144 },
  (_, t) => 20_000 + 15_000 * Math.sin((t / 144) * 2 * Math.PI) + 50 * t,
);

describe('loss model', () => {
  it('is a constant and a part that grows with the square of the load', () => {
    assert.equal(lossW({ constantW: 100, perKw2: 0.4 }, 50_000), 100 + 0.4 * 2500);
    assert.equal(lossW({ constantW: 100, perKw2: 0.4 }, -50_000), 100 + 0.4 * 2500);
  });

  it('gives known coefficients back exactly', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 500, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (a, b) => {
        const missing = loads.map((watt) => a + b * (watt / 1000) ** 2);
        const { constantW, perKw2 } = fitLoss(loads, missing, loads, 1)!;
        assert.ok(Math.abs(constantW - a) < 1e-6 * (1 + a) && Math.abs(perKw2 - b) < 1e-9);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('is not led astray by a tenth of windows that are far off', () => {
    const missing = loads.map((watt, t) => 200 + 0.4 * (watt / 1000) ** 2 + noise(t) + (t % 10 === 0 ? 3000 : 0));
    const { constantW, perKw2 } = fitLoss(loads, missing, loads, 1)!;
    assert.ok(Math.abs(constantW - 200) < 10, `${constantW} W`);
    assert.ok(Math.abs(perKw2 - 0.4) < 0.02, `${perKw2} W/kW²`);
  });

  it('has no negative part', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 144, maxLength: 144 }),
        (y) => {
          const { constantW, perKw2 } = fitLoss(loads, y, loads, 1)!;
          assert.ok(constantW >= 0 && perKw2 >= 0);
        },
      ),
      { seed: 2, numRuns: 100 },
    );
  });

  it('is at most the largest share of what went in', () => {
    const missing = loads.map((watt) => 0.2 * watt);
    const model = fitLoss(loads, missing, loads, 0.06)!;
    const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(sum(loads.map((watt) => lossW(model, watt))) / sum(loads) - 0.06) < 1e-9);
  });

  it('is the mean of the days at first, and slow after a month', () => {
    const day = (constantW: number) => ({ constantW, perKw2: 0 });
    const second = blendLoss(blendLoss(undefined, day(100), 0), day(200), 1);
    assert.equal(second.constantW, 150);
    assert.equal(blendLoss(day(100), day(400), 300).constantW, 110);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Flag, MeterReading } from '../../../lib/messages';
import { MeterEnergy } from '../../../lib/stream/meter-energy';
import { interval, reading } from '../consumption/readings';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const settings = { maximumGapMs: 15 * MINUTE, maximumPowerW: 100_000 };

function setUp() {
  const parts: { fromMs: number; toMs: number; energyWh: number; isEstimated: boolean }[] = [];
  const energy = new MeterEnergy(4, settings, {
    book: (_slot, fromMs, toMs, energyWh, isEstimated) => parts.push({ fromMs, toMs, energyWh, isEstimated }),
  });
  const take = (...readings: MeterReading[]) => {
    for (const r of readings) energy.take(0, r);
    return parts.splice(0);
  };
  return { energy, take };
}
const register = (timeMs: number, importWh: number, flags: Flag[] = [], more: Partial<MeterReading> = {}) =>
  reading('m', timeMs, { importWh, flags, ...more });
const watts = (timeMs: number, activePowerW: number, more: Partial<MeterReading> = {}) =>
  reading('m', timeMs, { activePowerW, ...more });

describe('energy of a meter', () => {
  it('is the difference of its register', () => {
    const { take, energy } = setUp();
    assert.deepEqual(take(register(0, 5000), register(HOUR, 6200)), [
      { fromMs: 0, toMs: HOUR, energyWh: 1200, isEstimated: false },
    ]);
    assert.deepEqual([energy.loadW, energy.loadFromMs, energy.loadToMs], [1200, 0, HOUR]);
  });

  it('has no energy and no load where a register goes back, and goes on from there', () => {
    const { take, energy } = setUp();
    assert.deepEqual(take(register(0, 5000), register(MINUTE, 10)), []);
    assert.ok(Number.isNaN(energy.loadW));
    assert.equal(take(register(2 * MINUTE, 30))[0]?.energyWh, 20);
  });

  it('does not believe a jump', () => {
    const { take, energy } = setUp();
    assert.deepEqual(take(register(0, 5000), register(MINUTE, 5000 + 1667)), []);
    assert.equal(energy.implausibleCount, 1);
    assert.equal(take(register(2 * MINUTE, 6677))[0]?.energyWh, 10);
  });

  it('does not look at zeros after a restart, so that nothing is lost', () => {
    const { take } = setUp();
    take(register(0, 5000));
    assert.deepEqual(take(register(MINUTE, 0, ['zero-after-restart'])), []);
    assert.equal(take(register(2 * MINUTE, 5040))[0]?.energyWh, 40);
  });

  it('begins anew after a counter reset and after a jump of the clock', () => {
    for (const flag of ['counter-reset', 'clock-jump'] as const) {
      const { take } = setUp();
      take(register(0, 5000));
      assert.deepEqual(take(register(MINUTE, 5010, [flag])), []);
      assert.equal(take(register(2 * MINUTE, 5030))[0]?.energyWh, 20);
    }
  });

  it('goes on at the next power of ten after a rollover', () => {
    const { take } = setUp();
    take(register(0, 99_999_900));
    assert.equal(take(register(MINUTE, 50, ['rollover']))[0]?.energyWh, 150);
  });

  it('is estimated over a long gap, and unknown over two days', () => {
    const { take } = setUp();
    take(register(0, 1000));
    assert.equal(take(register(5 * HOUR, 2000))[0]?.isEstimated, true);
    assert.deepEqual(take(register(60 * HOUR, 3000)), []);
  });

  it('changes nothing for a register that is older than the last one', () => {
    const { take } = setUp();
    take(register(0, 1000), register(2 * MINUTE, 1020));
    assert.deepEqual(take(register(MINUTE, 1010)), []);
    assert.equal(take(register(3 * MINUTE, 1030))[0]?.energyWh, 10);
  });

  it('holds the last power, at most for the gap', () => {
    const { take } = setUp();
    assert.deepEqual(take(watts(0, 600), watts(10 * MINUTE, 1200), watts(HOUR, 0)), [
      { fromMs: 0, toMs: 10 * MINUTE, energyWh: 100, isEstimated: false },
      { fromMs: 10 * MINUTE, toMs: 25 * MINUTE, energyWh: 300, isEstimated: false },
    ]);
  });

  it('takes export as no consumption', () => {
    const { take, energy } = setUp();
    assert.equal(take(watts(0, -600), watts(10 * MINUTE, 1200))[0]?.energyWh, 0);
    take(watts(11 * MINUTE, -50));
    assert.equal(energy.loadW, -50);
  });

  it('does not hold power that is implausible, or over a jump of the clock', () => {
    const { take } = setUp();
    take(watts(0, 600));
    assert.deepEqual(take(watts(MINUTE, 9e6, { flags: ['implausible-power'], quality: 'suspect' })), []);
    assert.equal(take(watts(2 * MINUTE, 600))[0]?.energyWh, 20);
    assert.deepEqual(take(watts(9 * MINUTE, 600, { flags: ['clock-jump'] })), []);
  });

  it('goes to the best source and books no time twice', () => {
    const { take } = setUp();
    take(watts(0, 600));
    assert.deepEqual(take(register(MINUTE, 1000, [], { activePowerW: 900 })), [
      { fromMs: 0, toMs: MINUTE, energyWh: 10, isEstimated: false },
    ]);
    assert.deepEqual(take(watts(2 * MINUTE, 600)), []);
    assert.equal(take(register(3 * MINUTE, 1030, [], { activePowerW: 900 }))[0]?.fromMs, MINUTE);
    assert.equal(take(interval('m', HOUR, 0.5))[0]?.energyWh, 500);
    assert.deepEqual(take(register(2 * HOUR, 1600), register(3 * HOUR, 2000)), []);
  });

  it('falls back to the next source after two days without the best', () => {
    const { take } = setUp();
    take(interval('m', 0, 0.5));
    take(register(40 * HOUR, 1600));
    assert.deepEqual(take(register(48 * HOUR, 2000)), []);
    assert.deepEqual(take(register(50 * HOUR, 2100)), [
      { fromMs: 48 * HOUR, toMs: 50 * HOUR, energyWh: 100, isEstimated: true },
    ]);
  });

  it('tells the power of a reading before that of its register', () => {
    const { take, energy } = setUp();
    take(register(0, 1000), register(MINUTE, 1010, [], { activePowerW: 777 }));
    assert.deepEqual([energy.loadW, energy.loadFromMs], [777, MINUTE]);
    take(interval('m', HOUR, 0.5));
    assert.deepEqual([energy.loadW, energy.loadFromMs, energy.loadToMs], [500, HOUR, 2 * HOUR]);
  });

  it('survives damaged numbers', () => {
    const { take, energy } = setUp();
    const damaged = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, undefined];
    for (const [i, value] of damaged.entries()) {
      assert.deepEqual(take(reading('m', i, { activePowerW: value, importWh: value })), []);
      assert.ok(Number.isNaN(energy.loadW));
    }
  });

  it('gives back what a register counted: the parts add up to last minus first', () => {
    const steps = fc.array(fc.record({ wh: fc.nat(500), minutes: fc.integer({ min: 1, max: 30 }) }), { maxLength: 40 });
    fc.assert(
      fc.property(steps, (list) => {
        const { take } = setUp();
        let timeMs = 0;
        let importWh = 1000;
        const parts = take(register(0, 1000));
        for (const { wh, minutes } of list) {
          timeMs += minutes * MINUTE;
          importWh += wh;
          parts.push(...take(register(timeMs, importWh)));
        }
        assert.equal(
          parts.reduce((sum, p) => sum + p.energyWh, 0),
          importWh - 1000,
        );
        for (const [i, p] of parts.entries()) assert.equal(p.fromMs, i === 0 ? 0 : parts[i - 1]!.toMs);
      }),
      { seed: 41, numRuns: 100 },
    );
  });
});

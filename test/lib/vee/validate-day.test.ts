import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NO_TAIL } from '../../../lib/vee';
import { CLEAN, like, validated, withValues } from './days';

const SUM = CLEAN.reduce((a, b) => a + b, 0);

describe('validation of a day', () => {
  it('lets a clean day through as it came', () => {
    const day = validated(CLEAN);
    assert.deepEqual(day.wh, CLEAN);
    assert.ok(day.quality.every((q) => q === 'good') && day.rule.every((r) => r === 'good'));
    assert.deepEqual(day.tail, { lastWh: 400, soundWh: 400, run: 1, idleDays: 0 });
  });

  it('says gap of what is missing, and nothing when the rule is off', () => {
    const day = validated(withValues({ 5: null }), { estimation: false });
    assert.deepEqual([day.quality[5], day.rule[5], day.wh[5]], ['missing', 'gap', 0]);
    assert.equal(day.quality.filter((q) => q === 'good').length, 23);
    const off = validated(withValues({ 5: null }), { rules: ['spike'] });
    assert.deepEqual([off.quality[5], off.rules[5]], ['missing', []]);
  });

  it('negative: below zero, and not zero', () => {
    const day = validated(withValues({ 3: -0.001, 4: 0 }));
    assert.deepEqual([day.of('negative'), day.quality[3], day.wh[3]], [[3], 'suspect', -0.001]);
  });

  describe('spike', () => {
    it('speaks above 1.8 times over the third highest, not at it', () => {
      // The third highest is 1100 beside a peak at 10: 1100 × 2.8 = 3080.
      assert.deepEqual(validated(withValues({ 10: 3080 })).all, []);
      const day = validated(withValues({ 10: 3080.01 }));
      assert.deepEqual([day.of('spike'), day.quality[10], day.wh[10]], [[10], 'suspect', 3080.01]);
    });
    it('speaks of both when the two highest stand out, and of none when three do', () => {
      assert.deepEqual(validated(withValues({ 10: 4000, 12: 5000 })).of('spike'), [10, 12]);
      assert.deepEqual(validated(withValues({ 10: 4000, 12: 5000, 14: 4500 })).of('spike'), []);
    });
    it('says nothing without a third value above zero', () => {
      const flat = (a: number, b: number) => CLEAN.map((_, i) => (i === 3 ? a : i === 9 ? b : 0));
      assert.deepEqual(validated(flat(900, 10)).of('spike'), []);
      assert.deepEqual(validated([9000, 100, ...Array<null>(22).fill(null)], { estimation: false }).of('spike'), []);
    });
    it('takes the limit from its setting', () => {
      assert.deepEqual(validated(withValues({ 10: 1700 }), { spikeRatio: 0.5 }).of('spike'), [10]);
      assert.deepEqual(validated(withValues({ 10: 1600 }), { spikeRatio: 0.5 }).of('spike'), []);
    });
  });

  describe('runs of one value', () => {
    it('frozen from three in a row', () => {
      assert.deepEqual(validated(withValues({ 9: 650 })).all, []);
      assert.deepEqual(validated(withValues({ 9: 650, 10: 650 })).of('frozen'), [8, 9, 10]);
      assert.deepEqual(validated(withValues({ 9: 650, 10: 650 }), { frozenIntervals: 4 }).of('frozen'), []);
    });
    it('frozen up to the last interval, and on from the day before', () => {
      assert.deepEqual(validated(withValues({ 21: 400, 22: 400 })).of('frozen'), [21, 22, 23]);
      const tail = { ...NO_TAIL, lastWh: 310, run: 2 };
      assert.deepEqual(validated(CLEAN, {}, { tail }).of('frozen'), [0]);
      assert.deepEqual(validated(CLEAN, {}, { tail: { ...tail, run: 1 } }).of('frozen'), []);
      const same = validated(withValues({ 21: 400, 22: 400 }));
      assert.deepEqual([same.tail.run, same.tail.soundWh], [3, Number.NaN]);
    });
    it('is broken by a missing interval', () => {
      assert.deepEqual(
        validated(withValues({ 8: 650, 9: null, 10: 650, 11: 650 }), { estimation: false }).of('frozen'),
        [],
      );
    });
    it('zero-run from the number of zeros that is set', () => {
      const zeros = withValues({ 4: 0, 5: 0, 6: 0, 7: 0 });
      assert.deepEqual(validated(zeros, { zeroRunIntervals: 4 }).of('zero-run'), [4, 5, 6, 7]);
      assert.deepEqual(validated(zeros, { zeroRunIntervals: 5 }).all, []);
      assert.deepEqual(validated(zeros).of('frozen'), []);
    });
  });

  it('step: more than so many kW from one interval to the next; the higher one is meant', () => {
    // 20 kW over an hour is 20,000 Wh; the spike rule is off to look at the step alone.
    const rules: ['step'] = ['step'];
    assert.deepEqual(validated(withValues({ 10: 20_600, 11: 20_620 }), { rules }).of('step'), []);
    assert.deepEqual(validated(withValues({ 10: 20_600.5, 11: 20_620 }), { rules }).of('step'), [10]);
    assert.deepEqual(validated(withValues({ 10: 20_600, 11: 20_640.5 }), { rules }).of('step'), [11]);
    const quarter = validated([100, 5101, 5000, 100], { rules, intervalMinutes: 15 });
    assert.deepEqual(quarter.of('step'), [1]);
    assert.deepEqual(validated(CLEAN, { rules }, { tail: { ...NO_TAIL, lastWh: 20_311 } }).of('step'), []);
    assert.deepEqual(
      validated(withValues({ 0: 20_311 }), { rules }, { tail: { ...NO_TAIL, lastWh: 310 } }).of('step'),
      [0],
    );
  });

  describe('usage', () => {
    const mean = SUM / 24;
    it('high-usage and low-usage at their limits', () => {
      // Limits of 4 and 1/4: multiples without rounding.
      const settings = { highUsageRatio: 4, lowUsageRatio: 0.25 };
      assert.deepEqual(validated(CLEAN, settings, { like: like(mean / 4) }).all, []);
      assert.equal(validated(CLEAN, settings, { like: like(mean / 4.001) }).of('high-usage').length, 24);
      assert.deepEqual(validated(CLEAN, settings, { like: like(mean * 4) }).all, []);
      assert.equal(validated(CLEAN, settings, { like: like(mean * 4.001) }).of('low-usage').length, 24);
    });
    it('says nothing of a day that is not whole, and nothing without like days', () => {
      assert.deepEqual(
        validated(withValues({ 9: null }), { estimation: false }, { like: like(1) }).of('high-usage'),
        [],
      );
      assert.deepEqual(validated(CLEAN, {}, { like: like(Number.NaN) }).all, []);
      assert.deepEqual(validated(CLEAN, {}, { like: like(-5) }).all, []);
    });
    it('unit-of-measure: a thousand times off, give or take the tolerance', () => {
      const rules: ['unit-of-measure'] = ['unit-of-measure'];
      const spoke = (times: number) =>
        validated(CLEAN, { rules }, { like: like(mean / times) }).of('unit-of-measure').length;
      assert.deepEqual([199, 201, 1000, 4999, 5001].map(spoke), [0, 24, 24, 24, 0]);
      assert.deepEqual([1 / 199, 1 / 201, 1 / 1000, 1 / 4999, 1 / 5001].map(spoke), [0, 24, 24, 24, 0]);
    });
  });

  describe('register-difference', () => {
    const register = (energyWh: number) => ({ register: { fromCell: 0, toCell: 24, energyWh } });
    const settings = { registerToleranceWh: 50, registerTolerancePercent: 0 };
    it('speaks beyond the tolerance, both ways', () => {
      for (const off of [50, -50, 0]) assert.deepEqual(validated(CLEAN, settings, register(SUM + off)).all, []);
      for (const off of [50.01, -50.01]) {
        assert.equal(validated(CLEAN, settings, register(SUM + off)).of('register-difference').length, 24);
      }
    });
    it('takes the larger one of Wh and percentage', () => {
      const percent = { registerToleranceWh: 1, registerTolerancePercent: 1 };
      assert.deepEqual(validated(CLEAN, percent, register(SUM / 0.991)).all, []);
      assert.equal(validated(CLEAN, percent, register(SUM / 0.989)).all.length, 1);
    });
    it('looks only at the intervals between the registers', () => {
      const span = { register: { fromCell: 2, toCell: 4, energyWh: 1000 } };
      assert.deepEqual(validated(CLEAN, settings, span).of('register-difference'), [2, 3]);
    });
    it('with a gap, only says when there is too much', () => {
      const gap = withValues({ 5: null });
      const off = { ...settings, estimation: false };
      assert.deepEqual(validated(gap, off, register(SUM)).of('register-difference'), []);
      assert.equal(validated(gap, off, register(SUM - 350 - 51)).of('register-difference').length, 23);
    });
  });

  it('inactive-meter: any consumption of one that is listed', () => {
    const day = validated(
      CLEAN.map((wh, i) => (i === 7 ? wh : 0)),
      {},
      { isInactive: true },
    );
    assert.deepEqual([day.of('inactive-meter'), day.all], [[7], ['inactive-meter']]);
    assert.deepEqual(
      validated(
        CLEAN.map(() => 0),
        {},
        { isInactive: true },
      ).all,
      [],
    );
  });

  it('inactive-meter: no consumption for so many days', () => {
    const zeros = CLEAN.map(() => 0);
    const rules: ['inactive-meter'] = ['inactive-meter'];
    const days = (idleDays: number) => validated(zeros, { rules, inactiveDays: 3 }, { tail: { ...NO_TAIL, idleDays } });
    assert.deepEqual([days(1).all, days(1).tail.idleDays], [[], 2]);
    assert.equal(days(2).of('inactive-meter').length, 24);
  });

  it('keeps what was noticed on arrival', () => {
    const marks = { 3: 1 << 18, 4: 1 << 19 };
    const day = validated(CLEAN, {}, {}, marks);
    assert.deepEqual([day.quality[3], day.rule[3]], ['suspect', 'received-suspect']);
    assert.deepEqual([day.quality[4], day.rule[4]], ['estimated', 'received-estimated']);
  });

  it('names all rules that spoke, the graver one first', () => {
    const day = validated(withValues({ 3: -5, 4: -5, 5: -5 }));
    assert.deepEqual(day.rules[3], ['negative', 'frozen']);
    assert.equal(day.rule[3], 'negative');
  });

  it('finds spikes and runs as a plain search does, whatever the day', () => {
    const cell = fc.option(fc.constantFrom(0, 0, 7, 7, 10, 19, 19.6, 21, 60, 200), { freq: 6 });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 3, maxLength: 25 }), (values) => {
        const day = validated(values, {
          zeroRunIntervals: 4,
          estimation: false,
          rules: ['spike', 'frozen', 'zero-run'],
        });
        const cells = [...values.keys()];
        const third = values.filter((wh) => wh !== null).sort((a, b) => b - a)[2];
        const spikes = third ? cells.filter((i) => values[i] !== null && (values[i]! - third) / third > 1.8) : [];
        const runs = (least: number, isMeant: (wh: number) => boolean) =>
          cells.filter((i) => {
            if (values[i] === null || !isMeant(values[i]!)) return false;
            let [from, to] = [i, i];
            while (values[from - 1] === values[i]) from--;
            while (values[to + 1] === values[i]) to++;
            return to - from + 1 >= least;
          });
        assert.deepEqual(day.of('spike'), spikes);
        assert.deepEqual(
          day.of('frozen'),
          runs(3, (wh) => wh !== 0),
        );
        assert.deepEqual(
          day.of('zero-run'),
          runs(4, (wh) => wh === 0),
        );
      }),
      { seed: 23, numRuns: 500 },
    );
  });
});

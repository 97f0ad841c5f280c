import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NO_TAIL } from '../../../lib/vee';
import { like, validated, withValues } from './days';

const byHour = like(500, (wall) => 100 + wall);

describe('estimation of a day', () => {
  it('interpolates two hours between sound ends', () => {
    // 320 before, 500 after: a third of the way, two thirds.
    const day = validated(withValues({ 5: null, 6: null }).map((wh, i) => (i === 7 ? 500 : wh)));
    assert.deepEqual([day.wh[5], day.wh[6]], [380, 440]);
    assert.deepEqual(
      [day.quality[5], day.rule[5], day.rules[5]],
      ['estimated', 'gap-interpolated', ['gap-interpolated']],
    );
  });

  it('takes like days from three hours on', () => {
    const gap = withValues({ 5: null, 6: null, 7: null });
    const day = validated(gap, {}, { like: byHour });
    assert.deepEqual([day.wh[5], day.wh[6], day.wh[7], day.rule[6]], [105, 106, 107, 'gap-like-days']);
    assert.deepEqual(validated(gap).rule.slice(5, 8), ['gap', 'gap', 'gap']);
    assert.deepEqual(validated(gap, { interpolateUpToMinutes: 180 }).rule[5], 'gap-interpolated');
    assert.deepEqual(validated(gap, { interpolateUpToMinutes: 179 }).rule[5], 'gap');
  });

  it('counts two hours of 15 min as eight intervals', () => {
    const values = (missing: number) =>
      Array.from({ length: 96 }, (_, i) => (i >= 10 && i < 10 + missing ? null : 200 + (i % 7)));
    assert.equal(validated(values(8), { intervalMinutes: 15 }).rule[10], 'gap-interpolated');
    assert.equal(validated(values(9), { intervalMinutes: 15 }).rule[10], 'gap');
  });

  it('does not interpolate from a suspect end', () => {
    const day = validated(withValues({ 4: -1, 5: null }), {}, { like: byHour });
    assert.equal(day.rule[5], 'gap-like-days');
  });

  it('begins at the last value of the day before, and does not reach into the next day', () => {
    const tail = { ...NO_TAIL, lastWh: 310, soundWh: 310 };
    const first = validated(withValues({ 0: null }), {}, { tail });
    assert.deepEqual([first.wh[0], first.rule[0]], [300, 'gap-interpolated']);
    assert.equal(validated(withValues({ 0: null })).rule[0], 'gap');
    assert.equal(validated(withValues({ 23: null })).rule[23], 'gap');
    assert.deepEqual(validated(withValues({ 23: null }), {}, { like: byHour }).wh[23], 123);
  });

  it('replaces what a rule spoke of when the setting says so, and keeps the rule', () => {
    const spike = withValues({ 10: 9000 });
    const day = validated(spike, { estimatedRules: ['spike'] });
    // Between 600 and 620.
    assert.deepEqual([day.wh[10], day.quality[10], day.rules[10]], [610, 'estimated', ['gap-interpolated', 'spike']]);
    const alone = validated(withValues({ 22: -1, 23: -2 }), { estimatedRules: ['negative'] });
    assert.deepEqual([alone.wh[23], alone.quality[23], alone.rule[23]], [-2, 'suspect', 'negative']);
    assert.equal(validated(spike, { estimatedRules: ['spike'], estimation: false }).quality[10], 'suspect');
  });

  describe('closing on the registers', () => {
    const whole = (energyWh: number) => ({ fromCell: 0, toCell: 24, energyWh });
    const gap = withValues({ 5: null, 6: null, 7: null });
    const rest = gap.reduce<number>((sum, wh) => sum + (wh ?? 0), 0);

    it('scales like days to what the registers leave', () => {
      // 105 + 106 + 107 = 318; twice that is left.
      const day = validated(gap, {}, { like: byHour, register: whole(rest + 636) });
      assert.deepEqual(day.wh.slice(5, 8), [210, 212, 214]);
      assert.equal(day.rule[5], 'gap-like-days-scaled');
    });
    it('closes to the last µWh where the shares do not come out even', () => {
      const day = validated(gap, {}, { like: like(1), register: whole(rest + 100) });
      assert.deepEqual(day.wh.slice(5, 8), [33.333333, 33.333334, 33.333333]);
    });
    it('shares evenly when the like days are zero', () => {
      const day = validated(gap, {}, { like: like(0), register: whole(rest + 90) });
      assert.deepEqual(day.wh.slice(5, 8), [30, 30, 30]);
    });
    it('leaves interpolated values as they are', () => {
      const both = withValues({ 5: null, 6: null, 7: null, 10: null });
      const register = whole(rest - 580 + 610 + 318);
      const day = validated(both, {}, { like: byHour, register });
      assert.deepEqual([day.wh[10], ...day.wh.slice(5, 8)], [610, 105, 106, 107]);
    });
    it('does not scale when an interval in between stays missing or the rest is too much already', () => {
      const some = like(1, (wall) => (wall === 6 ? Number.NaN : 100));
      const missing = validated(gap, {}, { like: some, register: whole(rest + 636) });
      assert.deepEqual(missing.rule.slice(5, 8), ['gap-like-days', 'gap', 'gap-like-days']);
      const tooMuch = validated(gap, {}, { like: byHour, register: whole(rest - 300) });
      assert.deepEqual([tooMuch.rule[5], tooMuch.rule[8]], ['gap-like-days', 'register-difference']);
    });
    it('does not scale what lies outside the registers', () => {
      const day = validated(gap, {}, { like: byHour, register: { fromCell: 6, toCell: 8, energyWh: 426 } });
      assert.deepEqual(day.wh.slice(5, 8), [105, 212, 214]);
      assert.deepEqual(day.rule.slice(5, 8), ['gap-like-days', 'gap-like-days-scaled', 'gap-like-days-scaled']);
    });
    it('sums up to the difference whatever is missing, counted in whole µWh', () => {
      const cell = fc.option(
        fc.integer({ min: 0, max: 3_000_000_000 }).map((micro) => micro / 1e6),
        { freq: 2 },
      );
      fc.assert(
        fc.property(
          fc.array(cell, { minLength: 24, maxLength: 24 }),
          fc.nat(20_000_000_000),
          fc.nat(1000),
          (values, extra, scale) => {
            const measured = values.reduce<number>((sum, wh) => sum + Math.round((wh ?? 0) * 1e6), 0);
            const target = measured + extra;
            const day = validated(
              values,
              { rules: ['gap'], interpolateUpToMinutes: 0 },
              {
                like: like(1, (wall) => (wall * scale) / 7),
                register: whole(target / 1e6),
              },
            );
            if (!values.includes(null)) return;
            const sum = day.wh.reduce((total, wh) => total + Math.round(wh * 1e6), 0);
            assert.equal(sum, target);
          },
        ),
        { seed: 7, numRuns: 300 },
      );
    });
  });

  it('never changes a good value, and gives every interval one quality', () => {
    const cell = fc.option(fc.oneof(fc.integer({ min: -100, max: 3000 }), fc.constantFrom(0, 500)), { freq: 4 });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 24, maxLength: 24 }), fc.boolean(), (values, replaces) => {
        const day = validated(values, replaces ? { estimatedRules: ['spike', 'frozen', 'negative'] } : {}, {
          like: byHour,
        });
        for (const [i, wh] of values.entries()) {
          if (day.quality[i] === 'good') assert.deepEqual([day.wh[i], day.rules[i]], [wh, []]);
          else assert.ok(day.rules[i]!.length > 0);
          if (day.quality[i] === 'suspect') assert.equal(day.wh[i], wh);
          assert.equal(day.quality[i] === 'missing', wh === null && day.rule[i] === 'gap');
        }
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});

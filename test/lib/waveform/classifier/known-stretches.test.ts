import assert from 'node:assert/strict';
import fc from 'fast-check';
import { knownStretches } from '../../../../lib/waveform/classifier/known-stretches';

const gap = (fromMs: number, toMs: number) => ({ fromMs, toMs, reason: `${fromMs} to ${toMs}` });

describe('known stretches of a record', () => {
  it('are what lies between its gaps', () => {
    assert.deepEqual(knownStretches([], 1000, 50), [{ from: 0, to: 50, endedBy: undefined }]);
    const [late, early] = [gap(30, 35), gap(10, 12)];
    assert.deepEqual(knownStretches([late, early], 1000, 50), [
      { from: 0, to: 10, endedBy: early },
      { from: 12, to: 30, endedBy: late },
      { from: 35, to: 50, endedBy: undefined },
    ]);
    assert.deepEqual(knownStretches([gap(-5, 60)], 1000, 50), []);
  });

  it('hold each sample that is in no gap, and no other', () => {
    const gaps = fc.array(fc.tuple(fc.integer({ min: -20, max: 260 }), fc.integer({ min: 0, max: 90 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(gaps, fc.constantFrom(1000, 2401.5, 10_000), (pairs, rateHz) => {
        const all = pairs.map(([from, length]) => gap(from / 2, (from + length) / 2));
        const length = 300;
        const known = new Array<boolean>(length).fill(false);
        for (const { from, to } of knownStretches(all, rateHz, length)) known.fill(true, from, to);
        for (let i = 0; i < length; i++) {
          const ms = (i * 1000) / rateHz;
          const isIn = all.some(({ fromMs, toMs }) => ms >= fromMs - 1e-7 && ms < toMs - 1e-7);
          if (known[i] === isIn) return false;
        }
        return true;
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});

import assert from 'node:assert/strict';
import { recordAt } from '../../../bench/fault-eval/recorder';

const tone = (frequencyHz: number, rateHz: number, seconds: number) =>
  Float32Array.from({ length: Math.round(rateHz * seconds) + 1 }, (_, n) =>
    Math.sin((2 * Math.PI * frequencyHz * n) / rateHz),
  );

/** Away from the ends, where the filter knows only half. */
const largestInside = (values: readonly number[]) =>
  Math.max(...values.slice(values.length / 4, (3 * values.length) / 4).map(Math.abs));

describe('the recorder of the fault evaluation', () => {
  for (const toHz of [1200, 2400, 4800, 20_000]) {
    it(`keeps a tone of 180 Hz at ${toHz} Hz, sample by sample`, () => {
      const recorded = recordAt(tone(180, 10_000, 0.2), 10_000, toHz);
      const expected = tone(180, toHz, 0.2);
      assert.ok(Math.abs(recorded.length - expected.length) <= 1);
      assert.ok(largestInside([...recorded].map((value, i) => value - expected[i]!)) < 0.005);
    });
  }

  it('lets through nothing that would be folded back', () => {
    for (const frequencyHz of [700, 1100, 1300, 2300]) {
      const recorded = recordAt(tone(frequencyHz, 10_000, 0.2), 10_000, 1200);
      assert.ok(largestInside([...recorded]) < 0.02, `${frequencyHz} Hz: ${largestInside([...recorded])}`);
    }
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Dice } from '../../../training/faults/dice';
import type { RawRecord } from '../../../training/faults/raw-record';
import { PLAIN, recorded, sampledAt } from '../../../training/faults/recorder';
import { NO_SYMMETRIES } from '../../../training/faults/symmetry';

const sine = (hertz: number, rateHz: number, count: number) =>
  Float32Array.from({ length: count }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / rateHz));
const rms = (values: ArrayLike<number>) =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0) / values.length);

const EVENT: RawRecord = {
  name: 'sines',
  currents: [sine(60, 10_000, 726), sine(60, 10_000, 726), sine(60, 10_000, 726)],
  sampleRateHz: 10_000,
  frequencyHz: 60,
  classIndex: 0,
  group: 0,
  symmetries: NO_SYMMETRIES,
};

describe('recorder of training events', () => {
  it('samples what is far below half the rate as it is, up and down', () => {
    for (const rateHz of [1200, 2400, 4800, 9999, 20_000]) {
      const samples = sampledAt(sine(60, 10_000, 1000), 10_000, rateHz);
      const inner = samples.subarray(Math.ceil(rateHz * 0.01), Math.floor(rateHz * 0.09));
      const at = (i: number) => Math.sin((2 * Math.PI * 60 * (i + Math.ceil(rateHz * 0.01))) / rateHz);
      assert.ok(
        inner.every((value, i) => Math.abs(value - at(i)) < 0.02),
        `${rateHz} Hz`,
      );
    }
  });

  it('lets nothing through that the lower rate would fold back', () => {
    const folded = sampledAt(sine(1000, 10_000, 1000), 10_000, 1200);
    assert.ok(rms(folded.subarray(12, -12)) < 0.02);
  });

  it('adds noise at the ratio that was asked for, and offsets of the size that was asked for', () => {
    const noisy = recorded(EVENT, { ...PLAIN, snrDb: 20 }, new Dice(1, 'noise'));
    const noise = noisy.samples.flatMap((channel, phase) =>
      Array.from(channel, (value, i) => value - EVENT.currents[phase as 0]![i]!),
    );
    const ratioDb = 20 * Math.log10(rms(EVENT.currents[0]) / rms(noise));
    assert.ok(Math.abs(ratioDb - 20) < 0.3, `${ratioDb} dB`);
    const shifted = recorded(EVENT, { ...PLAIN, offsets: [0.02, 0, 0], gain: 0.5 }, new Dice(1, 'offset'));
    assert.ok(Math.abs(shifted.samples[0][0]! - 0.5 * 0.02 * rms(EVENT.currents[0])) < 1e-6);
  });

  it('leaves the event as it is without any of that', () => {
    assert.deepEqual(recorded(EVENT, PLAIN, new Dice(1, 'plain')).samples, EVENT.currents);
  });
});

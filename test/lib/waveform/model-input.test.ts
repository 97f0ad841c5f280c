import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { MODEL_CHANNELS, MODEL_FEATURES, MODEL_SAMPLES, modelInput } from '../../../lib/waveform/model-input';
import { eventOf, shortCircuit, sineOf } from './events';

describe('modelInput', () => {
  it('has the shapes of the model and ends sharply with the decision window', () => {
    const event = eventOf((cycles, phase) => 7 * shortCircuit(cycles, 0.5, phase, 1));
    for (const cyclesAfter of [1, 1.5, 3]) {
      const { waves, features, peak } = modelInput(event, 500 / 60, { cyclesAfter });
      assert.equal(waves.length, MODEL_CHANNELS * MODEL_SAMPLES);
      assert.equal(features.length, MODEL_FEATURES);
      const known = 32 + cyclesAfter * 64;
      const mask = waves.subarray(7 * MODEL_SAMPLES);
      assert.deepEqual(
        [...mask],
        [...mask].map((_, i) => (i < known ? 1 : 0)),
      );
      for (let c = 0; c < 7; c++)
        assert.ok(waves.subarray(c * MODEL_SAMPLES + known, (c + 1) * MODEL_SAMPLES).every((value) => value === 0));
      assert.ok(Math.max(...waves.subarray(0, 3 * MODEL_SAMPLES).map(Math.abs)) === 1);
      assert.ok(Math.abs(features[0]! - Math.log10(peak) / 2) < 1e-6);
      assert.ok(Math.abs(features[1]! - cyclesAfter / 3) < 1e-6);
    }
  });

  it('is the same at any sample rate and frequency', () => {
    const of = (cycles: number, phase: number) =>
      4 * sineOf(cycles, phase) + sineOf(5 * cycles, phase) + 0.8 * sineOf(2 * cycles, phase) - 1;
    const wanted = modelInput(eventOf(of), 1000 / 60);
    for (const sampleRateHz of [1200, 2400, 10_000, 20_000, 100_000])
      for (const frequencyHz of [50, 60]) {
        const { waves, features } = modelInput(eventOf(of, { sampleRateHz, frequencyHz }), 1000 / frequencyHz);
        const off = (least: number, most: number) =>
          Math.max(
            ...waves.subarray(0, 3 * MODEL_SAMPLES).map((value, i) => {
              const place = i % MODEL_SAMPLES;
              return place < least || place > most ? 0 : Math.abs(value - wanted.waves[i]!);
            }),
          );
        // Near the cut the samples that the filter would need are not looked at.
        assert.ok(
          off(0, MODEL_SAMPLES - 40) < 4e-3 && off(0, MODEL_SAMPLES) < 0.03,
          `waves at ${sampleRateHz} Hz, ${frequencyHz} Hz: ${off(0, 184)}, ${off(0, 224)}`,
        );
        // Here zero and negative sequence are nothing but rounding, of which the logarithm says nothing.
        const offFeature = Math.max(
          ...features.map((value, i) => ([2, 3, 13, 14].includes(i) ? 0 : Math.abs(value - wanted.features[i]!))),
        );
        assert.ok(offFeature < 0.02, `features at ${sampleRateHz} Hz, ${frequencyHz} Hz: ${offFeature}`);
      }
  });
});

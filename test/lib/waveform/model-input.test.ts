import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { MODEL_CHANNELS, MODEL_FEATURES, MODEL_SAMPLES, modelInput } from '../../../lib/waveform/model-input';
import { relayOpinion } from '../../../lib/waveform/relay';
import { findClearing, findInception } from '../../../lib/waveform/signal';
import { eventOf, shortCircuit, sineOf } from './events';

describe('modelInput', () => {
  it('has the shapes of the model and ends sharply with the decision window', () => {
    const event = eventOf((cycles, phase) => 7 * shortCircuit(cycles, 0.5, phase, 1));
    for (const cyclesAfter of [1, 1.5, 3]) {
      const { waves, features, peak } = modelInput(event, 500 / 60, { cyclesAfter });
      assert.equal(waves.length, MODEL_CHANNELS * MODEL_SAMPLES);
      assert.equal(features.length, MODEL_FEATURES);
      const known = 32 + cyclesAfter * 64;
      const mask = waves.subarray(3 * MODEL_SAMPLES);
      assert.deepEqual(
        [...mask],
        [...mask].map((_, i) => (i < known ? 1 : 0)),
      );
      for (let c = 0; c < 3; c++)
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
        const offFeatures = [...features].map((value, i) =>
          [2, 3, 13, 14].includes(i) ? 0 : Math.abs(value - wanted.features[i]!),
        );
        const [after, before] = [Math.max(...offFeatures.slice(0, 24)), Math.max(...offFeatures.slice(24))];
        // Of what flowed before, less than a cycle is known, in which harmonics leave something.
        assert.ok(
          after < 0.02 && before < 0.03,
          `features at ${sampleRateHz} Hz, ${frequencyHz} Hz: ${after}, before the inception ${before}`,
        );
      }
  });

  it('looks at nothing behind the decision window', () => {
    const whole = eventOf((cycles, phase) => 3 * shortCircuit(cycles, 0.5, phase, 2) + 0.1 * sineOf(cycles, phase));
    const cut = { ...whole, samples: whole.samples.map((phase) => Array.from(phase).slice(0, 251)) as never };
    // 1 cycle after 8.333 ms ends at 25 ms, sample 250.
    assert.deepEqual(modelInput(whole, 500 / 60, { cyclesAfter: 1 }), modelInput(cut, 500 / 60, { cyclesAfter: 1 }));
  });

  it('scales with the current and moves with the record', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-2, max: 1e3, noNaN: true }), fc.integer({ min: 0, max: 60 }), (scale, shift) => {
        const of = (cycles: number, phase: number) =>
          2 * shortCircuit(cycles, 0.6, phase, 1) + 0.05 * sineOf(cycles, phase);
        const one = modelInput(eventOf(of), 10);
        const event = eventOf((cycles, phase) => scale * of(cycles - shift * 0.006, phase), {
          lengthMs: 72.6 + shift / 10,
        });
        const other = modelInput(event, 10 + shift / 10);
        assert.ok(Math.abs(other.peak / one.peak / scale - 1) < 1e-9);
        one.waves.forEach((value, i) => {
          assert.ok(i % MODEL_SAMPLES < 10 || Math.abs(value - other.waves[i]!) < 1e-4, `at ${i}`);
        });
        one.features.forEach((value, i) => {
          assert.ok(i === 0 || Math.abs(value - other.features[i]!) < 1e-4, `feature ${i}`);
        });
      }),
      { seed: 4, numRuns: 30 },
    );
  });

  it('computes the features as their table says', () => {
    const angle = (cycles: number) => 2 * Math.PI * cycles;
    const of = (cycles: number, phase: number) =>
      phase === 0
        ? 4 * Math.sin(angle(cycles)) + Math.sin(2 * angle(cycles)) + 0.5 * Math.sin(5 * angle(cycles)) + 2
        : 0;
    const { features, peak } = modelInput(eventOf(of), 1000 / 60);
    // One phase has the same positive, negative and zero sequence, a third of it.
    const cycle = [2 / 3, 2 / 3, 4 / 3 / peak, 0.25, 0, 0, 0.5, 0, 0, 0.125, Math.hypot(0.25, 0.125)];
    [Math.log10(peak) / 2, 1, ...cycle, ...cycle].forEach((wanted, i) => {
      assert.ok(Math.abs(features[i]! - wanted) < 3e-3, `feature ${i}: ${features[i]}, not ${wanted}`);
    });
  });

  it('stays finite and small whatever the currents', () => {
    const values = [0, -0, 5e-324, 1e-310, 1e-30, 1, -7, 1e30, -1e30];
    const currents = fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(
        currents,
        fc.constantFrom(600, 1200, 10_000, 1e6),
        fc.constantFrom(50, 60),
        fc.double({ min: -30, max: 60, noNaN: true }),
        fc.constantFrom(0.5, 1, 1.5, 3),
        (phase, sampleRateHz, frequencyHz, inceptionMs, cyclesAfter) => {
          const event = {
            samples: [phase, [...phase].reverse(), phase.map(() => 0)] as const,
            sampleRateHz,
            frequencyHz,
          };
          const { waves, features, peak } = modelInput(event, inceptionMs, { cyclesAfter });
          assert.ok([...waves, ...features].every((value) => Math.abs(value) <= 3.01));
          assert.ok(peak >= 0 && Number.isFinite(peak));
          for (const found of [findInception(event), findClearing(event, inceptionMs)])
            assert.ok(found === null || Number.isFinite(found));
          const opinion = relayOpinion(event, inceptionMs);
          for (const value of Object.values(opinion ?? {}))
            assert.ok(typeof value !== 'number' || Number.isFinite(value));
          assert.doesNotMatch(opinion?.because ?? '', /NaN|Infinity|undefined/);
        },
      ),
      { seed: 9, numRuns: 300 },
    );
  });
});

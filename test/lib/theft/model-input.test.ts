import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type MeterScale, MODEL_CHANNELS, MODEL_STEPS } from '../../../lib/theft/autoencoder';
import { CHANNELS, type MeterWindow } from '../../../lib/theft/meter-window';
import { MODEL_WINDOW, writeModelInput } from '../../../lib/theft/model-input';

const SCALE: MeterScale = { powerW: 500, voltageV: 230, currentA: 2 };

describe('input of the theft model', () => {
  it('writes asinh of power and current, steps of 5 V, and the power factor', () => {
    const input = written({ powerW: [1000], voltageV: [240], currentA: [4], powerFactor: [0.97] });
    // asinh(2) = ln(2 + √5)
    const asinh2 = Math.log(2 + Math.sqrt(5));
    for (let step = 0; step < MODEL_STEPS; step++) close(channelsAt(input, step), [asinh2, 2, asinh2, 0.97]);
  });

  it('keeps the sign of an export and stops voltage at 20 V off', () => {
    const input = written({ powerW: [-1000], voltageV: [0], currentA: [4], powerFactor: [-0.97] });
    close(channelsAt(input, 60), [-Math.log(2 + Math.sqrt(5)), -4, Math.log(2 + Math.sqrt(5)), -0.97]);
  });

  it('holds the last sample over a gap, and the first one before it', () => {
    const powerFactor = new Array(MODEL_STEPS).fill(Number.NaN);
    powerFactor[10] = 0.5;
    powerFactor[50] = 0.9;
    const input = channelOf(written({ powerFactor }), 3);
    close(input, [...new Array(50).fill(0.5), ...new Array(70).fill(0.9)]);
  });

  it('is 0 throughout where a quantity is absent', () => {
    const input = written({ powerFactor: [0.9] });
    for (const channel of [0, 1, 2]) assert.deepEqual(new Set(channelOf(input, channel)), new Set([0]));
  });

  it('draws a straight line as a straight line, whatever the grid', () => {
    for (const length of [10, 60, 600]) {
      const middles = Array.from({ length }, (_, i) => (i + 0.5) / length);
      const input = channelOf(written({ powerFactor: middles }), 3);
      const edge = 0.5 / length;
      const line = Array.from({ length: MODEL_STEPS }, (_, i) =>
        Math.min(1 - edge, Math.max(edge, (i + 0.5) / MODEL_STEPS)),
      );
      close(input, line);
    }
  });

  it('writes only finite numbers, and only its own', () => {
    const sample = fc.oneof(fc.float(), fc.constantFrom(Number.NaN, Infinity, -Infinity, 3.4e38, -3.4e38, 0));
    const samples = fc.array(sample, { minLength: 0, maxLength: 200 });
    const scale = fc.record({ powerW: fc.double(), voltageV: fc.double(), currentA: fc.double() });
    fc.assert(
      fc.property(samples, samples, samples, samples, scale, (powerW, voltageV, currentA, powerFactor, any) => {
        const out = new Float32Array(MODEL_WINDOW + 2).fill(77);
        writeModelInput(windowOf({ powerW, voltageV, currentA, powerFactor }), any, out, 1);
        assert.equal(out[0], 77);
        assert.equal(out[MODEL_WINDOW + 1], 77);
        assert.ok(out.every(Number.isFinite));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('stays within the values next to it when it interpolates', () => {
    const factors = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 700 });
    fc.assert(
      fc.property(factors, (powerFactor) => {
        const input = channelOf(written({ powerFactor }), 3);
        assert.ok(Math.min(...input) >= Math.min(...powerFactor) - 1e-6);
        assert.ok(Math.max(...input) <= Math.max(...powerFactor) + 1e-6);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('refuses an array that is too short', () => {
    assert.throws(() => writeModelInput(windowOf({}), SCALE, new Float32Array(MODEL_WINDOW), 1), /does not fit at 1/);
  });
});

type Samples = Partial<Record<(typeof CHANNELS)[number], number[]>>;

/** One sample stands for all 120. */
function windowOf(samples: Samples): MeterWindow {
  const grid = (values: number[] = []) =>
    values.length === 1 ? new Float32Array(MODEL_STEPS).fill(values[0]!) : Float32Array.from(values);
  const [powerW, voltageV, currentA, powerFactor] = CHANNELS.map((name) => grid(samples[name]));
  const place = { city: undefined, district: undefined, household: undefined, feeder: undefined };
  const time = { startMs: 0, lengthMs: 600_000, samples: MODEL_STEPS };
  const grids = { powerW: powerW!, voltageV: voltageV!, currentA: currentA!, powerFactor: powerFactor! };
  return { meterId: 'M1', ...place, ...time, ...grids, glitches: [] };
}

function written(samples: Samples): Float32Array {
  const out = new Float32Array(MODEL_WINDOW);
  writeModelInput(windowOf(samples), SCALE, out, 0);
  return out;
}

const channelsAt = (input: Float32Array, step: number) => [
  ...input.subarray(step * MODEL_CHANNELS, (step + 1) * MODEL_CHANNELS),
];
const channelOf = (input: Float32Array, channel: number) => [...input].filter((_, i) => i % MODEL_CHANNELS === channel);

function close(actual: number[], expected: number[]): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of actual.entries()) assert.ok(Math.abs(value - expected[i]!) < 1e-6, `${i}: ${value}`);
}

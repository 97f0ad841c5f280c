import { ENGINES, type Engine, openModel } from '../../lib/inference';
import { FAULT_CLASSES } from '../../lib/waveform/fault-classes';
import { MODEL_CHANNELS, MODEL_FEATURES, MODEL_SAMPLES } from '../../lib/waveform/model-input';
import { floats } from '../engine-differences';

export interface FaultEngineDifference {
  engine: Engine;
  /** Largest absolute difference from PyTorch, of probabilities and of the unlikeness. */
  probability: number;
  unlikeness: number;
  /** Median time of one event alone, in the calling thread, ms. */
  oneMs: number;
}

const EXPECTED = {
  inputs: { waves: [null, MODEL_CHANNELS, MODEL_SAMPLES], features: [null, MODEL_FEATURES] },
  outputs: { probability: [null, FAULT_CLASSES.length], unlikeness: [null] },
};
const ROUNDS = 300;

/** How far the engines of the product are from PyTorch, on the inputs and answers of a fixture folder. */
export async function faultEngineDifferences(model: string, fixture: string): Promise<FaultEngineDifference[]> {
  const waves = floats(fixture, 'waves');
  const features = floats(fixture, 'features');
  const inputs = (count: number) => ({
    waves: {
      data: waves.slice(0, count * MODEL_CHANNELS * MODEL_SAMPLES),
      dims: [count, MODEL_CHANNELS, MODEL_SAMPLES],
    },
    features: { data: features.slice(0, count * MODEL_FEATURES), dims: [count, MODEL_FEATURES] },
  });
  const found: FaultEngineDifference[] = [];
  for (const engine of ENGINES) {
    const opened = await openModel(model, { engine, thread: false, expected: EXPECTED });
    const answer = await opened.run(inputs(features.length / MODEL_FEATURES));
    const differenceOf = (name: 'probability' | 'unlikeness') => largest(answer[name]!.data, floats(fixture, name));
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const began = performance.now();
      await opened.run(inputs(1));
      times.push(performance.now() - began);
    }
    await opened.close();
    const oneMs = times.sort((a, b) => a - b)[ROUNDS / 2]!;
    found.push({ engine, probability: differenceOf('probability'), unlikeness: differenceOf('unlikeness'), oneMs });
  }
  return found;
}

const largest = (some: Float32Array, others: Float32Array) =>
  some.reduce((most, value, i) => Math.max(most, Math.abs(value - others[i]!)), 0);

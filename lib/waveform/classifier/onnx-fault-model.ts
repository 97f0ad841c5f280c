import { type Expected, LazyModel, type OpenOptions } from '../../inference';
import { FAULT_CLASSES } from '../fault-classes';
import { MODEL_CHANNELS, MODEL_FEATURES, MODEL_SAMPLES, type ModelInput } from '../model-input';
import type { FaultJudgement, FaultModel } from './fault-model';

const CLASSES = FAULT_CLASSES.length;
const WAVES = MODEL_CHANNELS * MODEL_SAMPLES;
/** One event takes a quarter of a millisecond, as long as the way to a thread and back. */
const ROWS_HERE = 1;
/** Of a softmax in float32. */
const ROUNDING = 1e-4;
const EXPECTED: Expected = {
  inputs: { waves: [null, MODEL_CHANNELS, MODEL_SAMPLES], features: [null, MODEL_FEATURES] },
  outputs: { probability: [null, CLASSES], unlikeness: [null] },
};

/** The model in an ONNX file, opened when it is first needed; more than one event at a time is computed in a thread. */
export class OnnxFaultModel extends LazyModel implements FaultModel {
  /** @param source gives the path of the .onnx file, or its bytes; asked when the model is opened */
  constructor(source: () => string | Uint8Array, options: Omit<OpenOptions, 'expected'> = {}) {
    super(source, { rowsHere: ROWS_HERE, ...options, expected: EXPECTED });
  }

  /** As FaultModel has it. */
  async judge(inputs: readonly ModelInput[]): Promise<FaultJudgement[]> {
    const model = await this.open();
    const count = inputs.length;
    if (count === 0) return [];
    const [waves, features] = joined(inputs);
    const { probability, unlikeness } = await model.run({
      waves: { data: waves, dims: [count, MODEL_CHANNELS, MODEL_SAMPLES] },
      features: { data: features, dims: [count, MODEL_FEATURES] },
    });
    const judgements = inputs.map((_, i) => ({
      probability: probability!.data.slice(i * CLASSES, (i + 1) * CLASSES),
      unlikeness: unlikeness!.data[i]!,
    }));
    if (!judgements.every(isSound)) {
      throw new Error('the fault model gives no probabilities: export it again, or use the one of the package');
    }
    return judgements;
  }
}

/** The inputs one after the other; of one event they are its own. */
function joined(inputs: readonly ModelInput[]): [waves: Float32Array, features: Float32Array] {
  if (inputs.length === 1) return [inputs[0]!.waves, inputs[0]!.features];
  const waves = new Float32Array(inputs.length * WAVES);
  const features = new Float32Array(inputs.length * MODEL_FEATURES);
  for (const [i, input] of inputs.entries()) {
    waves.set(input.waves, i * WAVES);
    features.set(input.features, i * MODEL_FEATURES);
  }
  return [waves, features];
}

const isSound = ({ probability, unlikeness }: FaultJudgement): boolean =>
  unlikeness >= 0 && Number.isFinite(unlikeness) && probability.every((share) => share >= 0 && share <= 1 + ROUNDING);

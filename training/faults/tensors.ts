import { join } from 'node:path';
import { MODEL_CHANNELS, MODEL_FEATURES, MODEL_SAMPLES, type ModelInput } from '../../lib/waveform/model-input';
import { writeNpy } from '../npy';
import type { RawRecord } from './raw-record';

/** Inputs of the model by the name of a set, with the class and group of each. */
export interface Tensors {
  set: string;
  waves: Float32Array;
  features: Float32Array;
  /** Three numbers an input: class index, group, which view of the event. */
  rows: Float32Array;
  /** Events in which the detector found no inception: the same three numbers of each. */
  missed: Float32Array;
}

const WAVE = MODEL_CHANNELS * MODEL_SAMPLES;

export class TensorSet {
  private readonly inputs: ModelInput[] = [];
  private readonly rows: number[] = [];
  private readonly missed: number[] = [];

  constructor(private readonly set: string) {}

  add({ classIndex, group }: RawRecord, view: number, input: ModelInput | undefined): void {
    if (!input) return void this.missed.push(classIndex, group, view);
    this.inputs.push(input);
    this.rows.push(classIndex, group, view);
  }

  get tensors(): Tensors {
    const { inputs, rows, missed, set } = this;
    const waves = new Float32Array(inputs.length * WAVE);
    const features = new Float32Array(inputs.length * MODEL_FEATURES);
    for (const [i, input] of inputs.entries()) {
      waves.set(input.waves, i * WAVE);
      features.set(input.features, i * MODEL_FEATURES);
    }
    return { set, waves, features, rows: Float32Array.from(rows), missed: Float32Array.from(missed) };
  }
}

/** SET.waves.npy [n, 4, 224], SET.features.npy [n, 30], SET.rows.npy [n, 3] and SET.missed.npy [m, 3] for each set. */
export function writeTensors(folder: string, parts: readonly Tensors[]): void {
  for (const set of new Set(parts.map((part) => part.set))) {
    const own = parts.filter((part) => part.set === set);
    const write = (name: 'waves' | 'features' | 'rows' | 'missed', shape: number[]) => {
      const values = joined(own.map((part) => part[name]));
      const size = shape.reduce((product, length) => product * length, 1);
      writeNpy(join(folder, `${set}.${name}.npy`), values, [values.length / size, ...shape]);
    };
    write('waves', [MODEL_CHANNELS, MODEL_SAMPLES]);
    write('features', [MODEL_FEATURES]);
    write('rows', [3]);
    write('missed', [3]);
  }
}

export function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

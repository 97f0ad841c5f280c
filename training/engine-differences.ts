import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINES, type Engine } from '../lib/inference';
import { OnnxAutoencoder } from '../lib/theft/onnx-autoencoder';

export const MODELS = ['lstm', 'dense'] as const;

export interface EngineDifference {
  engine: Engine;
  model: (typeof MODELS)[number];
  /** Largest absolute difference of a window's error from PyTorch's. */
  difference: number;
}

/** How far the engines of the product are from PyTorch, on the windows and scores of a fixture folder. */
export async function engineDifferences(models: string, fixture: string): Promise<EngineDifference[]> {
  const found: EngineDifference[] = [];
  for (const model of MODELS) {
    const expected = floats(fixture, model);
    for (const engine of ENGINES) {
      const autoencoder = await OnnxAutoencoder.open(join(models, `theft-autoencoder-${model}.onnx`), { engine });
      const errors = await autoencoder.errors(floats(fixture, 'windows'), expected.length);
      await autoencoder.close();
      found.push({ engine, model, difference: Math.max(...errors.map((error, i) => Math.abs(error - expected[i]!))) });
    }
  }
  return found;
}

/** Numbers of a file of little-endian float32, as numpy's `tofile` writes them. */
export function floats(folder: string, name: string): Float32Array {
  const bytes = readFileSync(join(folder, `${name}.f32`));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

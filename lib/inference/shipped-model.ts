import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Path of a model that comes with the package, from the sources as from the build. @throws Error when there is none */
export function shippedModel(name: string): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, 'models', `${name}.onnx`);
    if (existsSync(path)) return path;
  }
  throw new Error(`models/${name}.onnx is missing: install the package again, or make it by training/`);
}

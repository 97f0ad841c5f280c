import { readFile } from 'node:fs/promises';
import type { ModelSource } from './model';

/** Field 1, a number: the version of the format, with which every ONNX file begins. */
const FIRST_BYTE = 0x08;

/**
 * A model from a file or from memory.
 * @throws Error that names the file and the remedy, when it can't be read or plainly is no ONNX
 */
export async function readModel(model: string | Uint8Array): Promise<ModelSource> {
  const source = typeof model === 'string' ? { name: model, bytes: await read(model) } : memory(model);
  if (source.bytes.length === 0) throw new Error(`model ${source.name} is empty: copy or export it again`);
  if (source.bytes[0] !== FIRST_BYTE) {
    throw new Error(`model ${source.name} is no ONNX file: give the path of an exported .onnx file`);
  }
  return source;
}

const memory = (bytes: Uint8Array): ModelSource => ({ name: 'in memory', bytes });

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new Error(`model ${path} can't be read: ${(error as Error).message}; give the path of an .onnx file`);
  }
}

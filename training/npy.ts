import { closeSync, openSync, writeSync } from 'node:fs';

/** Node.js writes less than 2 GiB at a time. */
const MOST_AT_ONCE = 1 << 30;

/**
 * Writes float32 numbers as a file that `numpy.load` reads: format 1.0 of numpy.lib.format.
 * @param shape its product is the length of `values`
 */
export function writeNpy(path: string, values: Float32Array, shape: readonly number[]): void {
  if (shape.reduce((product, size) => product * size, 1) !== values.length) {
    throw new Error(`${path}: ${values.length} numbers are no array of ${shape.join(' × ')}`);
  }
  const description = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  // Magic, version and length are 10 bytes; with them the header fills a multiple of 64 and ends with a new line.
  const header = `${description.padEnd(Math.ceil((description.length + 11) / 64) * 64 - 11)}\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 0xff, header.length >> 8]);
  const file = openSync(path, 'w');
  try {
    writeSync(file, Buffer.concat([start, Buffer.from(header, 'latin1')]));
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, Math.min(bytes.length - at, MOST_AT_ONCE));
  } finally {
    closeSync(file);
  }
}

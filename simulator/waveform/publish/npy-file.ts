import type { SimulatedEvent } from '../event';

/** The operating currents as a file that `numpy.load` reads: float32, 3 × samples, C order; numpy.lib.format 1.0. */
export function npyFile({ operate }: SimulatedEvent): Buffer {
  const length = operate[0].length;
  const description = `{'descr': '<f4', 'fortran_order': False, 'shape': (3, ${length}), }`;
  // Magic, version and length are 10 bytes; with them the header fills a multiple of 64 and ends with a new line.
  const header = `${description.padEnd(Math.ceil((description.length + 11) / 64) * 64 - 11)}\n`;
  const samples = Buffer.alloc(3 * length * 4);
  for (const [phase, values] of operate.entries()) {
    for (let i = 0; i < length; i++) samples.writeFloatLE(values[i]!, 4 * (phase * length + i));
  }
  const magic = [0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 0xff, header.length >> 8];
  return Buffer.concat([Buffer.from(magic), Buffer.from(header, 'latin1'), samples]);
}

import { join } from 'node:path';
import { writeNpy } from '../npy';
import { joined } from './tensors';
import { RAW_SAMPLES, type WorkDone } from './work';

/** SET.raw.npy [n, 3, 726] and SET.raw-rows.npy [n, 2] (class index, group) for each set. */
export function writeRaw(folder: string, parts: readonly NonNullable<WorkDone['raw']>[]): void {
  for (const set of new Set(parts.map((part) => part.set))) {
    const own = parts.filter((part) => part.set === set);
    const samples = joined(own.map((part) => part.samples));
    writeNpy(join(folder, `${set}.raw.npy`), samples, [samples.length / (3 * RAW_SAMPLES), 3, RAW_SAMPLES]);
    const rows = joined(own.map((part) => part.rows));
    writeNpy(join(folder, `${set}.raw-rows.npy`), rows, [rows.length / 2, 2]);
  }
}

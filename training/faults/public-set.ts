import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { faultClass } from '../../lib/waveform/fault-classes';
import type { RawRecord } from './raw-record';
import type { Part } from './split';
import { NO_SYMMETRIES } from './symmetry';

/** A file of the public set, or of a folder tree of the same form. */
export interface PublicFile {
  path: string;
  classIndex: number;
  group: number;
}

const SAMPLE_RATE_HZ = 10_000;
const FREQUENCY_HZ = 60;
/** Neighbouring files of a class differ by one value of a sweep: so many parts of neighbours stay together. */
const GROUPS = 20;
const HELD_OUT: Readonly<Record<number, Part>> = {
  3: 'test',
  4: 'validation',
  9: 'test',
  13: 'validation',
  14: 'test',
};

/**
 * The text files of a folder tree `internal faults/UNIT/CLASS/*.txt` and `transient disturbances/KIND/*.txt`, names in any
 * case of letters, split by neighbourhood: what a file was simulated with is not told by the set.
 * @throws Error when there is no file of a known class
 */
export function publicFiles(folder: string): Record<Exclude<Part, 'unused'>, PublicFile[]> {
  const byClass = new Map<number, string[]>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.toLowerCase().endsWith('.txt')) continue;
    const index = classOf(relative(folder, entry.parentPath));
    if (index !== undefined) byClass.set(index, [...(byClass.get(index) ?? []), join(entry.parentPath, entry.name)]);
  }
  if (byClass.size === 0) {
    throw new Error(
      `${folder} has no .txt file in “internal faults/…” or “transient disturbances/…”: give the folder of both`,
    );
  }
  const parts: Record<string, PublicFile[]> = { train: [], validation: [], test: [] };
  for (const [classIndex, paths] of byClass) {
    const natural = new Intl.Collator('en', { numeric: true });
    paths.sort((a, b) => natural.compare(basename(a), basename(b)));
    for (const [i, path] of paths.entries()) {
      const group = Math.floor((i * GROUPS) / paths.length);
      parts[HELD_OUT[group] ?? 'train']!.push({ path, classIndex, group: classIndex * GROUPS + group });
    }
  }
  return parts as Record<Exclude<Part, 'unused'>, PublicFile[]>;
}

/** @param folder of a file, from the root of the set */
function classOf(folder: string): number | undefined {
  const names = folder
    .toLowerCase()
    .split(sep)
    .map((name) => name.trim().replace(/\s+/g, '_'));
  const internal = names.lastIndexOf('internal_faults');
  const transient = names.lastIndexOf('transient_disturbances');
  const label =
    internal >= 0
      ? `internal_${names.slice(internal + 1).join('_')}`
      : `transient_${names.slice(transient + 1).join('_')}`;
  return faultClass(label)?.index;
}

/** @throws Error that names file and row, when a row is not `time,Ia,Ib,Ic` */
export function publicRecord({ path, classIndex, group }: PublicFile): RawRecord {
  const rows = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const currents = [
    new Float32Array(rows.length),
    new Float32Array(rows.length),
    new Float32Array(rows.length),
  ] as const;
  for (const [i, row] of rows.entries()) {
    const cells = row.split(',').map(Number);
    if (cells.length !== 4 || !cells.every(Number.isFinite)) {
      throw new Error(
        `${path}, row ${i + 1}: “${row.slice(0, 60)}” is not time,Ia,Ib,Ic: take the file out or mend it`,
      );
    }
    for (const phase of [0, 1, 2] as const) currents[phase][i] = cells[phase + 1]!;
  }
  return {
    name: `${classIndex} ${basename(path)}`,
    currents,
    sampleRateHz: SAMPLE_RATE_HZ,
    frequencyHz: FREQUENCY_HZ,
    classIndex,
    group,
    // Which inception a file has is not told, so the one half a cycle later might be in another part.
    symmetries: NO_SYMMETRIES,
  };
}

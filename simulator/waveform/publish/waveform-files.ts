import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomic } from '../../../lib/storage';
import { hashName } from '../../random';
import type { FaultScenario, SimulatedEvent } from '../event';
import { sweep } from '../sweep';
import { SIMULATED_LABELS } from './chosen-labels';
import { classFolder } from './class-folder';
import { eventFiles, type WaveformFile, type WaveformFormat } from './event-files';
import type { EventThreads } from './event-threads';

const FIRST_START_MS = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

export interface WaveformFilesPlan {
  labels: readonly string[];
  perClass: number;
  seed: number;
  nominalFrequencyHz: 50 | 60;
  format: WaveformFormat;
  /** Folders as in the public set, or none. */
  layout: 'tree' | 'flat';
}

/** What a file holds. */
export interface FileTruth {
  path: string;
  label: string;
  inceptionMs: number;
  clearingMs: number | null;
  scenario: FaultScenario;
}

/**
 * Simulates the events of a plan and writes each to its file, named after its class and its number in it; the same
 * plan gives the same files. Files with other names stay.
 * @param onTruth told what every file holds, in order
 * @throws Error of the disk or of the simulation; the reason of `signal`
 */
export async function writeWaveforms(
  folder: string,
  plan: WaveformFilesPlan,
  threads: EventThreads,
  signal: AbortSignal,
  onTruth: (truth: FileTruth) => void = () => {},
): Promise<{ events: number; files: number }> {
  const counts = { events: 0, files: 0 };
  for await (const { files, truth } of records(plan, threads)) {
    signal.throwIfAborted();
    await writeAll(folder, files);
    counts.events += 1;
    counts.files += files.length;
    onTruth(truth);
  }
  return counts;
}

/**
 * Fills a folder that is empty or not there with sample files `<label>-01.npy` of every class and of records in which
 * nothing happens; a folder that holds something is left as it is.
 * @returns how many files were written
 * @throws Error of the disk or of the simulation; the reason of `signal`
 */
export async function writeSamples(
  folder: string,
  { seed, perClass }: Pick<WaveformFilesPlan, 'seed' | 'perClass'>,
  threads: EventThreads,
  signal: AbortSignal,
): Promise<number> {
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (present.some((name) => !name.startsWith('.'))) return 0;
  const plan: WaveformFilesPlan = {
    labels: SIMULATED_LABELS,
    perClass,
    // None of the records that a sweep of the same seed gives, such as those that a model was trained on.
    seed: hashName(seed, 'samples'),
    nominalFrequencyHz: 60,
    format: 'npy',
    layout: 'flat',
  };
  const files: WaveformFile[] = [];
  for await (const record of records(plan, threads)) {
    signal.throwIfAborted();
    files.push(...record.files);
  }
  // At the end: what is interrupted while it simulates leaves no folder that counts as filled.
  await writeAll(folder, files);
  return files.length;
}

async function writeAll(folder: string, files: readonly WaveformFile[]): Promise<void> {
  for (const { path, content } of files) await writeAtomic(join(folder, path), content);
}

async function* records(
  plan: WaveformFilesPlan,
  threads: EventThreads,
): AsyncGenerator<{ files: WaveformFile[]; truth: FileTruth }> {
  const digits = Math.max(2, String(plan.perClass).length);
  let startMs = FIRST_START_MS;
  for await (const { event, number } of eventsAhead(plan, threads)) {
    const { inceptionMs, clearingMs, scenario } = event;
    const { label } = scenario;
    const name = `${label}-${String(number).padStart(digits, '0')}`;
    const stem = plan.layout === 'tree' ? `${classFolder(label)}/${name}` : name;
    const files = eventFiles(event, plan.format, stem, startMs);
    yield { files, truth: { path: files[0]!.path, label, inceptionMs, clearingMs, scenario } };
    startMs += MINUTE_MS;
  }
}

/** The events of a plan in order, a few of them simulated ahead so that all threads have work. */
async function* eventsAhead(
  plan: WaveformFilesPlan,
  threads: EventThreads,
): AsyncGenerator<{ event: SimulatedEvent; number: number }> {
  const ahead: { event: Promise<SimulatedEvent>; number: number }[] = [];
  const { seed, perClass: perLabel, nominalFrequencyHz } = plan;
  for (const label of plan.labels) {
    for (const [index, scenario] of sweep({ seed, perLabel, labels: [label], nominalFrequencyHz }).entries()) {
      const event = threads.simulate(scenario);
      // Whoever stops listening has the failure of an earlier one.
      event.catch(() => undefined);
      ahead.push({ event, number: index + 1 });
      if (ahead.length > 2 * threads.size) yield await arrived(ahead);
    }
  }
  while (ahead.length > 0) yield await arrived(ahead);
}

async function arrived(ahead: { event: Promise<SimulatedEvent>; number: number }[]) {
  const { event, number } = ahead.shift()!;
  return { event: await event, number };
}

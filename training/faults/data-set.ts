import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULT_CLASSES } from '../../lib/waveform/fault-classes';
import type { FaultScenario } from '../../simulator/waveform/event';
import { type DrawOptions, drawScenarios } from './draw-scenarios';
import { type PublicFile, publicFiles } from './public-set';
import type { Work } from './work';

export interface DataOptions {
  /** Training scenarios of each class. */
  perLabel: number;
  /** Views of each training event. */
  views: number;
  cache: string;
  seed: number;
}

/** Validation and test have a tenth of the training's scenarios, and no more than so many of each class. */
const MOST_HELD = 60;
/** Events of a piece of work, all of one label: so a longer training takes the pieces of a shorter one from the cache. */
const PIECE = 20;
const SHARE_50_HZ = 0.1;
/** Test scenarios that what is unlike all classes is drawn beside, one of each kind from each. */
const UNLIKE_PER_LABEL = 6;
const SIMULATOR = join(__dirname, '..', '..', 'simulator');

/** The work that makes a training from simulated events. */
export function simulatedWork({ perLabel, views, cache, seed }: DataOptions): Work[] {
  mkdirSync(cache, { recursive: true });
  const simulator = digestOfSources(['emt', 'waveform']);
  let group = 0;
  const pieces = (draw: Omit<DrawOptions, 'seed'>, work: Pick<Work, 'set' | 'views' | 'raw'>): Work[] => {
    const labels = draw.labels ?? FAULT_CLASSES.map(({ label }) => label);
    const inPieces = labels.flatMap((label) => chunks(drawScenarios({ ...draw, labels: [label], seed }), PIECE));
    return inPieces.map((scenarios): Work => {
      const firstGroup = group;
      group += scenarios.length;
      return { ...work, source: { scenarios, firstGroup, cache: cachePath(cache, simulator, scenarios) }, seed };
    });
  };
  const held = Math.min(MOST_HELD, Math.ceil(perLabel / 10));
  const at50 = (count: number) => ({ perLabel: Math.ceil(count * SHARE_50_HZ), nominalFrequencyHz: 50 as const });
  const training = { set: 'train', views: { training: views } };
  return [
    ...pieces({ part: 'train', perLabel }, { ...training, raw: true }),
    ...pieces({ part: 'train', ...at50(perLabel) }, { ...training, raw: false }),
    ...pieces({ part: 'validation', perLabel: held }, { set: 'validation', views: { training: 3 }, raw: true }),
    ...pieces({ part: 'validation', ...at50(held) }, { set: 'validation', views: { training: 3 }, raw: false }),
    ...pieces({ part: 'test', perLabel: held }, { set: 'test', views: 'conditions', raw: true }),
    ...pieces({ part: 'test', ...at50(held) }, { set: 'test 50 Hz', views: 'full', raw: false }),
    ...pieces({ part: 'test', perLabel: UNLIKE_PER_LABEL }, { set: 'unlike', views: 'unlike', raw: false }),
  ];
}

/** The same from the files of the public set. */
export function publicWork(folder: string, { views, seed }: Pick<DataOptions, 'views' | 'seed'>): Work[] {
  const { train, validation, test } = publicFiles(folder);
  const pieces = (files: readonly PublicFile[], work: Pick<Work, 'set' | 'views' | 'raw'>): Work[] =>
    chunks(files, PIECE).map((own) => ({ ...work, source: { files: own }, seed }));
  const apart = test.filter((_, i) => i % Math.ceil(test.length / (UNLIKE_PER_LABEL * FAULT_CLASSES.length)) === 0);
  return [
    ...pieces(train, { set: 'train', views: { training: views }, raw: true }),
    ...pieces(validation, { set: 'validation', views: { training: 3 }, raw: true }),
    ...pieces(test, { set: 'test', views: 'conditions', raw: true }),
    ...pieces(apart, { set: 'unlike', views: 'unlike', raw: false }),
  ];
}

/** Where the events of some scenarios lie: another simulator or other scenarios are another place. */
function cachePath(cache: string, simulator: string, scenarios: readonly FaultScenario[]): string {
  const digest = createHash('sha256').update(simulator).update(JSON.stringify(scenarios)).digest('hex');
  return join(cache, digest.slice(0, 32));
}

function digestOfSources(folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const path = join(SIMULATOR, folder);
    // Folders within are of those who pass events on.
    for (const name of readdirSync(path)
      .filter((one) => one.endsWith('.ts'))
      .sort())
      hash.update(name).update(readFileSync(join(path, name)));
  }
  return hash.digest('hex');
}

const chunks = <T>(values: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, i) => values.slice(i * size, (i + 1) * size));

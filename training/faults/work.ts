import type { FaultScenario } from '../../simulator/waveform/event';
import { Dice } from './dice';
import { type PublicFile, publicRecord } from './public-set';
import type { RawRecord } from './raw-record';
import { seen } from './seen';
import { simulatedRecords } from './simulated-records';
import { drawnSymmetry, moved } from './symmetry';
import { joined, TensorSet, type Tensors } from './tensors';
import { UNLIKE_KINDS, unlikeWaveform } from './unlike-waveforms';
import { CONDITIONS, FULL_WINDOW, trainingViews, type View } from './views';

/** A piece of the data set, made by one worker in one go. */
export interface Work {
  /** Seeds the dice together with the event's name, and starts the names of the sets. */
  set: string;
  source: { scenarios: FaultScenario[]; firstGroup: number; cache: string } | { files: PublicFile[] };
  /** Which views of each event: so many of the training, each condition of the card, or what is unlike all classes. */
  views: { training: number } | 'conditions' | 'full' | 'unlike';
  /** Whether the original model is to see the records, which takes them raw. */
  raw: boolean;
  seed: number;
}

export interface WorkDone {
  tensors: Tensors[];
  /** Raw records of 3 × 726, and class index and group of each. */
  raw: { set: string; samples: Float32Array; rows: Float32Array } | undefined;
}

/** Samples of a record of the public set. */
export const RAW_SAMPLES = 726;

export function done(work: Work): WorkDone {
  const { source, set } = work;
  const events =
    'files' in source
      ? source.files.map(publicRecord)
      : simulatedRecords(source.scenarios, source.firstGroup, source.cache);
  const sets = new Map<string, TensorSet>();
  const setOf = (name: string) => {
    if (!sets.has(name)) sets.set(name, new TensorSet(name));
    return sets.get(name)!;
  };
  for (const event of events) {
    const dice = new Dice(work.seed, `${set} ${event.name}`);
    if (work.views === 'unlike') {
      for (const kind of UNLIKE_KINDS) {
        const other = unlikeWaveform(kind, event, dice);
        setOf(`${set} ${kind}`).add(other, 0, seen(other, CONDITIONS[FULL_WINDOW]!, dice));
      }
      continue;
    }
    for (const { name, view, number } of viewsOf(work, dice)) {
      // Only the training gets more of what it has by symmetry, and each event as it is too.
      const other = set === 'train' && number > 0 ? moved(event, drawnSymmetry(event.symmetries, dice)) : event;
      setOf(name).add(other, number, seen(other, view, dice));
    }
  }
  return { tensors: [...sets.values()].map(({ tensors }) => tensors), raw: work.raw ? rawOf(set, events) : undefined };
}

interface NamedView {
  /** Of the set that it goes to. */
  name: string;
  view: View;
  /** In that set. */
  number: number;
}

function viewsOf({ set, views }: Work, dice: Dice): NamedView[] {
  if (views === 'full') return [{ name: set, view: CONDITIONS[FULL_WINDOW]!, number: 0 }];
  if (typeof views === 'object')
    return trainingViews(views.training, dice).map((view, number) => ({ name: set, view, number }));
  return Object.entries(CONDITIONS).map(([name, view]) => ({ name: `${set} ${name}`, view, number: 0 }));
}

function rawOf(set: string, events: readonly RawRecord[]): WorkDone['raw'] {
  const fitting = events.filter(({ currents, frequencyHz }) => {
    return frequencyHz === 60 && currents[0].length === RAW_SAMPLES;
  });
  return {
    set,
    samples: joined(fitting.flatMap(({ currents }) => currents)),
    rows: Float32Array.from(fitting.flatMap(({ classIndex, group }) => [classIndex, group])),
  };
}

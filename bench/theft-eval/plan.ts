import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { completeTheftSettings } from '../../lib/theft';
import { sharedFile } from '../../test/support/shared-data';
import { CUE_FAMILIES, OURS } from './arms';
import { ATTACKED_DAYS } from './fleets';
import type { Job } from './job';

/** How much is simulated. */
export interface Size {
  attackedFleets: number;
  honestFleets: number;
  eventfulFleets: number;
  meters: number;
  /** Of the fleet on which cues are switched off. */
  ablationMeters: number;
  honestDays: number;
  /** Attacked and as many honest fleets that all arms judge; the others are judged by ours alone. */
  sharedFleets: number;
  /** Injections of each kind and severity into the real house. */
  starts: number;
  /** Rounds of the bootstrap. */
  rounds: number;
}

const FULL: Size = {
  attackedFleets: 4,
  honestFleets: 4,
  eventfulFleets: 2,
  meters: 24,
  ablationMeters: 8,
  honestDays: 42,
  sharedFleets: 2,
  starts: 2,
  rounds: 1000,
};
const QUICK: Size = {
  attackedFleets: 1,
  honestFleets: 1,
  eventfulFleets: 1,
  meters: 8,
  ablationMeters: 0,
  honestDays: 21,
  sharedFleets: 1,
  starts: 1,
  rounds: 200,
};
export const SIZES = { full: FULL, quick: QUICK };

/** As the product ships. */
const { warmUpDays: WARM_UP_DAYS } = completeTheftSettings();
/** Attacks on fleets begin from this day on: a week of honest verdicts lies before. */
const ATTACK_DAY = 14;
/** Of the real house there are only 19 days. */
const HOUSE_ATTACK_DAY = 8;
/** Parts of the seed range of each kind of job. */
const SEEDS = { attacked: 0, honest: 100, eventful: 200, household: 300, ablation: 400 } as const;
const ALL = ['ours', 'no-models', 'power-only', 'original', 'energy-drop'];
const ARMS: Record<Job['kind'], readonly string[]> = {
  attacked: ALL,
  honest: ALL,
  eventful: ['ours'],
  household: ALL,
  ablation: ['ours', ...Object.keys(CUE_FAMILIES).map((family) => `without ${family}`)],
};

function armsOf(kind: Job['kind'], index: number, { sharedFleets }: Size): readonly string[] {
  return index < sharedFleets ? ARMS[kind] : [OURS];
}

/**
 * The jobs of an evaluation, longest first, and what has to be left out.
 * @param only arms that are judged beside ours; all when empty
 */
export function jobsOf(
  size: Size,
  seed: number,
  folder: string,
  only: readonly string[],
): { jobs: Job[]; left: string[] } {
  mkdirSync(folder, { recursive: true });
  const job = (kind: Job['kind'], index: number, count: number, days: number): Job => ({
    name: `${kind}-${index + 1}`,
    index,
    kind,
    fleet: {
      seed: seed + SEEDS[kind] + index,
      meters: kind === 'ablation' ? size.ablationMeters : size.meters,
      days,
      // Fleets are spread over the year; honest ones lie between the attacked ones.
      season: (index + (kind === 'attacked' || kind === 'ablation' ? 0 : 0.5)) / count,
      life: kind === 'eventful' ? 'eventful' : 'typical',
    },
    warmUpDays: WARM_UP_DAYS,
    attackDay: kind === 'household' ? HOUSE_ATTACK_DAY : ATTACK_DAY,
    starts: size.starts,
    arms: armsOf(kind, index, size).filter((arm) => arm === OURS || only.length === 0 || only.includes(arm)),
    out: join(folder, `${kind}-${index + 1}.json`),
  });
  const many = (kind: Job['kind'], count: number, days: number) =>
    Array.from({ length: count }, (_, index) => job(kind, index, count, days));
  const jobs = [
    ...many('ablation', size.ablationMeters > 0 && only.length === 0 ? 1 : 0, ATTACK_DAY + ATTACKED_DAYS),
    ...many('attacked', size.attackedFleets, ATTACK_DAY + ATTACKED_DAYS),
    ...many('honest', size.honestFleets, WARM_UP_DAYS + size.honestDays),
    ...many('eventful', size.eventfulFleets, WARM_UP_DAYS + size.honestDays),
  ];
  const left: string[] = [];
  if (sharedFile('meters/household_1min.csv')) jobs.push(job('household', 0, 1, 0));
  else left.push('The real house is left out: its series is not there (set GRIDLOOM_SHARED_DATA).');
  return { jobs, left };
}

import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedFile } from '../../test/support/shared-data';
import { ATTACKED_FLEET_DAYS } from './fleets';
import type { Job } from './job';

/** How much is simulated. */
export interface Size {
  attackedFleets: number;
  honestFleets: number;
  meters: number;
  honestDays: number;
  /** Injections of each kind and severity into the real house. */
  starts: number;
  /** Rounds of the bootstrap. */
  rounds: number;
}

export const SIZES = {
  full: { attackedFleets: 4, honestFleets: 4, meters: 24, honestDays: 42, starts: 5, rounds: 1000 },
  quick: { attackedFleets: 1, honestFleets: 1, meters: 8, honestDays: 21, starts: 1, rounds: 200 },
} satisfies Record<string, Size>;

export const WARM_UP_DAYS = 14;
export const ARMS_OF_ALL = ['energy-drop', 'original'];

/** The jobs of an evaluation, and what has to be left out. */
export function jobsOf(size: Size, seed: number, out: string | undefined) {
  const folder = out === undefined ? mkdtempSync(join(tmpdir(), 'gridloom-theft-eval-')) : join(out, 'runs');
  mkdirSync(folder, { recursive: true });
  const job = (kind: Job['kind'], index: number, count: number, days: number): Job => {
    const name = count === 1 ? kind : `${kind}-${index + 1}`;
    const own = { attacked: 0, honest: 100, household: 200 }[kind] + index;
    return {
      name,
      kind,
      // Fleets are spread over the year; honest ones lie between the attacked ones.
      fleet: {
        seed: seed + own,
        meters: size.meters,
        warmUpDays: WARM_UP_DAYS,
        days,
        season: (index + (kind === 'honest' ? 0.5 : 0)) / count,
      },
      starts: size.starts,
      arms: ARMS_OF_ALL,
      out: join(folder, `${name}.json`),
    };
  };
  const many = (kind: Job['kind'], count: number, days: number) =>
    Array.from({ length: count }, (_, index) => job(kind, index, count, days));
  const jobs = [
    ...many('attacked', size.attackedFleets, ATTACKED_FLEET_DAYS),
    ...many('honest', size.honestFleets, size.honestDays),
  ];
  const left: string[] = [];
  if (sharedFile('meters/household_1min.csv')) jobs.push(job('household', 0, 1, 0));
  else left.push('The real house is left out: its series is not there (set GRIDLOOM_SHARED_DATA).');
  return { jobs, folder, left };
}

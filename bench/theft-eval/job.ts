import { writeFileSync } from 'node:fs';
import { judgesOf } from './arms';
import { attackPlan, type FleetSize, fleet } from './fleets';
import { HOUSEHOLD_WARM_UP_DAYS, household, householdPlan } from './household';
import type { MeterRun } from './meter-run';
import { type Plan, play } from './play';

/** One fleet, or the real house, with the arms that judge it. Runs in a process of its own. */
export interface Job {
  name: string;
  kind: 'attacked' | 'honest' | 'household';
  fleet: FleetSize;
  /** Starts of attacks on the real house, of each kind and severity. */
  starts: number;
  arms: string[];
  /** File that the runs of each arm are written to. */
  out: string;
}

export interface JobResult {
  job: Job;
  seconds: number;
  samples: number;
  runs: Record<string, MeterRun[]>;
}

async function run(job: Job): Promise<void> {
  const began = performance.now();
  const isHousehold = job.kind === 'household';
  const source = isHousehold ? household() : fleet(job.fleet);
  if (!source) throw new Error('the file of the real house is not there');
  const none: Plan = { branchMs: source.endMs, branches: [] };
  const attacked = isHousehold ? householdPlan(source, job.fleet.seed, job.starts) : attackPlan(source, job.fleet);
  const warmUpDays = isHousehold ? HOUSEHOLD_WARM_UP_DAYS : job.fleet.warmUpDays;
  const judges = await judgesOf(job.arms, { stepMs: source.stepMs, warmUpDays });
  const { runs, samples } = await play(source, job.kind === 'honest' ? none : attacked, judges);
  const result: JobResult = { job, seconds: (performance.now() - began) / 1000, samples, runs };
  writeFileSync(job.out, JSON.stringify(result));
}

run(JSON.parse(process.argv[2]!) as Job).then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);

import { writeFileSync } from 'node:fs';
import { judgesOf } from './arms';
import { attackPlan, type FleetSize, fleet } from './fleets';
import { household, householdPlan } from './household';
import type { MeterRun } from './meter-run';
import { type Plan, play } from './play';

/** One fleet, or the real house, with the arms that judge it. Runs in a process of its own. */
export interface Job {
  name: string;
  /** Among those of its kind, from 0. */
  index: number;
  kind: 'attacked' | 'honest' | 'eventful' | 'household' | 'ablation';
  fleet: FleetSize;
  /** Days on which a detector only learns. */
  warmUpDays: number;
  /** Day from which on attacks begin. */
  attackDay: number;
  /** Starts of attacks on the real house, of each kind and severity. */
  starts: number;
  arms: string[];
  /** File that the runs of each arm are written to. */
  out: string;
}

export interface JobResult {
  job: Job;
  seconds: number;
  cpuSeconds: number;
  samples: number;
  runs: Record<string, MeterRun[]>;
}

async function run(job: Job): Promise<void> {
  const began = performance.now();
  const { kind, fleet: size, warmUpDays, attackDay, starts } = job;
  const source = kind === 'household' ? household() : fleet(size);
  if (!source) throw new Error('the file of the real house is not there');
  const plans: Record<Job['kind'], () => Plan> = {
    attacked: () => attackPlan(source, size.seed, attackDay),
    ablation: () => attackPlan(source, size.seed, attackDay),
    honest: () => ({ branchMs: source.endMs, branches: [] }),
    eventful: () => ({ branchMs: source.endMs, branches: [] }),
    household: () => householdPlan(source, size.seed, attackDay, starts),
  };
  const judges = await judgesOf(job.arms, { stepMs: source.stepMs, warmUpDays });
  const { runs, samples } = await play(source, plans[kind](), judges);
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage();
  const result: JobResult = { job, seconds, cpuSeconds: (user + system) / 1e6, samples, runs };
  writeFileSync(job.out, JSON.stringify(result));
}

run(JSON.parse(process.argv[2]!) as Job).then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);

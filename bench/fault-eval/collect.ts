import type { FaultScenario } from '../../simulator/waveform';
import type { EventThreads } from '../../simulator/waveform/publish';
import { FOREIGN_KINDS, foreignRecords } from './foreign-signals';
import type { Judge } from './judge';
import type { Outcome } from './outcome';
import { outcomeOf } from './outcome';
import { ARMS, type Arm, counts, HARMLESS, type Size, WINDOWS } from './plan';
import { play, testScenarios } from './play';
import { type Recording, recordingsOfOthers } from './recordings';

/** Outcomes by the name of the arm. */
export type ByArm = ReadonlyMap<string, readonly Outcome[]>;

/** Everything that the tables are made of. */
export interface Collected {
  /** 60 Hz, all arms. */
  test: ByArm;
  /** 50 Hz, whole window. */
  at50: readonly Outcome[];
  /** Inrush and saturated current transformers, by window. */
  harmless: ByArm;
  /** Records in which nothing happens, all arms. */
  healthy: ByArm;
  /** By the kind of signal. */
  foreign: ReadonlyMap<string, readonly Outcome[]>;
  recordings: readonly Recording[];
}

const FULL: Arm = WINDOWS[0]!;

/** Simulates what is not in the cache and asks the classifier; what it took goes to standard error. */
export async function collect(judge: Judge, size: Size, seed: number, threads: EventThreads): Promise<Collected> {
  const part = async (name: string, scenarios: readonly FaultScenario[], arms: readonly Arm[]) => {
    const began = performance.now();
    let simulation = '';
    const outcomes = await play(judge, scenarios, arms, threads, ({ simulated, seconds, cpuSeconds }) => {
      simulation = `${simulated} simulated in ${seconds.toFixed(0)} s (${cpuSeconds.toFixed(0)} s of CPU)`;
    });
    const all = ((performance.now() - began) / 1000).toFixed(0);
    process.stderr.write(`${name}: ${scenarios.length} scenarios, ${simulation}, ${all} s with the answers\n`);
    return outcomes;
  };
  const test = testScenarios(counts(size.internal, size.transient), seed);
  const at50 = testScenarios(counts(size.internal50, size.transient50), seed, 50);
  // Another seed than that of the test set: these are further ones.
  const harmless = testScenarios(new Map(HARMLESS.map((label) => [label, size.harmless])), seed + 1);
  const healthy = testScenarios(new Map([['normal', size.healthy]]), seed);
  return {
    test: await part('test', test, ARMS),
    at50: (await part('50 Hz', at50, [FULL])).get(FULL.name)!,
    harmless: await part('inrush and saturated current transformers', harmless, WINDOWS),
    healthy: await part('healthy', healthy, ARMS),
    foreign: await foreign(judge, size, seed),
    recordings: await recordingsOfOthers(judge),
  };
}

async function foreign(judge: Judge, size: Size, seed: number): Promise<Map<string, Outcome[]>> {
  const outcomes = new Map<string, Outcome[]>();
  for (const kind of Object.keys(FOREIGN_KINDS)) {
    const answers = await judge.classify(foreignRecords(kind, size.foreign, seed), 'full');
    outcomes.set(
      kind,
      answers.map((answer, i) => outcomeOf(answer, String(i), kind, null)),
    );
  }
  return outcomes;
}

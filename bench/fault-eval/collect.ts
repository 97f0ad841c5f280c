import type { FaultScenario, SimulatedEvent } from '../../simulator/waveform';
import type { EventThreads } from '../../simulator/waveform/publish';
import { foreignRecords } from './foreign-signals';
import type { Judge } from './judge';
import type { Outcome } from './outcome';
import { outcomeOf } from './outcome';
import { ARMS, type Arm, counts, HARMLESS, type Size, WINDOWS } from './plan';
import { play, testScenarios } from './play';
import { type Recording, recordingsOfOthers } from './recordings';
import { recordsOf } from './records';

/** Outcomes by the name of the arm. */
export type ByArm = ReadonlyMap<string, readonly Outcome[]>;

/** Everything that the tables are made of. */
export interface Collected {
  /** 60 Hz, all arms; their outcomes are in the order of the scenarios. */
  test: ByArm;
  testScenarios: readonly FaultScenario[];
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
    testScenarios: test,
    at50: (await part('50 Hz', at50, [FULL])).get(FULL.name)!,
    harmless: await part('inrush and saturated current transformers', harmless, WINDOWS),
    healthy: await part('healthy', healthy, ARMS),
    foreign: await foreign(judge, await spread(test, size.foreign, threads), size, seed),
    recordings: await recordingsOfOthers(judge),
  };
}

/** So many records evenly from those of some scenarios, which are in the cache by now. */
async function spread(scenarios: readonly FaultScenario[], count: number, threads: EventThreads) {
  const step = Math.max(1, Math.floor(scenarios.length / count));
  const found: SimulatedEvent[] = [];
  let first = 0;
  for await (const events of recordsOf(scenarios, threads, () => {})) {
    found.push(...events.filter((_, i) => (first + i) % step === 0));
    first += events.length;
  }
  return found;
}

async function foreign(judge: Judge, events: readonly SimulatedEvent[], size: Size, seed: number) {
  const outcomes = new Map<string, Outcome[]>();
  for (const [kind, records] of foreignRecords(events, size.foreign, seed)) {
    const answers = await judge.classify(records, 'full');
    outcomes.set(
      kind,
      answers.map((answer, i) => outcomeOf(answer, String(i), kind, null)),
    );
  }
  return outcomes;
}

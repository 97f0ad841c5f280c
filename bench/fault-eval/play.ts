import type { FaultScenario, SimulatedEvent } from '../../simulator/waveform';
import type { EventThreads } from '../../simulator/waveform/publish';
import { drawScenarios } from '../../training/faults/draw-scenarios';
import type { Judge } from './judge';
import { type Outcome, outcomeOf } from './outcome';
import type { Arm } from './plan';
import { type Effort, recordsOf } from './records';
import { waveformOf } from './variants';

/** Scenarios of the evaluation: of the test part of the split, which training never draws from, and with seeds of its own. */
export function testScenarios(
  perLabel: ReadonlyMap<string, number>,
  seed: number,
  nominalFrequencyHz: 50 | 60 = 60,
): FaultScenario[] {
  return [...perLabel].flatMap(([label, count]) =>
    drawScenarios({ part: 'test', perLabel: count, labels: [label], nominalFrequencyHz, seed }),
  );
}

/** Outcomes of each arm by its name, in the order of the scenarios. */
export async function play(
  judge: Judge,
  scenarios: readonly FaultScenario[],
  arms: readonly Arm[],
  threads: EventThreads,
  onSimulated: (effort: Effort) => void,
): Promise<Map<string, Outcome[]>> {
  const outcomes = new Map<string, Outcome[]>(arms.map(({ name }) => [name, []]));
  let first = 0;
  for await (const events of recordsOf(scenarios, threads, onSimulated)) {
    for (const arm of arms) outcomes.get(arm.name)!.push(...(await answersTo(judge, events, arm, first)));
    first += events.length;
  }
  return outcomes;
}

async function answersTo(judge: Judge, events: readonly SimulatedEvent[], arm: Arm, first: number): Promise<Outcome[]> {
  const waveforms = events.map((event, i) => waveformOf(event, String(first + i), arm.variant, first + i));
  const answers = await judge.classify(waveforms, arm.window);
  return answers.map((answer, i) => {
    const { scenario, inceptionMs } = events[i]!;
    const truth = scenario.label;
    return outcomeOf(answer, String(first + i), truth, truth === 'normal' ? null : inceptionMs);
  });
}

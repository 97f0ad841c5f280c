import { parentPort } from 'node:worker_threads';
import type { FaultScenario, SimulatedEvent } from '../event';
import { simulateEvent } from '../index';

/** The other side of EventThreads: one event for every scenario, in order. */
parentPort!.on('message', (scenario: FaultScenario) => {
  let answer: { event: SimulatedEvent } | { failed: string };
  try {
    answer = { event: simulateEvent(scenario) };
  } catch (error) {
    answer = { failed: (error as Error).message };
  }
  parentPort!.postMessage(answer);
});

export type EventAnswer = { event: SimulatedEvent } | { failed: string };

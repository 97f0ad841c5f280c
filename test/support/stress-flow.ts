import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './gridloom-process';
import type { Inbox } from './inbox';
import type { FlowNode } from './seed-user-folder';

export const STRESS_MODELS_SHOWN = ['linear', 'centrality', 'electrical'] as const;
const HOUR_MS = 3_600_000;
/** Before all that tests publish. */
export const START_MS = Date.UTC(2018, 0, 10);

/** The flow Grid stress as shipped. */
export const stressFlow = (): FlowNode[] => JSON.parse(readFileSync(join(ROOT, 'flows/grid-stress.json'), 'utf8'));

/** What somebody has who takes over some frames of the flow only, named by their numbers. */
export function framesOf(...numbers: number[]): FlowNode[] {
  const flow = stressFlow();
  const frames = flow.filter(
    ({ type, name }) => type === 'group' && numbers.includes(Number.parseInt(String(name), 10)),
  );
  const ids = new Set(frames.map(({ id }) => id));
  return flow.filter(({ id, g, z }) => z === undefined || ids.has(id) || ids.has(g as string));
}

/** The flow whose replay waits until somebody presses Play. */
export function waitingStressFlow(): FlowNode[] {
  const flow = stressFlow();
  Object.assign(flow.find(({ type }) => type === 'grid-load-replay')!, { autoStart: false });
  return flow;
}

/** Publishes JSON, or text as it is. */
export const publish = (inbox: Inbox, topic: string, payload: unknown) =>
  inbox.client.publishAsync(topic, typeof payload === 'string' ? payload : JSON.stringify(payload), { qos: 1 });

/**
 * Loads of one hour after the other, MW, with the original's names; the first is of `firstHour`. Behind each comes a value at
 * N20, which nothing else reaches: its stress shows that all of that hour have been told.
 */
export async function publishLoads(inbox: Inbox, firstHour: number, loads: readonly number[]): Promise<void> {
  for (const [at, load] of loads.entries()) {
    const timeMs = START_MS + (firstHour + at) * HOUR_MS;
    await publish(inbox, 'grid_measurements', { load, timestamp: new Date(timeMs).toISOString() });
    await publish(inbox, 'grid_measurements', { timeMs, nodeId: 'N20', loadingPercent: 10 });
  }
}

/** Publishes loads without stress until all models answer: the flow has subscribed. */
export async function waitForFlow(inbox: Inbox, timeoutMs = 30_000): Promise<void> {
  const answers = () => STRESS_MODELS_SHOWN.every((model) => inbox.last(`propagated_stress_${model}`));
  for (const untilMs = Date.now() + timeoutMs; !answers(); ) {
    if (Date.now() > untilMs) throw new Error('the flow answers no load');
    await publishLoads(inbox, 0, [40_000]);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

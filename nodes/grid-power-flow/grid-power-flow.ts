import { join } from 'node:path';
import type { Refusal } from '../../lib/messages';
import { networkValues } from '../../lib/network/report';
import { JobFailed, JobThread } from '../../lib/threads/job-thread';
import { networkOf } from '../grid-topology/network-of';
import { gridNode } from '../shell/grid-node';
import { newestTimeMs } from '../shell/newest-time';
import type { NodeMessage, NodeStatus, Send } from '../shell/node-red';
import { PacedRuns } from '../shell/paced-runs';
import { computeFlow, type FlowJob, type FlowResult, NO_CONVERGENCE } from './compute-flow';
import { definition } from './schema';

/** From so many nodes on a power flow takes longer than the event loop should wait. */
const THREAD_NODES = 1000;
/** So many messages may wait for theirs. */
const MOST_WAITING = 20;
/** So many nodes that are not fed are named. */
const MOST_NAMED = 12;

export = gridNode(definition, ({ network: id, method, minVoltagePu, maxVoltagePu, leastMs }, context) => {
  if (minVoltagePu > 0 && maxVoltagePu > 0 && minVoltagePu >= maxVoltagePu)
    throw new Error(`minVoltagePu ${minVoltagePu} is not below maxVoltagePu ${maxVoltagePu}: correct one of them`);
  const network = networkOf(context, id);
  const settings = { method, minVoltagePu: minVoltagePu || undefined, maxVoltagePu: maxVoltagePu || undefined };
  const data = { original: network.original, settings };
  const thread =
    network.graph.order < THREAD_NODES
      ? undefined
      : new JobThread<FlowJob, string>(join(__dirname, 'power-flow-worker'), 'computes power flows', data);
  let status: NodeStatus = { fill: 'grey', shape: 'ring', text: 'ready' };
  let [changedMs, eventMs, waiting] = [Date.now(), Number.NaN, 0];
  let [told, isFirstDue] = ['', true];

  async function inThread(timeMs: number): Promise<FlowResult | undefined> {
    const values = networkValues(network);
    const transfer = [values.nodes.buffer as ArrayBuffer, values.branches.buffer as ArrayBuffer];
    const text = await thread!.run({ values, timeMs }, { transfer });
    return text === undefined ? undefined : (JSON.parse(text) as FlowResult);
  }
  /** @returns undefined when the node has been closed meanwhile */
  async function compute(): Promise<FlowResult | undefined> {
    const timeMs = Number.isNaN(eventMs) ? changedMs : eventMs;
    try {
      const result = thread ? await inThread(timeMs) : computeFlow(network.model, timeMs, settings);
      if (result) status = statusOf(result);
      return result;
    } catch (error) {
      const why = error instanceof JobFailed ? error.status : undefined;
      status = { fill: 'red', shape: 'ring', text: why ?? 'see the error' };
      throw error;
    }
  }
  /** Once until it is another one, and with a message, so that a Catch node gets it. */
  function tell(error: Error | undefined): void {
    // The residual is another one with every change of a load.
    const kind =
      error instanceof JobFailed && error.status === NO_CONVERGENCE ? NO_CONVERGENCE : (error?.message ?? '');
    if (error && kind !== told) context.node.error(error, {});
    told = kind;
  }
  const runs = new PacedRuns(async () => {
    isFirstDue = false;
    try {
      const result = await compute();
      if (!result) return;
      sendResult(result, {}, context.send);
      tell(unfedFault(result));
    } catch (error) {
      tell(error as Error);
    }
  }, leastMs);
  const unsubscribe = network.onChange(() => {
    changedMs = Date.now();
    runs.request();
  });

  return {
    async input(message, send) {
      const timeMs = newestTimeMs(message.payload);
      if (timeMs !== undefined && !(timeMs <= eventMs)) eventMs = timeMs;
      if (waiting >= MOST_WAITING) {
        send([null, null, null, { ...message, payload: [tooMany(message.payload)] }]);
        return;
      }
      waiting++;
      try {
        const result = await compute();
        if (result) sendResult(result, message, send);
      } finally {
        waiting--;
      }
    },
    tick() {
      if (isFirstDue) runs.request();
    },
    status: () => status,
    async close() {
      unsubscribe();
      runs.close();
      await thread?.close();
    },
  };
});

function sendResult({ report, map, values }: FlowResult, message: NodeMessage, send: Send): void {
  send([
    { ...message, payload: report },
    { ...message, payload: map },
    { ...message, payload: values },
  ]);
}

function statusOf({ report: { method, lossPercent, violations, unfed } }: FlowResult): NodeStatus {
  if (unfed) return { fill: 'red', shape: 'dot', text: `${unfed.length} not fed` };
  const losses = `${lossPercent.toFixed(2)} %${method === 'dc' ? ' (DC)' : ''}`;
  const exceeded = violations.length;
  if (exceeded > 0) return { fill: 'yellow', shape: 'dot', text: `${losses}, ${exceeded} over` };
  return { fill: 'green', shape: 'dot', text: `${losses} loss` };
}

function unfedFault({ report: { unfed = [] } }: FlowResult): Error | undefined {
  if (unfed.length === 0) return undefined;
  const more = unfed.length > MOST_NAMED ? ` and ${unfed.length - MOST_NAMED} more` : '';
  return new Error(
    `no source feeds ${unfed.slice(0, MOST_NAMED).join(', ')}${more}, the report is of the rest: ` +
      'close a line that leads there',
  );
}

const tooMany = (original: unknown): Refusal => ({
  reason: 'too-many',
  message: `is one too many: ${MOST_WAITING} wait for their power flow`,
  place: 'payload',
  remedy: 'send messages more slowly; changes of the network need none',
  original,
});

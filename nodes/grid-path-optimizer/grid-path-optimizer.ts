import { join } from 'node:path';
import type { PathQuestion, Refusal, RouteReport } from '../../lib/messages';
import { PathInputs, type PathJob, type PathResult } from '../../lib/paths';
import { JobThread } from '../../lib/threads/job-thread';
import { networkOf } from '../grid-topology/network-of';
import { gridNode } from '../shell/grid-node';
import { newestTimeMs } from '../shell/newest-time';
import type { NodeMessage, NodeStatus, Send } from '../shell/node-red';
import { PacedRuns } from '../shell/paced-runs';
import { PolicyRuns } from './policy-runs';
import { definition } from './schema';

/** So many messages may wait for their answer. */
const MOST_WAITING = 20;

export = gridNode(definition, (settings, context) => {
  const { lossWeight, riskWeight, usesTies, marginPercent, comparesPolicy, leastMs } = settings;
  if (lossWeight === 0 && riskWeight === 0) throw new Error('lossWeight and riskWeight are both 0: raise one of them');
  const network = networkOf(context, settings.network);
  const inputs = new PathInputs({ lossWeight, riskWeight }, (id) =>
    network.graph.hasEdge(id) ? network.graph.getEdgeAttributes(id) : undefined,
  );
  const thread = new JobThread<PathJob, PathResult>(join(__dirname, 'path-worker'), 'optimises paths');
  const policies = new PolicyRuns(() => runs.request(), context);
  let status: NodeStatus = { fill: 'grey', shape: 'ring', text: 'ready' };
  let [changedMs, eventMs] = [Date.now(), Number.NaN];
  let [failure, isFirstDue] = ['', true];
  /** What the thread has been told last. */
  let known: object | undefined;

  const pathSettings = () => ({ ...inputs.settings, usesTies, margin: marginPercent / 100 });

  function run(task: { timeMs: number } | { question: PathQuestion }): Promise<PathResult | undefined> {
    const { model } = network;
    const news = thread.isRunning && known === model ? {} : { model };
    known = model;
    return thread.run({ ...news, settings: pathSettings(), ...task });
  }

  async function optimize(message: NodeMessage, send: Send): Promise<void> {
    isFirstDue = false;
    try {
      const result = await run({ timeMs: Number.isNaN(eventMs) ? changedMs : eventMs });
      if (!result || !('report' in result)) return;
      status = statusOf(result.report);
      failure = '';
      if (comparesPolicy) policies.want(result.usable, () => ({ model: network.model, settings: pathSettings() }));
      send([
        { ...message, payload: { ...result.report, ...policies.result } },
        { ...message, payload: result.map },
      ]);
    } catch (error) {
      status = { fill: 'red', shape: 'ring', text: 'see the error' };
      throw error;
    }
  }

  async function answer(question: PathQuestion, message: NodeMessage, send: Send): Promise<void> {
    const result = await run({ question });
    if (result && 'answer' in result) send([null, null, { ...message, payload: result.answer }]);
    if (result && 'fault' in result) {
      const { place, problem, remedy } = result.fault;
      const told: Refusal = {
        reason: 'bad-question',
        message: `${place} ${problem}`,
        place,
        remedy,
        original: question,
      };
      send([null, null, null, { ...message, payload: [told] }]);
    }
  }

  const runs = new PacedRuns(async () => {
    // Once, and with a message, so that a Catch node gets it.
    await optimize({}, context.send).catch((error: Error) => {
      if (error.message !== failure) context.node.error(error, {});
      failure = error.message;
    });
  }, leastMs);
  const unsubscribe = network.onChange(() => {
    changedMs = Date.now();
    runs.request();
  });

  return {
    async input(message, send) {
      const elements = Array.isArray(message.payload) ? message.payload : [message.payload];
      const { questions, isOptimizeAsked, hasChanged, refused } = inputs.take(elements);
      const timeMs = newestTimeMs(elements);
      if (timeMs !== undefined && !(timeMs <= eventMs)) eventMs = timeMs;
      const free = Math.max(0, MOST_WAITING - thread.jobs);
      refused.push(...questions.splice(free).map(tooMany));
      if (refused.length > 0) send([null, null, null, { ...message, payload: refused }]);
      if (hasChanged && !isOptimizeAsked) runs.request();
      await Promise.all([
        ...questions.map((question) => answer(question, message, send)),
        ...(isOptimizeAsked && free > 0 ? [optimize(message, send)] : []),
      ]);
    },
    tick() {
      if (isFirstDue) runs.request();
    },
    status: () => status,
    async close() {
      unsubscribe();
      runs.close();
      await policies.close();
      await thread.close();
    },
  };
});

function statusOf({ unservedMw, lossPercent }: RouteReport): NodeStatus {
  if (unservedMw > 0) return { fill: 'red', shape: 'dot', text: `${unservedMw.toPrecision(3)} MW unserved` };
  return { fill: 'green', shape: 'dot', text: `${lossPercent.toFixed(3)} % loss` };
}

const tooMany = (original: PathQuestion): Refusal => ({
  reason: 'too-many',
  message: `this question is one too many: ${MOST_WAITING} wait`,
  place: 'payload',
  remedy: 'ask more slowly',
  original,
});

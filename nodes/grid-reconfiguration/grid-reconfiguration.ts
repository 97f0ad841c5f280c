import type { ReconfigurationCommand, ReconfigurationReport } from '../../lib/messages';
import { ReconfigurationDesk } from '../../lib/routing';
import { networkOf } from '../grid-topology/network-of';
import { gridNode } from '../shell/grid-node';
import type { NodeMessage, NodeStatus, Send } from '../shell/node-red';
import { keepDesk } from './keep-desk';
import { definition } from './schema';
import { SearchThread } from './search-thread';
import { SwitchingRun } from './switching-run';
import { whyNot } from './why-not';

export = gridNode(definition, (settings, context) => {
  const network = networkOf(context, settings.network);
  const { seconds, seed, minVoltagePu, maxVoltagePu, riskWeight, loadFactor, price, switchingDelay } = settings;
  if (minVoltagePu > 0 && maxVoltagePu > 0 && minVoltagePu >= maxVoltagePu)
    throw new Error(`the least voltage, ${minVoltagePu} p.u., is not below the greatest: correct one of them`);
  const desk = new ReconfigurationDesk(network.original);
  const kept = keepDesk(desk, context);
  const thread = new SearchThread();
  const limits = {
    ...(minVoltagePu > 0 ? { minVoltagePu } : {}),
    ...(maxVoltagePu > 0 ? { maxVoltagePu } : {}),
  };
  let status: NodeStatus = { fill: 'grey', shape: 'ring', text: 'ready' };
  let advice: ReconfigurationReport | undefined;
  let run: SwitchingRun | undefined;
  let isChanged = true;
  let searchedMs = 0;
  const unsubscribe = network.onChange(() => {
    isChanged = true;
  });

  async function search(command: ReconfigurationCommand, message: NodeMessage, send: Send): Promise<void> {
    [isChanged, searchedMs, advice] = [false, Date.now(), undefined];
    status = { fill: 'blue', shape: 'dot', text: 'searching' };
    const { model } = network;
    const shown = desk.shown();
    const tell = (report: ReconfigurationReport) => {
      status = statusOf(report);
      send([{ ...message, payload: { ...report, ...shown } }]);
    };
    const job = {
      model,
      settings: { ...desk.settings(model), ...limits, riskWeight },
      seconds: command.seconds ?? seconds,
      seed: command.seed ?? seed,
      savings: { loadFactor, pricePerKwh: price },
      timeMs: desk.timeMs || searchedMs,
    };
    try {
      const report = await thread.search(job, tell);
      if (!report) return;
      tell(report);
      if (report.state === 'done' && thread.jobs === 0) advice = report;
    } catch (error) {
      status = { fill: 'red', shape: 'ring', text: 'search failed' };
      throw error;
    }
  }

  async function apply(message: NodeMessage, send: Send): Promise<void> {
    const pairs = advice!.switching!;
    const forbidden = new Set(desk.settings(network.model).outOfService);
    run = new SwitchingRun(network, pairs, {
      delayMs: switchingDelay * 1000,
      mayClose: (id) => !forbidden.has(id),
      send: (changes, { openId }) => {
        desk.opens(openId);
        kept.changed();
        send([null, { ...message, payload: changes }]);
        status = { fill: 'blue', shape: 'dot', text: `${run!.done + 1} of ${pairs.length} switched` };
      },
    });
    // What it advises is about a network that is another one then.
    advice = undefined;
    try {
      await run.run();
      status = { fill: 'green', shape: 'dot', text: `${run.done} of ${pairs.length} switched` };
    } catch (error) {
      status = { fill: 'red', shape: 'ring', text: 'switching stopped' };
      throw error;
    } finally {
      run = undefined;
    }
  }

  function obey(command: ReconfigurationCommand, message: NodeMessage, send: Send): Promise<void> | undefined {
    if (command.cancel) {
      thread.cancel();
      run?.stop();
    }
    const refusal = whyNot(command, { advice, searches: thread.jobs, isSwitching: run !== undefined });
    if (refusal) send([null, null, { ...message, payload: [refusal] }]);
    else if (command.search) return search(command, message, send);
    else if (command.apply) return apply(message, send);
    return undefined;
  }

  return {
    async input(message, send) {
      if (message.reset) {
        desk.reset();
        kept.changed();
        run?.stop();
        advice = undefined;
        status = { fill: 'grey', shape: 'ring', text: 'ready' };
        return thread.close();
      }
      const { payload } = message;
      const { commands, refused, isChanged: hasNews } = desk.take(Array.isArray(payload) ? payload : [payload]);
      if (hasNews) kept.changed();
      if (refused.length > 0) send([null, null, { ...message, payload: refused }]);
      await Promise.all(commands.map((command) => obey(command, message, send)));
    },
    tick(nowMs) {
      kept.tick(nowMs);
      if (!settings.autoSearch || !isChanged || run || nowMs - searchedMs < settings.leastSecondsBetween * 1000) return;
      // With a message, so that a Catch node gets it also when nothing comes in.
      search({}, {}, context.send).catch((error: Error) => context.node.error(error, {}));
    },
    status: () => status,
    async close() {
      unsubscribe();
      run?.stop();
      await thread.close();
      await kept.close();
    },
  };
});

function statusOf({ state, lossBeforeKw, lossAfterKw, withinLimits }: ReconfigurationReport): NodeStatus {
  const saved = lossBeforeKw ? `, ${Math.round(100 * (lossAfterKw / lossBeforeKw - 1))} %` : '';
  const text = `${short(lossAfterKw)} kW${saved}`.replace('-', '−');
  if (state === 'searching') return { fill: 'blue', shape: 'dot', text };
  if (state === 'cancelled') return { fill: 'grey', shape: 'dot', text: 'cancelled' };
  return { fill: withinLimits ? 'green' : 'yellow', shape: 'dot', text };
}

/** 12345 as `12.3k`: the status has room for 20 characters. */
const short = (kw: number) => (kw < 10_000 ? kw.toPrecision(4) : `${(kw / 1000).toPrecision(4)}k`);

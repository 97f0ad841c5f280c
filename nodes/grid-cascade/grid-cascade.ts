import type { CascadeScreening, GridMapUpdate, Refusal } from '../../lib/messages';
import { baseMap, cascadeJob } from '../../lib/network/cascade';
import { NetworkFault } from '../../lib/network/importers';
import { toTopology } from '../../lib/network/to-topology';
import { networkOf } from '../grid-topology/network-of';
import { gridNode } from '../shell/grid-node';
import type { NodeMessage, NodeStatus, Send } from '../shell/node-red';
import { CascadeThread, MAX_WAITING } from './cascade-thread';
import { definition } from './schema';

export = gridNode(definition, (settings, context) => {
  const network = networkOf(context, settings.network);
  const { ratingFactor, leastRatingMw, method, loadFactor, tolerance } = settings;
  const thread = new CascadeThread({ factor: ratingFactor, leastMw: leastRatingMw });
  const defaults = { method, loadFactor, tolerance };
  let status: NodeStatus = { fill: 'grey', shape: 'ring', text: 'ready' };
  let isMapDue = true;
  const unsubscribe = network.onChange(() => {
    isMapDue = true;
  });

  async function ask(request: unknown, message: NodeMessage, send: Send): Promise<void> {
    const { model, original, revision } = network;
    const job = cascadeJob(request, model, defaults);
    if (thread.waitingJobs >= MAX_WAITING)
      throw new Refused('too-many', `is one too many: ${MAX_WAITING} wait`, 'send requests more slowly, or msg.reset');
    const tell = (screening: CascadeScreening) => {
      status = { fill: 'blue', shape: 'dot', text: `${screening.done} of ${screening.count}` };
      send([null, null, null, { ...message, payload: screening }]);
    };
    const outcome = await thread.run(job, { model, original, revision }, tell);
    if (!outcome) throw new Refused('cancelled', 'was cancelled', 'send it again');
    if ('screening' in outcome) {
      tell(outcome.screening);
      const hit = outcome.screening.outages.filter(({ lostMw, tripped }) => lostMw > 0 || tripped > 0).length;
      status = { fill: hit > 0 ? 'yellow' : 'green', shape: 'dot', text: `${hit} of ${outcome.screening.count} hurt` };
      return;
    }
    const { cascade, map } = outcome.cascade;
    const fill = cascade.lostMw > 0 ? 'red' : cascade.tripped > 0 ? 'yellow' : 'green';
    status = { fill, shape: 'dot', text: `${short(cascade.lostMw)} MW, ${cascade.rounds} waves` };
    send([{ ...message, payload: cascade }, null, { ...message, payload: map }]);
  }

  return {
    async input(message, send) {
      if (message.reset) {
        await thread.cancel();
        status = { fill: 'grey', shape: 'ring', text: 'ready' };
        send([null, null, { payload: baseMap(network.model) }]);
        return;
      }
      const requests = Array.isArray(message.payload) ? message.payload : [message.payload];
      const answers = requests.map((request) => {
        return ask(request, message, send).catch((error: Error) => {
          send([null, { ...message, payload: [refusal(error, request)] }]);
        });
      });
      await Promise.all(answers);
    },
    tick() {
      if (!isMapDue) return;
      isMapDue = false;
      const payload: GridMapUpdate = { topology: toTopology(network.model), ...baseMap(network.model) };
      context.send([null, null, { payload }]);
    },
    status: () => status,
    async close() {
      unsubscribe();
      await thread.cancel();
    },
  };
});

/** A request that is not answered though nothing is wrong with it. */
class Refused extends NetworkFault {
  constructor(
    readonly reason: string,
    problem: string,
    remedy: string,
  ) {
    super('payload', problem, remedy);
  }
}

/** @throws the error unless it is one of the request */
function refusal(error: Error, original: unknown): Refusal {
  if (!(error instanceof NetworkFault)) throw error;
  const { place, problem, remedy } = error;
  const reason = error instanceof Refused ? error.reason : 'bad-request';
  return { reason, message: `${place} ${problem}`, place, remedy, original };
}

/** 12345 as `12.3k`: the status has room for 20 characters. */
const short = (mw: number) => (mw < 10_000 ? String(Math.round(mw)) : `${(mw / 1000).toFixed(1)}k`);

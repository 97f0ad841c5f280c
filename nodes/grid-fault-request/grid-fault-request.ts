import { randomUUID } from 'node:crypto';
import { readWaveforms } from '../../lib/waveform/formats';
import { type NamedFile, openRequest, RequestFault, SampleFolder } from '../../lib/waveform/service';
import { gridNode } from '../shell/grid-node';
import type { NodeMessage, NodeRed, Send } from '../shell/node-red';
import { type Answering, addRoutes, type Classified } from './http-routes';
import { outcomeOf } from './outcome';
import { PendingRequests } from './pending-requests';
import { refusalOf, requestOf, waveformMessage } from './request-message';
import { definition } from './schema';

const SAMPLES_EVERY_MS = 5000;
/** What these say of the network's frequency counts. */
const TELLS_FREQUENCY = /\.(cfg|dat|cff|json)$/i;
let answering: Answering | undefined;

/** Takes requests over HTTP and as messages, sends their waveforms, and answers with what comes back. */
const node = gridNode(definition, (settings, { send, fail }) => {
  if (settings.folder === '')
    throw new Error('grid-fault-request: setting "folder" is empty: give the folder of the samples, e.g. /data/events');
  if (settings.http && answering)
    throw new Error('grid-fault-request: another node answers over HTTP already: switch HTTP off in one of the two');
  const maxBytes = settings.maxMegabytes * 1e6;
  const timeoutMs = settings.timeoutSeconds * 1000;
  const { sampleRateHz, nominalFrequencyHz, maxSamples } = settings;
  const folder = new SampleFolder(settings.folder, { maxSamples: settings.maxListed, maxBytes });
  const source = {
    folder,
    maxSamples,
    read: (files: NamedFile[]) =>
      readWaveforms(files, {
        sampleRateHz,
        ...(TELLS_FREQUENCY.test(files[0]!.name) ? {} : { nominalFrequencyHz }),
        // Unpacked, too.
        limits: { maxBytes, maxSamples, maxEvents: 2 },
      }),
  };
  const pending = new PendingRequests<Omit<Classified, 'asked'>>(timeoutMs);
  let answered = 0;
  let listed = '';
  let nextListMs = 0;

  async function list(always: boolean): Promise<void> {
    const samples = await folder.list();
    const text = JSON.stringify(samples);
    if (text === listed && !always) return;
    listed = text;
    send([null, null, { topic: 'samples', payload: samples }]);
  }

  const mine: Answering = {
    maxBytes,
    maxOpen: settings.maxPending,
    timeoutMs,
    samples: () => folder.list(),
    async classify(request) {
      const id = randomUUID();
      const asked = await openRequest(request, id, source);
      const coming = pending.wait(id);
      send([waveformMessage(id, asked, request, true)]);
      const result = await coming;
      answered++;
      return { asked, ...result };
    },
  };
  if (settings.http) answering = mine;

  return {
    async input(message, send) {
      const outcome = outcomeOf(message);
      if (outcome) {
        // What nobody waits for any more, or what a message asked for, is for others.
        pending.settle(outcome.id, outcome.result);
        return;
      }
      // Caught of a message that was no request: to follow it again would fail again.
      if (message.error !== undefined) return;
      if (message.topic === 'samples') return list(true);
      await takeMessage(message, send);
    },
    tick(nowMs) {
      if (nowMs < nextListMs) return;
      nextListMs = nowMs + SAMPLES_EVERY_MS;
      list(false).catch(fail);
    },
    status: () =>
      pending.size > 0
        ? { fill: 'blue', shape: 'dot', text: `${pending.size} under way` }
        : { fill: answered > 0 ? 'green' : 'grey', shape: 'ring', text: `${answered} answered` },
    close() {
      if (answering === mine) answering = undefined;
      pending.close();
    },
  };

  async function takeMessage(message: NodeMessage, send: Send): Promise<void> {
    try {
      const request = requestOf(message.payload, { maxBytes });
      const id = randomUUID();
      const asked = await openRequest(request, id, source);
      send({ ...message, ...waveformMessage(id, asked, request, false) });
    } catch (error) {
      if (!(error instanceof RequestFault)) throw error;
      send([null, { ...message, payload: [refusalOf(error, message.payload)] }]);
    }
  }
});

export = (red: NodeRed) => {
  node(red);
  addRoutes(red, () => answering);
};

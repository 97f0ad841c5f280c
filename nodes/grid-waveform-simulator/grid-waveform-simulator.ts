import {
  checkFrameFaults,
  chosenLabels,
  drawScenario,
  EventThreads,
  liveMessages,
  writeSamples,
} from '../../simulator/waveform/publish';
import { gridNode } from '../shell/grid-node';
import type { Send } from '../shell/node-red';
import { definition } from './schema';
import { requestOf, type Wish } from './wishes';

/** So many events may wait for the thread: messages come faster than it simulates. */
const MAX_WAITING = 20;

export = gridNode(definition, (settings, { send, fail }) => {
  const { everySeconds, folder, nominalFrequencyHz, samplesPerClass, seed } = settings;
  const labels = chosenLabels(settings.classes);
  checkFrameFaults(settings.faults);
  // One: the other cores belong to the rest of Node-RED.
  const threads = new EventThreads(1);
  const abort = new AbortController();
  let isRunning = everySeconds > 0;
  let nextMs = 0;
  let number = 0;
  let waiting = 0;
  let sent = 0;
  let writing: Promise<unknown> | undefined;

  async function publish(wish: Wish, to: Send): Promise<void> {
    if (waiting >= MAX_WAITING) {
      throw new Error(`${MAX_WAITING} events wait to be simulated: send messages more slowly`);
    }
    const own = ++number;
    waiting += 1;
    try {
      const event = await threads.simulate({ ...drawScenario(labels, nominalFrequencyHz, seed, own), ...wish });
      const { topic, frames, truth } = liveMessages(event, settings, own, Date.now());
      to([frames.map((payload) => ({ topic, payload })), { topic, payload: truth }, null]);
      sent += 1;
    } finally {
      waiting -= 1;
    }
  }

  async function sample(to: Send): Promise<void> {
    if (folder === '') throw new Error('setting "folder" is empty: give the folder that sample files are written to');
    if (writing) throw new Error('sample files are being written: wait for the message that they are');
    const written = writeSamples(folder, { seed, perClass: samplesPerClass }, threads, abort.signal);
    writing = written;
    try {
      to([null, null, { payload: { folder, files: await written } }]);
    } finally {
      writing = undefined;
    }
  }

  return {
    async input({ payload }, to) {
      const request = requestOf(payload);
      if (request === 'samples') await sample(to);
      else if (request === 'start' && everySeconds === 0) {
        throw new Error('setting "everySeconds" is 0: give the time between two events, or send the label of a class');
      } else if (request === 'start' || request === 'stop') isRunning = request === 'start';
      else await publish(request, to);
    },
    tick(nowMs) {
      // One that is not ready yet is not chased by the next; half a tick early is in time.
      if (!isRunning || waiting > 0 || nowMs < nextMs - 500) return;
      nextMs = nowMs + 1000 * everySeconds;
      publish({}, send).catch((error) => abort.signal.aborted || fail(error));
    },
    status: () => ({
      fill: waiting > 0 || writing ? 'blue' : isRunning ? 'green' : 'grey',
      shape: isRunning ? 'dot' : 'ring',
      text: writing ? 'writing samples' : `${sent} sent`,
    }),
    async close() {
      abort.abort();
      await threads.close();
      await writing?.catch(() => undefined);
    },
  };
});

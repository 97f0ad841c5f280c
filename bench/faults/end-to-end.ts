import { FaultClassifier, OnnxFaultModel } from '../../lib/waveform/classifier';
import { type FileBytes, readWaveforms } from '../../lib/waveform/formats';
import type { SimulatedEvent } from '../../simulator/waveform';
import type { WaveformFormat } from '../../simulator/waveform/publish';
import { filesOf } from './events';
import { type Cost, costOf } from './timing';

/** One way from the bytes of files to answers. */
interface Way {
  name: string;
  format: WaveformFormat;
  batch: number;
  /** As in the node: lots are computed in a thread. */
  thread: boolean;
}

const WAYS: readonly Way[] = [
  { name: '.npy, one at a time', format: 'npy', batch: 1, thread: false },
  { name: '.npy, one at a time, as in the node: on the spot', format: 'npy', batch: 1, thread: true },
  { name: 'text, one at a time', format: 'text', batch: 1, thread: false },
  { name: 'COMTRADE FLOAT32 with restraint, one at a time', format: 'comtrade', batch: 1, thread: false },
  { name: '.npy, batches of 32', format: 'npy', batch: 32, thread: false },
  { name: '.npy, batches of 32, as in the node: in a thread', format: 'npy', batch: 32, thread: true },
];
/** Rounds before those that count: code is compiled in the end, for a node runs for days. */
const WARM_UP = 8;
const OPTIONS = { sampleRateHz: 10_000, nominalFrequencyHz: 60 };

/** Of one way: cost of a waveform, one a round. */
export interface Journey {
  name: string;
  costs: Cost[];
}

/** Bytes of files to answers, all ways in turns. @param model path of the .onnx file */
export async function endToEnd(model: string, events: readonly SimulatedEvent[], rounds: number): Promise<Journey[]> {
  const models = [false, true].map((thread) => new OnnxFaultModel(() => model, { thread }));
  await Promise.all(models.map((one) => one.open()));
  const ways = WAYS.map((way) => ({
    way,
    costs: [] as Cost[],
    classifier: new FaultClassifier(models[way.thread ? 1 : 0]!),
    batches: batchesOf(events, way),
  }));
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const { way, costs, classifier, batches } of ways) {
      const { wallMs, cpuMs } = await costOf(batches.length, async (index) => {
        const waveforms = batches[index]!.flatMap((files) => readWaveforms(files, OPTIONS));
        const { classified } = await classifier.process(waveforms);
        if (classified?.length !== way.batch) throw new Error(`${way.name}: not every waveform was answered`);
      });
      if (round >= 0) costs.push({ wallMs: wallMs / way.batch, cpuMs: cpuMs / way.batch });
    }
  }
  await Promise.all(models.map((one) => one.close()));
  return ways.map(({ way, costs }) => ({ name: way.name, costs }));
}

/** The files of each waveform of each batch. */
function batchesOf(events: readonly SimulatedEvent[], { format, batch }: Way): FileBytes[][][] {
  const files = events.map((event, i) => filesOf(event, format, `event-${i}`));
  return Array.from({ length: Math.floor(files.length / batch) }, (_, i) => files.slice(i * batch, (i + 1) * batch));
}

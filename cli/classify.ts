import { shippedModel } from '../lib/inference';
import type { Waveform } from '../lib/messages';
import { FaultClassifier, FaultClassifierSettings, OnnxFaultModel } from '../lib/waveform/classifier';
import { type ReadOptions, readWaveforms } from '../lib/waveform/formats';
import { type ClassifyEntry, classifyText } from './classify/classify-text';
import { waveformFiles } from './classify/waveform-files';
import { type Command, type CommandIo, numberOf, type ParsedArguments, parseCommand, UsageError } from './command';
import { settingsOf, settingsOptions } from './settings-options';

/** The window has a shorter name here, and batches are no concern of a user of files. */
const SETTINGS = ['minimumProbability', 'pickUpA', 'secondHarmonicPercent'];
const WINDOWS = FaultClassifierSettings.properties.decisionWindow.anyOf.map((one) => one.const);

/** Of the public data set, whose files tell no frequency. */
const PUBLIC_FREQUENCY_HZ = 60;
const TELLS_FREQUENCY = /\.(cfg|cff|json)(\.gz)?$/i;

/** `gridloom classify FILE...`: what the events in waveform files are of, without Node-RED. */
export const classify: Command = {
  name: 'classify',
  summary:
    'Classifies faults from three-phase differential currents in waveform files.\n' +
    'Reads COMTRADE (.cfg with the .dat beside it, .cff), NumPy (.npy, three rows or columns), text of time, Ia, Ib, Ic,\n' +
    'and JSON; a .dat may be compressed by gzip. Tells for each event the class with its calibrated probability, phases,\n' +
    'faulted unit, inception and clearing, what a relay would say, or why it can’t be told. The answer is advice and no\n' +
    'trip path. A file that can’t be read is told as such, the others are classified; the exit code is 1 then.',
  positionals: 'FILE…',
  options: [
    { name: 'json', type: 'boolean', description: 'Result on standard output as a JSON array, an object an event' },
    {
      name: 'rate',
      type: 'string',
      placeholder: 'HZ',
      default: '10000',
      description: 'Sample rate of files that do not tell it (.npy, text without times)',
    },
    {
      name: 'nominal',
      type: 'string',
      placeholder: 'HZ',
      description:
        'Frequency of the network, also where a file tells another (default: what the file tells, or else 60)',
    },
    {
      name: 'channels',
      type: 'string',
      placeholder: 'LIST',
      description: 'Names of the three channels of phases A, B, C, e.g. IA,IB,IC',
    },
    {
      name: 'window',
      type: 'string',
      default: 'full',
      placeholder: WINDOWS.join('|'),
      description: 'Cycles after the inception that are looked at; full: 3',
    },
    { name: 'model', type: 'string', placeholder: 'FILE', description: 'ONNX model (default: that of the package)' },
    ...settingsOptions(FaultClassifierSettings, SETTINGS),
  ],
  run,
};

async function run(args: string[], io: CommandIo): Promise<number> {
  const parsed = parseCommand(classify, args);
  const paths = parsed.positionals;
  if (paths.length === 0) throw new UsageError('give one or more files: gridloom classify FILE…');
  const { window, json, model: file } = parsed.values;
  const decisionWindow = WINDOWS.find((one) => one === window);
  if (!decisionWindow) throw new UsageError(`--window ${window}: give one of ${WINDOWS.join(', ')}`);
  const settings = { ...settingsOf(FaultClassifierSettings, parsed), decisionWindow };
  const optionsOf = readOptionsOf(parsed);
  const model = new OnnxFaultModel(() => (file === undefined ? shippedModel('fault-classifier') : String(file)));
  try {
    // Without a model nothing can be told of any file.
    await model.open();
    const lots = entriesOf(paths, optionsOf, new FaultClassifier(model, settings), io.signal);
    return json ? await writeJson(lots, io) : await writeText(lots, io);
  } finally {
    await model.close();
  }
}

/** How to read a file, by its name. */
function readOptionsOf(parsed: ParsedArguments): (path: string) => ReadOptions {
  const nominal = numberOf(parsed, 'nominal', 1, 1000);
  const { channels } = parsed.values;
  const options: ReadOptions = {
    side: 'secondary',
    sampleRateHz: numberOf(parsed, 'rate', 1, 1e7)!,
    ...(nominal === undefined ? {} : { nominalFrequencyHz: nominal }),
    ...(channels === undefined ? {} : { channels: String(channels).split(',') }),
  };
  // A frequency that is given goes before that of the file.
  return (path) => (TELLS_FREQUENCY.test(path) ? options : { nominalFrequencyHz: PUBLIC_FREQUENCY_HZ, ...options });
}

/** Entries of all files in their order, as many at a time as the model takes in one run. */
async function* entriesOf(
  paths: readonly string[],
  optionsOf: (path: string) => ReadOptions,
  classifier: FaultClassifier,
  signal: AbortSignal,
): AsyncGenerator<ClassifyEntry[]> {
  let lot: ({ file: string; event: number; waveform: Waveform } | { file: string; error: string })[] = [];
  const classified = async (): Promise<ClassifyEntry[]> => {
    const waveforms = lot.flatMap((one) => ('waveform' in one ? [one.waveform] : []));
    const outcomes = await classifier.classify(waveforms);
    let next = 0;
    return lot.map((one) => {
      if ('error' in one) return one;
      const { file, event } = one;
      const outcome = outcomes[next++]!;
      if ('classified' in outcome) return { file, event, ...outcome.classified };
      const { message, remedy } = outcome.refused;
      return { file, event, error: `${message}: ${remedy}` };
    });
  };
  for (const file of paths) {
    signal.throwIfAborted();
    try {
      const waveforms = readWaveforms(await waveformFiles(file), optionsOf(file));
      lot.push(...waveforms.map((waveform, event) => ({ file, event, waveform })));
    } catch (error) {
      lot.push({ file, error: (error as Error).message });
    }
    if (lot.length < classifier.settings.batchSize) continue;
    yield await classified();
    lot = [];
  }
  yield await classified();
}

async function writeJson(lots: AsyncIterable<ClassifyEntry[]>, { stdout }: CommandIo): Promise<number> {
  let code = 0;
  let before = '[\n';
  for await (const entries of lots) {
    for (const entry of entries) {
      stdout.write(`${before}${JSON.stringify(entry)}`);
      before = ',\n';
      if ('error' in entry) code = 1;
    }
  }
  stdout.write(before === '[\n' ? '[]\n' : '\n]\n');
  return code;
}

async function writeText(lots: AsyncIterable<ClassifyEntry[]>, { stdout }: CommandIo): Promise<number> {
  const all: ClassifyEntry[] = [];
  for await (const entries of lots) all.push(...entries);
  stdout.write(`${classifyText(all)}\n`);
  return all.some((entry) => 'error' in entry) ? 1 : 0;
}

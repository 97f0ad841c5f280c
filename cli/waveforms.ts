import { availableParallelism } from 'node:os';
import { checkBrokerUrl } from '../simulator';
import {
  checkFrameFaults,
  chosenLabels,
  EventThreads,
  FRAME_FAULTS,
  WAVEFORM_FORMATS,
  type WaveformFilesPlan,
} from '../simulator/waveform/publish';
import { loginOf } from './broker-login';
import {
  type Command,
  type CommandIo,
  numberOf,
  type ParsedArguments,
  parseCommand,
  sharesOf,
  UsageError,
} from './command';
import { settingsOf } from './settings-options';
import { FILE_OPTIONS, LIVE_OPTIONS, LIVE_TEXTS, WAVEFORMS_OPTIONS } from './waveforms/options';
import { publishEvents } from './waveforms/publish-events';
import { writeFiles } from './waveforms/write-files';

const MAX_SEED = 4_294_967_295;
const MAX_EVENTS = 1_000_000;

/** `gridloom waveforms`: simulated fault records, as files or over MQTT. */
export const waveforms: Command = {
  name: 'waveforms',
  summary:
    'Simulates fault records of transformers, into files or over MQTT.\n' +
    '--out writes them below a folder, in the tree of the public set of differential currents (IEEE DataPort\n' +
    '10.21227/1d1w-q940) and in its text format, or as NumPy or COMTRADE files. --publish sends one event after the other\n' +
    'to a broker, in frames as a recorder does, until Ctrl-C.',
  options: WAVEFORMS_OPTIONS,
  run,
};

async function run(args: string[], io: CommandIo): Promise<number> {
  const parsed = parseCommand(waveforms, args);
  const { out, publish } = parsed.values;
  if ((out === undefined) === (publish === undefined)) {
    throw new UsageError('give one of --out FOLDER and --publish URL');
  }
  refuseOptions(parsed, publish === undefined ? LIVE_OPTIONS : FILE_OPTIONS, publish === undefined ? 'publish' : 'out');
  const labels = labelsOf(parsed);
  const nominal = wholeOf(parsed, 'nominal', 50, 60);
  if (nominal !== undefined && nominal !== 50 && nominal !== 60) throw new UsageError('--nominal: give 50 or 60');
  const common = {
    labels,
    seed: wholeOf(parsed, 'seed', 0, MAX_SEED) ?? 1,
    nominalFrequencyHz: nominal ?? 60,
  } as const;
  const truth = parsed.values.truth as string | undefined;
  const isJson = parsed.values.json === true;
  const threads = new EventThreads(
    publish === undefined ? (wholeOf(parsed, 'threads', 1, 64) ?? availableParallelism()) : 1,
  );
  try {
    if (publish === undefined) {
      return await writeFiles(
        { folder: out as string, plan: { ...common, ...planOf(parsed) }, truth, isJson },
        threads,
        io,
      );
    }
    return await publishEvents({ ...common, ...liveOf(parsed), truth, isJson }, threads, io);
  } finally {
    await threads.close();
  }
}

function planOf(parsed: ParsedArguments): Pick<WaveformFilesPlan, 'perClass' | 'format' | 'layout'> {
  const format = WAVEFORM_FORMATS.find((one) => one === (parsed.values.format ?? 'text'));
  if (!format) throw new UsageError(`--format ${parsed.values.format}: give one of ${WAVEFORM_FORMATS.join(', ')}`);
  const perClass = wholeOf(parsed, 'per-class', 1, MAX_EVENTS) ?? 10;
  return { perClass, format, layout: parsed.values.flat === true ? 'flat' : 'tree' };
}

function liveOf(parsed: ParsedArguments) {
  const { values } = parsed;
  const broker = values.publish as string;
  const faults = sharesOf(parsed, 'faults', FRAME_FAULTS);
  try {
    checkBrokerUrl(broker);
    checkFrameFaults(faults);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  return {
    ...settingsOf(LIVE_TEXTS, parsed),
    broker,
    ...loginOf(parsed),
    everyMs: 1000 * (numberOf(parsed, 'every', 0.1, 86_400) ?? 20),
    count: wholeOf(parsed, 'count', 1, MAX_EVENTS) ?? Number.POSITIVE_INFINITY,
    faults,
  };
}

function labelsOf({ values }: ParsedArguments): string[] {
  try {
    return chosenLabels(String(values.classes).split(','));
  } catch (error) {
    throw new UsageError(`--classes: ${(error as Error).message}`);
  }
}

/** Options that the way of the records does not have are not passed over in silence. */
function refuseOptions({ values }: ParsedArguments, options: readonly { name: string }[], way: string): void {
  const stray = options.find(({ name }) => values[name] !== undefined);
  if (stray) throw new UsageError(`--${stray.name} goes with --${way} only`);
}

function wholeOf(parsed: ParsedArguments, name: string, low: number, high: number): number | undefined {
  const value = numberOf(parsed, name, low, high);
  if (value !== undefined && !Number.isInteger(value)) throw new UsageError(`--${name} ${value}: give a whole number`);
  return value;
}

import { join } from 'node:path';
import { CaseSettings } from '../lib/cases';
import { shippedModel } from '../lib/inference';
import type { TheftWindow } from '../lib/messages';
import { writeAtomic } from '../lib/storage';
import { LazyAutoencoder, OnnxAutoencoder, TheftSettings } from '../lib/theft';
import { type Command, type CommandIo, type CommandOption, numberOf, parseCommand, UsageError } from './command';
import { settingsOf, settingsOptions } from './settings-options';
import { givenColumns, ROLES } from './theft/reading-columns';
import { ReadingsCsv } from './theft/readings-csv';
import { TheftAnalysis } from './theft/theft-analysis';
import { theftText } from './theft/theft-text';
import { windowsFile, windowsMember } from './theft/windows-out';

/** Settings that mean something for a file; those of a stream and of several cities are not among them. */
const THEFT_OPTIONS = Object.keys(TheftSettings.properties).filter(
  (name) => !['cityTimeZones', 'idleMinutes', 'maximumAheadMinutes'].includes(name),
);
const CASE_OPTIONS = ['pricePerKwh', 'currency'];
const AHEAD_MS = 3_600_000;

const foundOut = (option: CommandOption): CommandOption =>
  option.name === 'sample-seconds'
    ? { ...option, description: 'Step at which the meters measure, in s (default: found out from the first rows)' }
    : option;

/** `gridloom theft READINGS.csv`: theft detection on files, without Node-RED. */
export const theft: Command = {
  name: 'theft',
  summary:
    'Looks for signs of theft in readings of meters from CSV files.\n' +
    'Reads rows of timeStamp, Power, Voltage, Current, PF and meter (all but the first two may be absent), plain or\n' +
    'compressed by gzip, learns what is usual for each meter, and tells windows, events, days and cases. A file without\n' +
    'a column of meters is one meter. Format and columns are found out; --columns says them where that fails.\n' +
    'Files are read one after the other: give those of one meter in order of time.',
  positionals: 'READINGS.csv…',
  options: [
    {
      name: 'columns',
      type: 'string',
      default: '',
      placeholder: 'LIST',
      description: `Columns as ROLE=NAME or ROLE=NAME:UNIT, e.g. timeStamp=ts,Power=load:kW; roles: ${ROLES.join(', ')}`,
    },
    {
      name: 'json',
      type: 'boolean',
      description: 'Result on standard output as one line of JSON, with all windows unless a file takes them',
    },
    {
      name: 'out',
      short: 'o',
      type: 'string',
      placeholder: 'FOLDER',
      description: 'Folder for result.json and windows.ndjson',
    },
    {
      name: 'model',
      type: 'string',
      default: 'lstm',
      placeholder: 'lstm|dense|none|FILE',
      description: 'Autoencoder beside the forest: one that comes with the package, none, or an ONNX file',
    },
    { name: 'windows', type: 'string', placeholder: 'FILE', description: 'File for all windows, a JSON object a line' },
    {
      name: 'list',
      type: 'string',
      default: '20',
      placeholder: 'NUMBER',
      description: 'Refused rows that are listed; all are counted',
    },
    ...settingsOptions(TheftSettings, THEFT_OPTIONS).map(foundOut),
    ...settingsOptions(CaseSettings, CASE_OPTIONS),
  ],
  run,
};

async function run(args: string[], io: CommandIo): Promise<number> {
  const parsed = parseCommand(theft, args);
  const { columns, out, windows, json } = parsed.values;
  const paths = parsed.positionals;
  if (paths.length === 0) throw new UsageError('give one or more files: gridloom theft READINGS.csv');
  const { sampleSeconds, ...others } = settingsOf(TheftSettings, parsed);
  // Without the option the first rows tell how often the meters measure.
  const settings = parsed.values['sample-seconds'] === undefined ? others : { ...others, sampleSeconds };
  const { pricePerKwh, currency } = settingsOf(CaseSettings, parsed);
  const { timeZone } = settings;
  const nowMs = Date.now();
  const csv = new ReadingsCsv({
    columns: givenColumns(String(columns)),
    timeZone,
    latestMs: nowMs + AHEAD_MS,
    mostListed: numberOf(parsed, 'list', 0, 1_000_000)!,
  });
  const file = windows ?? (out === undefined ? undefined : join(String(out), 'windows.ndjson'));
  const isInJson = json === true && file === undefined;
  const written = isInJson
    ? windowsMember(io.stdout, io.signal)
    : file === undefined
      ? undefined
      : await windowsFile(String(file));
  const autoencoder = autoencoderOf(String(parsed.values.model));
  try {
    const theftAndCases = { theft: settings, cases: { timeZone, pricePerKwh, currency } };
    const onWindows = written && ((all: readonly TheftWindow[]) => written.write(all));
    const analysis = new TheftAnalysis(csv, theftAndCases, onWindows, autoencoder, nowMs);
    const result = await analysis.run(paths, io.signal);
    await written?.close();
    for (const { message, remedy } of result.notices) io.stderr.write(`gridloom theft: ${message}: ${remedy}\n`);
    const why = autoencoder?.why.join('; ') ?? '';
    if (why !== '') io.stderr.write(`gridloom theft: the model: ${why}\n`);
    const text = JSON.stringify(result);
    if (out !== undefined) await writeAtomic(join(String(out), 'result.json'), `${text}\n`);
    io.stdout.write(`${isInJson ? text.slice(1) : json ? text : theftText(result)}\n`);
    return 0;
  } catch (error) {
    await written?.abandon();
    throw error;
  } finally {
    await autoencoder?.close();
  }
}

/** A model that is opened when the first meter has warmed up. */
function autoencoderOf(model: string): LazyAutoencoder | undefined {
  if (model === 'none') return undefined;
  const isShipped = model === 'lstm' || model === 'dense';
  return new LazyAutoencoder(async () =>
    OnnxAutoencoder.open(isShipped ? shippedModel(`theft-autoencoder-${model}`) : model),
  );
}

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { createMeterReadingOperator, type MeterReadingOperator } from '../lib/meters';
import { MeterReadingSettings } from '../lib/meters/settings';
import { type Command, type CommandIo, type ParsedArguments, parseCommand, UsageError } from './command';

const DIALECTS = MeterReadingSettings.properties.dialect.anyOf.map((literal) => literal.const);

/** `gridloom read`: MQTT messages as NDJSON in, readings and refusals as NDJSON out; nothing is left out. */
export const read: Command = {
  name: 'read',
  summary:
    'Reads lines {"topic", "payload"} on standard input and writes one line for every reading and every refusal.\n' +
    'A refusal is told by its "reason". Binary payloads come as "payloadBase64"; "receivedMs" stands for the time of arrival.',
  options: [
    {
      name: 'dialect',
      short: 'd',
      type: 'string',
      default: 'auto',
      placeholder: 'NAME',
      description: `One of ${DIALECTS.join(', ')}`,
    },
    {
      name: 'time-zone',
      short: 'z',
      type: 'string',
      placeholder: 'ZONE',
      description: 'Of devices that send local time, e.g. Europe/Berlin',
    },
    {
      name: 'topics',
      short: 't',
      type: 'string',
      placeholder: 'LIST',
      description: 'Topic templates, separated by commas, e.g. gridloom/{city}/{district}/#',
    },
    {
      name: 'directory',
      type: 'string',
      placeholder: 'FILE',
      description: 'JSON file: where each meter is, by its id',
    },
    {
      name: 'duplicates',
      type: 'string',
      default: 'flag',
      placeholder: 'flag|refuse',
      description: 'What becomes of a reading that came before',
    },
    { name: 'json', type: 'boolean', description: 'Summary on standard error as one line of JSON' },
  ],
  run,
};

async function run(args: string[], io: CommandIo): Promise<number> {
  const parsed = parseCommand(read, args);
  const operator = await operatorOf(parsed);
  let lines = 0;
  for await (const line of createInterface({
    input: io.stdin,
    crlfDelay: Number.POSITIVE_INFINITY,
    signal: io.signal,
  })) {
    if (line.trim() === '') continue;
    lines++;
    const { message, nowMs } = messageOf(line);
    const out = operator.process([message], nowMs);
    const text = [...(out?.readings ?? []), ...(out?.refused ?? [])].map((one) => `${JSON.stringify(one)}\n`).join('');
    if (!io.stdout.write(text)) await once(io.stdout, 'drain', { signal: io.signal });
  }
  const { accepted, refused, meters } = operator.stats();
  const summary = {
    lines,
    readings: accepted,
    refused: Object.values(refused).reduce((a, b) => a + b, 0),
    meters,
    reasons: refused,
  };
  io.stderr.write(
    parsed.values.json
      ? `${JSON.stringify(summary)}\n`
      : `${lines} lines: ${summary.readings} readings of ${meters} meters, ${summary.refused} refused\n`,
  );
  return 0;
}

/** A line that is no object is a message that nobody understands: the operator refuses it with the line itself. */
function messageOf(line: string): { message: { topic?: string; payload: unknown }; nowMs: number } {
  let given: Record<string, unknown> | undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) given = value as Record<string, unknown>;
  } catch {
    // Refused below, with the text.
  }
  if (!given) return { message: { payload: line }, nowMs: Date.now() };
  const payload = typeof given.payloadBase64 === 'string' ? Buffer.from(given.payloadBase64, 'base64') : given.payload;
  const nowMs = typeof given.receivedMs === 'number' ? given.receivedMs : Date.now();
  return { message: { topic: given.topic as string, payload }, nowMs };
}

async function operatorOf({ values }: ParsedArguments): Promise<MeterReadingOperator> {
  const settings: Partial<MeterReadingSettings> = {
    dialect: values.dialect as MeterReadingSettings['dialect'],
    duplicates: values.duplicates as MeterReadingSettings['duplicates'],
  };
  if (values.duplicates !== 'flag' && values.duplicates !== 'refuse')
    throw new UsageError('--duplicates: give flag or refuse');
  if (typeof values['time-zone'] === 'string') settings.timeZone = values['time-zone'];
  if (typeof values.topics === 'string') settings.topicTemplates = values.topics.split(',');
  if (typeof values.directory === 'string') settings.directory = JSON.parse(await readFile(values.directory, 'utf8'));
  try {
    return createMeterReadingOperator(settings);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

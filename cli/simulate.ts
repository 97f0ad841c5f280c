import { once } from 'node:events';
import {
  type AttackKind,
  addressOf,
  checkBrokerUrl,
  completeSettings,
  createSimulator,
  DIALECTS,
  LIFE_KINDS,
  type PublisherCounts,
  type SimMessage,
  Simulation,
  type SimulatorInput,
  type SimulatorSettings,
  type Truth,
} from '../simulator';
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
import { FAULTS, SIMULATE_OPTIONS } from './simulate-options';
import { closeTruth, openTruth } from './truth-file';

const REPORT_MS = 10_000;
const DAY_MS = 86_400_000;

/** `gridloom simulate`: a city of meters on a broker, or as lines on the standard output. */
export const simulate: Command = {
  name: 'simulate',
  summary: 'Publish the readings of simulated meters over MQTT.',
  options: SIMULATE_OPTIONS,
  run,
};

async function run(args: string[], io: CommandIo): Promise<number> {
  const parsed = parseCommand(simulate, args);
  const settings = settingsOf(parsed);
  const duration = numberOf(parsed, 'duration', 0);
  const durationMs = duration === undefined ? undefined : duration * 1000;
  const startMs = startOf(parsed);
  const truth = typeof parsed.values.truth === 'string' ? await openTruth(parsed.values.truth) : undefined;
  const onTruth = truth ? (record: Truth) => void truth.write(`${JSON.stringify(record)}\n`) : undefined;
  const given = { startMs, durationMs, onTruth };
  const began = Date.now();
  try {
    const counts = parsed.values['dry-run']
      ? await dryRun(settings, given, io)
      : await publish(settings, given, io, parsed);
    const seconds = (counts.publishingMs || Date.now() - began) / 1000;
    const messagesPerSecond = Math.round(counts.sent / Math.max(seconds, 0.001));
    const out = parsed.values['dry-run'] ? io.stderr : io.stdout;
    const summary = JSON.stringify({ meters: settings.meters, messagesPerSecond, ...counts });
    out.write(`${parsed.values.json ? summary : inWords(counts, seconds)}\n`);
    return counts.failed > 0 ? 1 : 0;
  } finally {
    if (truth) await closeTruth(truth);
  }
}

interface Given {
  startMs: number | undefined;
  durationMs: number | undefined;
  onTruth: ((record: Truth) => void) | undefined;
}

async function publish(
  settings: SimulatorSettings,
  given: Given,
  io: CommandIo,
  { values }: ParsedArguments,
): Promise<PublisherCounts> {
  const publisher = createSimulator(settings, given);
  const stop = () => void publisher.stop();
  io.signal.addEventListener('abort', stop, { once: true });
  let timer: NodeJS.Timeout | undefined;
  try {
    await publisher.start();
    const { connected, connections } = publisher.counts();
    io.stderr.write(
      `${settings.meters} meters on ${connected} of ${connections} connections at ${addressOf(settings.broker)}\n`,
    );
    if (!values.json) timer = setInterval(() => io.stderr.write(`${inWords(publisher.counts())}\n`), REPORT_MS);
    return await publisher.finished;
  } finally {
    clearInterval(timer);
    io.signal.removeEventListener('abort', stop);
  }
}

async function dryRun(settings: SimulatorSettings, given: Given, io: CommandIo): Promise<PublisherCounts> {
  const startMs = given.startMs ?? Date.now() - settings.startDaysAgo * DAY_MS;
  const simulation = new Simulation(settings, given.onTruth ? { startMs, onTruth: given.onTruth } : { startMs });
  const endMs = startMs + (given.durationMs ?? Number.POSITIVE_INFINITY);
  const counts = { steps: 0, sent: 0, bytes: 0, acknowledged: 0, failed: 0, missed: 0, inFlight: 0 };
  const idle = { connections: 0, connected: 0, reconnects: 0, lagMs: 0, publishingMs: 0 };
  const write = async (messages: SimMessage[]) => {
    const lines = messages.map(lineOf).join('');
    counts.sent += messages.length;
    counts.bytes += messages.reduce((sum, { payload }) => sum + payload.length, 0);
    if (lines !== '' && !io.stdout.write(lines)) await once(io.stdout, 'drain', { signal: io.signal }).catch(() => {});
  };
  while (simulation.timeMs + simulation.intervalMs <= endMs && !io.signal.aborted) {
    await write(simulation.step());
    counts.steps += 1;
    // Lets Ctrl-C and a closed pipe come through.
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (!io.signal.aborted) await write(simulation.flush());
  return { ...counts, ...idle };
}

function lineOf({ topic, payload, sendMs }: SimMessage): string {
  const content = typeof payload === 'string' ? { payload } : { payloadBase64: payload.toString('base64') };
  return `${JSON.stringify({ topic, ...content, receivedMs: sendMs })}\n`;
}

function settingsOf(parsed: ParsedArguments): SimulatorSettings {
  const { values } = parsed;
  const input: SimulatorInput = {
    broker: values.broker as string,
    ...loginOf(parsed),
    meters: numberOf(parsed, 'meters', 1)!,
    speed: numberOf(parsed, 'speed', 0.1)!,
    unpaced: values.unpaced === true,
    intervalSeconds: numberOf(parsed, 'interval', 1)!,
    seed: numberOf(parsed, 'seed', 0)!,
    connections: values.connections as 'meter' | 'concentrator',
    concentrators: numberOf(parsed, 'concentrators', 1)!,
    dialects: sharesOf(parsed, 'dialects', DIALECTS),
    faults: sharesOf(parsed, 'faults', FAULTS),
    theft: theftOf(parsed),
    life: sharesOf(parsed, 'life', LIFE_KINDS),
    startDaysAgo: numberOf(parsed, 'start-days-ago', 0)!,
    heavyShare: numberOf(parsed, 'heavy', 0, 1)!,
    qos: numberOf(parsed, 'qos', 0, 1) as 0 | 1,
  };
  try {
    checkBrokerUrl(input.broker!);
    return completeSettings(input);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function theftOf(parsed: ParsedArguments): NonNullable<SimulatorInput['theft']> {
  const listOf = (name: string) => {
    const text = parsed.values[name];
    return typeof text === 'string' ? text.split(',') : undefined;
  };
  const kinds = listOf('theft-kinds') as AttackKind[] | undefined;
  const severities = listOf('theft-severities')?.map(Number);
  return {
    share: numberOf(parsed, 'theft', 0, 1)!,
    afterMinutes: numberOf(parsed, 'theft-after', 0)!,
    ...(kinds ? { kinds } : {}),
    ...(severities ? { severities } : {}),
  };
}

function startOf({ values }: ParsedArguments): number | undefined {
  if (values.start === undefined) return undefined;
  if (Number(values['start-days-ago']) > 0) throw new UsageError('--start and --start-days-ago: give one of the two');
  const startMs = Date.parse(values.start as string);
  if (Number.isNaN(startMs)) throw new UsageError(`--start ${values.start}: write it as 2026-01-31T18:00:00Z`);
  return startMs;
}

function inWords(counts: PublisherCounts, seconds?: number): string {
  const { sent, acknowledged, missed, failed, reconnects, lagMs } = counts;
  const rate = seconds ? ` in ${seconds.toFixed(1)} s (${Math.round(sent / seconds)} a second)` : '';
  return `${sent} sent${rate}, ${acknowledged} acknowledged, ${missed} missed, ${failed} failed, ${reconnects} reconnects, ${lagMs} ms behind`;
}

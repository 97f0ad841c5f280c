import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { importNetwork } from '../lib/network/importers';
import type { NetworkModel } from '../lib/network/network-model';
import { operationsNetwork } from '../lib/network/operations-network';
import { checkBrokerUrl } from '../simulator/broker-connection';
import { COMMAND_TOPIC, ScadaSettings, ScadaSimulation, TELEMETRY_TOPIC } from '../simulator/scada';
import { LOGIN_OPTIONS, loginOf } from './broker-login';
import { type Command, type CommandIo, numberOf, type ParsedArguments, parseCommand, UsageError } from './command';
import { readNetwork, TOPOLOGY_OPTION } from './network/read-network';
import { settingsOf, settingsOptions } from './settings-options';
import { publishTelemetry } from './simulate-scada/publish-telemetry';

const DAY_MS = 86_400_000;
const ALIKE = [
  'speed',
  'startDaysAgo',
  'seed',
  'assetMinutes',
  'ambientC',
  'riseK',
  'latitude',
  'longitude',
  'timeZone',
];

/** `gridloom simulate-scada`: a grid in the field, on a broker or as lines on the standard output. */
export const simulateScada: Command = {
  name: 'simulate-scada',
  summary:
    'Publishes what SCADA would measure in a simulated grid: loads, power flow, temperatures, gases.\n' +
    `With --broker an array a step goes to ${TELEMETRY_TOPIC}, and commands on ${COMMAND_TOPIC} are obeyed: switches,\n` +
    'loads, faults. Without it --json prints the arrays, one a line. The loads of the network are its peaks.',
  options: [
    { name: 'broker', short: 'b', type: 'string', placeholder: 'URL', description: 'mqtt, mqtts, ws or wss address' },
    ...LOGIN_OPTIONS,
    { ...TOPOLOGY_OPTION, description: `${TOPOLOGY_OPTION.description}; without it the operations grid` },
    {
      name: 'interval',
      short: 'i',
      type: 'string',
      default: '4',
      placeholder: 'S',
      description: 'Seconds between two steps',
    },
    { name: 'steps', type: 'string', placeholder: 'N', description: 'Ends after so many; without it at Ctrl-C' },
    {
      name: 'start',
      type: 'string',
      placeholder: 'ISO',
      description: 'Begin, as 2026-01-31T18:00:00Z; without it now',
    },
    ...settingsOptions(ScadaSettings, ALIKE),
    { name: 'json', type: 'boolean', description: 'Without --broker: the telemetry; with it: the summary as JSON' },
  ],
  run,
};

async function run(args: string[], io: CommandIo): Promise<number> {
  const parsed = parseCommand(simulateScada, args);
  const { broker, json } = parsed.values;
  const intervalSeconds = numberOf(parsed, 'interval', 0.1, 3600)!;
  const settings = { ...settingsOf(ScadaSettings, parsed), intervalSeconds };
  const steps = numberOf(parsed, 'steps', 1) ?? Number.POSITIVE_INFINITY;
  const startMs = startOf(parsed, settings.startDaysAgo);
  if (typeof broker !== 'string') {
    if (!json) throw new UsageError('give --broker URL to publish, or --json to print');
    return print(new ScadaSimulation(networkOf(parsed, io), settings, startMs), settings, steps, io);
  }
  try {
    checkBrokerUrl(broker);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  if (settings.speed > 1 && startMs > Date.now() - 1000) {
    throw new UsageError('--speed above 1: times would run ahead of the clock; give --start-days-ago too');
  }
  const simulation = new ScadaSimulation(networkOf(parsed, io), settings, startMs - 1000 * intervalSeconds);
  const wanted = { broker, ...loginOf(parsed), settings, steps, isJson: json === true };
  return publishTelemetry(simulation, wanted, io);
}

/** With `steps` as fast as they are read, else one an interval. */
async function print(
  simulation: ScadaSimulation,
  { intervalSeconds, speed }: ScadaSettings,
  steps: number,
  { stdout, signal }: CommandIo,
): Promise<number> {
  const startMs = simulation.timeMs;
  for (let step = 0; step < steps && !signal.aborted; step++) {
    const telemetry = simulation.step(Math.round(startMs + (step + 1) * 1000 * intervalSeconds * speed));
    if (!stdout.write(`${JSON.stringify(telemetry)}\n`)) await once(stdout, 'drain', { signal }).catch(() => undefined);
    // A turn of the loop at least lets Ctrl-C and a closed pipe come through.
    const waitMs = Number.isFinite(steps) ? 0 : 1000 * intervalSeconds;
    await setTimeout(waitMs, undefined, { signal }).catch(() => undefined);
  }
  return 0;
}

function networkOf(parsed: ParsedArguments, io: CommandIo): NetworkModel {
  if (parsed.values.topology !== undefined) return readNetwork(parsed, io).network;
  const bytes = Buffer.from(JSON.stringify(operationsNetwork()));
  return importNetwork([{ name: 'operations grid', bytes }]).network;
}

function startOf({ values }: ParsedArguments, startDaysAgo: number): number {
  if (values.start === undefined) return Date.now() - DAY_MS * startDaysAgo;
  if (startDaysAgo > 0) throw new UsageError('--start and --start-days-ago: give one of the two');
  const startMs = Date.parse(values.start as string);
  if (Number.isNaN(startMs)) throw new UsageError(`--start ${values.start}: write it as 2026-01-31T18:00:00Z`);
  return startMs;
}

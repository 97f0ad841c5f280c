import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { StressMeasurement } from '../lib/messages';
import { importNetwork, readNetworkFiles } from '../lib/network/importers';
import type { NetworkModel } from '../lib/network/network-model';
import { replayLoad } from '../lib/stress';
import { ROOT, startGridloom } from '../test/support/gridloom-process';
import { sharedFile } from '../test/support/shared-data';
import { digits, median } from './faults/timing';
import { childOf, ProcessUsage } from './mqtt/process-usage';
import { prepareReplayFolder } from './stress-replay/flow';
import { Journey } from './stress-replay/journey';
import { MODELS, Stages, sourcesOf } from './stress-replay/stages';
import { table } from './theft-eval/report';

const STEP_MS = 3_600_000;
/** At full speed so much load is on its way at once. */
const MOST_BEHIND_MS = 20 * STEP_MS;
const SETTLE_MS = 60_000;

/**
 * Hourly load through all stages of grid stress (detector, propagator, risk window; linear and electrical side by side):
 * in one process; then as nodes in a real Node-RED, joined by topics of a real broker, as fast as they can and at an hour
 * a second. What comes out over MQTT has to be what came out in one process.
 *
 *   npm run bench:stress-replay -- [--load FILE.csv] [--network FILE|FOLDER] [--rounds 3] [--seconds 90] [--lib-only]
 *
 * Without them: German load of 2018 and SciGRID Germany in the folder that GRIDLOOM_SHARED_DATA names. Linux (/proc).
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      load: { type: 'string' },
      network: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '90' },
      'lib-only': { type: 'boolean', default: false },
    },
  });
  const loadFile = resolve(values.load ?? shared('load/de_2018_jan_sep_hourly.csv', '--load'));
  const networkPath = resolve(values.network ?? shared('networks/scigrid-de', '--network'));
  const { network } = importNetwork(readNetworkFiles(networkPath));
  const load = loadavg()[0]!.toFixed(2);
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load before ${load}`);
  const measurements = inOneProcess(loadFile, network, Number(values.rounds));
  if (values['lib-only']) return;
  const reference = new Stages(network);
  for (const measurement of measurements) reference.take(measurement);
  await inNodeRed(network, networkPath, measurements, reference, Number(values.seconds));
  process.exit(0);
}

function shared(path: string, option: string): string {
  const file = sharedFile(path);
  if (!file) throw new Error(`there is no ${path}: give ${option}, or the folder of it in GRIDLOOM_SHARED_DATA`);
  return file;
}

/** From the bytes of the file to risks and alerts. @returns the measurements of the file */
function inOneProcess(file: string, network: NetworkModel, rounds: number): StressMeasurement[] {
  const seconds: number[] = [];
  let measurements: StressMeasurement[] = [];
  let stages = new Stages(network);
  for (let round = 0; round < rounds; round++) {
    stages = new Stages(network);
    measurements = [];
    const began = performance.now();
    for (const item of replayLoad(readFileSync(file, 'utf8').split(/\r?\n/))) {
      if (!('measurement' in item)) continue;
      measurements.push(item.measurement);
      stages.take(item.measurement);
    }
    seconds.push((performance.now() - began) / 1000);
  }
  const { linear, electrical } = stages.outcome;
  const hours = measurements.length;
  const stresses = linear.stresses + electrical.stresses;
  const [first, last] = [measurements[0]!, measurements.at(-1)!].map(({ timeMs }) => new Date(timeMs).toISOString());
  console.log(`\n${hours} hours of load, ${first} to ${last}, over ${network.name}, ${network.nodes.length} nodes\n`);
  const rows = [
    ['seconds, median (least)', `${digits(median(seconds))} (${digits(Math.min(...seconds))})`],
    ['hours of load a second', whole(hours / median(seconds))],
    ['records of all stages a second', whole((hours + stresses + linear.risks + electrical.risks) / median(seconds))],
    ...MODELS.map((model) => {
      const { stresses, risks, alerts } = stages.outcome[model];
      return [`${model}: propagated, risks, alerts`, [stresses, risks, alerts.length].map(whole).join(', ')];
    }),
    ['memory of the process', `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`],
  ];
  console.log(table(['all stages in one process, both models', ''], rows).join('\n'));
  return measurements;
}

async function inNodeRed(
  network: NetworkModel,
  networkPath: string,
  measurements: readonly StressMeasurement[],
  reference: Stages,
  seconds: number,
): Promise<void> {
  const userDir = mkdtempSync(join(tmpdir(), 'gridloom-bench-'));
  prepareReplayFolder(ROOT, userDir, networkPath, sourcesOf(network));
  const system = await startGridloom(userDir);
  try {
    const journey = await Journey.open(system.broker);
    const usage = {
      broker: new ProcessUsage(system.child.pid!),
      nodeRed: new ProcessUsage(childOf(system.child.pid!)),
    };
    const sampler = setInterval(() => {
      usage.broker.sample();
      usage.nodeRed.sample();
    }, 1000);
    const [from, to] = pacedPart(measurements, reference, seconds);
    await fullSpeed(journey, measurements.slice(0, from));
    await until(() => journey.behindMs <= STEP_MS, SETTLE_MS, 20);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    for (const latencies of [journey.riskMs, journey.alertMs]) latencies.length = 0;
    const start = performance.now();
    for (let i = from; i < to; i++) {
      await until(() => performance.now() - start >= (i - from) * 1000, Number.POSITIVE_INFINITY, 1);
      await journey.publish([measurements[i]!]);
    }
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const pacedMs = { risk: [...journey.riskMs], alert: [...journey.alertMs] };
    const began = performance.now();
    await fullSpeed(journey, measurements.slice(to));
    const expected = MODELS.reduce((sum, model) => sum + reference.outcome[model].risks, 0);
    const received = () => journey.risks.linear + journey.risks.electrical;
    await until(() => received() >= expected, SETTLE_MS, 20);
    const fullSeconds = (journey.lastMs - began) / 1000;
    clearInterval(sampler);
    console.log('');
    const rest = measurements.length - to;
    const rows = [
      [`an hour a second, ${to - from} s: measurement → risks, p50 / p99 / most`, inWords(pacedMs.risk)],
      ['measurement → alerts, p50 / p99 / most', inWords(pacedMs.alert)],
      [`as fast as it goes, ${whole(rest)} hours`, `${digits(fullSeconds)} s, ${digits(rest / fullSeconds)} hours/s`],
      [
        'memory, Node-RED / broker, at most',
        `${mb(Math.max(...usage.nodeRed.rssMb))} / ${mb(Math.max(...usage.broker.rssMb))}`,
      ],
      ['risks received, expected', `${whole(received())}, ${whole(expected)}`],
      ['alerts', alertsAgree(journey, reference)],
      ['load of the machine after', loadavg()[0]!.toFixed(2)],
    ];
    console.log(table(['in Node-RED over MQTT, both models', ''], rows).join('\n'));
    await journey.close();
  } finally {
    await system.interrupt();
    rmSync(userDir, { recursive: true });
  }
}

/** From half a day before the first alert on. */
function pacedPart(measurements: readonly StressMeasurement[], { outcome }: Stages, seconds: number): [number, number] {
  const alertMs = Math.min(...MODELS.map((model) => outcome[model].alerts[0]?.timeMs ?? Number.POSITIVE_INFINITY));
  const first = measurements.findIndex(({ timeMs }) => timeMs >= alertMs - 12 * STEP_MS);
  const from = Math.max(24, first);
  return [from, Math.min(measurements.length, from + seconds)];
}

async function fullSpeed(journey: Journey, measurements: readonly StressMeasurement[]): Promise<void> {
  for (const measurement of measurements) {
    await journey.publish([measurement]);
    if (journey.behindMs > MOST_BEHIND_MS) await until(() => journey.behindMs <= MOST_BEHIND_MS, SETTLE_MS, 0);
  }
}

/** To the byte, in the same order. */
function alertsAgree(journey: Journey, reference: Stages): string {
  return MODELS.map((model) => {
    const { alerts } = reference.outcome[model];
    try {
      assert.equal(JSON.stringify(journey.alerts[model]), JSON.stringify(alerts));
      return `${model}: ${alerts.length}, the same as in one process`;
    } catch {
      return `${model}: ${journey.alerts[model].length}, NOT those ${alerts.length} of one process`;
    }
  }).join('; ');
}

async function until(isTrue: () => boolean, timeoutMs: number, stepMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!isTrue() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, stepMs));
}

function inWords(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  if (sorted.length === 0) return 'none came';
  return `${[0.5, 0.99, 1].map((share) => digits(at(share)!)).join(' / ')} ms of ${sorted.length} messages`;
}

const whole = (value: number) => Math.round(value).toLocaleString('en-US');
const mb = (value: number) => `${value.toFixed(0)} MB`;

main().catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});

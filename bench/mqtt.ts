import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connectAsync } from 'mqtt';
import type { GridAlert } from '../lib/messages';
import type { MonitorSummary } from '../lib/monitor';
import { ROOT, startGridloom } from '../test/support/gridloom-process';
import { Load } from './mqtt/load';
import { childOf, ProcessUsage } from './mqtt/process-usage';
import { type Latency, printReport } from './mqtt/report';
import { prepareBenchFolder } from './mqtt/user-folder';

/**
 * The whole system under 10,000 readings a second over MQTT: the embedded broker in its process and Node-RED with the
 * live flow in another, as `npm start` runs them; this process is the meters and the observer.
 *
 *   npx tsx bench/mqtt.ts [--seconds 120] [--case 1000x1|10000x20] [--subscribe-qos 0|1]
 *
 * 1000x1: 1,000 meters with a connection each, one reading a message. 10000x20: 10,000 meters on 20 concentrators,
 * 50 readings a message. --subscribe-qos overrides the quality of service at which the flow subscribes.
 */
const CASES = {
  '1000x1': { meters: 1_000, connections: 1_000, batch: 1 },
  '10000x20': { meters: 10_000, connections: 20, batch: 50 },
};
export type CaseName = keyof typeof CASES;
const READINGS_PER_SECOND = 10_000;
const SETTLE_MS = 15_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '120' },
      case: { type: 'string', default: '1000x1,10000x20' },
      'subscribe-qos': { type: 'string' },
    },
  });
  console.log(
    `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load before ${loadavg()[0]!.toFixed(2)}\n`,
  );
  for (const name of values.case.split(',')) {
    if (!(name in CASES)) throw new Error(`--case ${name}: use one of ${Object.keys(CASES).join(', ')}`);
    await runCase(name as CaseName, Number(values.seconds), values['subscribe-qos']);
  }
  process.exit(0);
}

async function runCase(name: CaseName, seconds: number, subscribeQos?: string): Promise<void> {
  const userDir = mkdtempSync(join(tmpdir(), 'gridloom-bench-'));
  prepareBenchFolder(ROOT, userDir, subscribeQos);
  const system = await startGridloom(userDir);
  let summary: MonitorSummary | undefined;
  const latencies: Latency[] = [];
  try {
    const observer = await connectAsync(system.broker);
    await observer.subscribeAsync(['bench/alerts', 'bench/summary']);
    observer.on('message', (topic, payload) => {
      const nowMs = Date.now();
      const content = JSON.parse(payload.toString());
      if (topic === 'bench/summary') summary = content;
      else {
        for (const alert of content as GridAlert[]) {
          if (alert.scope === 'meter' && alert.state === 'raised')
            latencies.push({ timeMs: alert.timeMs, ms: nowMs - alert.timeMs });
        }
      }
    });
    const load = new Load({ ...CASES[name], readingsPerSecond: READINGS_PER_SECOND });
    await load.connect(Number(new URL(system.broker).port));
    const broker = new ProcessUsage(system.child.pid!);
    const nodeRed = new ProcessUsage(childOf(system.child.pid!));
    const sampler = setInterval(() => {
      broker.sample();
      nodeRed.sample();
    }, 1000);
    await load.run(seconds * 1000);
    clearInterval(sampler);
    await until(() => load.acknowledged === load.messages && (summary?.readings ?? 0) >= load.readings, SETTLE_MS);
    // One more summary, in case that more came than was sent.
    await new Promise((resolve) => setTimeout(resolve, 1200));
    printReport({ name, seconds, load, summary, latencies, broker, nodeRed });
    load.close();
    await observer.endAsync();
  } finally {
    await system.interrupt();
    rmSync(userDir, { recursive: true });
  }
}

async function until(isTrue: () => boolean, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!isTrue() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { shippedModel } from '../lib/inference';
import type { MeterReading } from '../lib/messages';
import { OnnxAutoencoder, TheftOperator } from '../lib/theft';
import { LiveMeters } from './theft/live-meters';

/**
 * The operator of **grid theft detector** with its model on many meters at a paced stream: 10,000 meters at 5 s. Some
 * meters are simulated through the warm-up, in a process of its own; their state is multiplied to the others, so that all
 * are warm and each has its own forest. Then readings come paced, by default ten times as fast as life: CPU is given for
 * life's pace, delays and memory as they are at the pace of the test. The load is made in the same process and its cost
 * taken off. Compiled first, because the loader of TypeScript takes 60 MB; the script runs it with the heap limit that
 * Node-RED recommends for a Raspberry Pi (--max-old-space-size=256), without which V8 lets garbage lie as long as there is
 * room.
 *
 *   npm run bench:theft-live -- [--meters 10000] [--simulated 50] [--minutes 30] [--pace 10] [--model lstm]
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      meters: { type: 'string', default: '10000' },
      simulated: { type: 'string', default: '50' },
      minutes: { type: 'string', default: '30' },
      pace: { type: 'string', default: '10' },
      model: { type: 'string', default: 'lstm' },
      'warm-up': { type: 'string' },
    },
  });
  const [count, simulated, minutes, pace] = [values.meters, values.simulated, values.minutes, values.pace].map(Number);
  const model =
    values.model === 'none' ? undefined : await OnnxAutoencoder.open(shippedModel(`theft-autoencoder-${values.model}`));
  const meters = new LiveMeters(simulated!, count!);
  const file = values['warm-up'];
  if (file !== undefined) {
    writeFileSync(file, JSON.stringify(await meters.warmUp(model)));
    return;
  }
  const snapshot = meters.multiplied(warmedUp());
  const operator = new TheftOperator({ maximumMeters: count! }, model, () => model?.engine ?? 'none');
  operator.detector.restore(snapshot);
  process.stderr.write(`${operator.detector.counts.meters} meters, ${operator.detector.counts.warmingUp} warming up\n`);
  meters.record(minutes!);
  const restoredMb = process.memoryUsage().rss / 1e6;

  const idle = await run(meters, minutes!, Number.POSITIVE_INFINITY, async () => undefined);
  const busy = await run(meters, minutes!, pace!, (batch, nowMs) => operator.process(batch, nowMs), operator);
  const saved = await savedBytes(operator);
  await model?.close();
  const seconds = minutes! * 60;
  const share = (100 * (busy.cpuSeconds - idle.cpuSeconds)) / seconds;
  const rows = [
    ['meters, readings a second of life', `${thousands(count!)}, ${thousands(busy.readings / seconds)}`],
    ['data, at a pace of', `${minutes} min, ${pace}`],
    ['model', model ? `${values.model}, ${model.engine}, in a thread of its own` : 'none'],
    ['windows judged, by the model too', `${thousands(busy.windows)}, ${thousands(busy.modelWindows)}`],
    ['CPU of one core at the pace of life, thread of the model included', `${share.toFixed(1)} %`],
    ['the load itself, taken off', `${((100 * idle.cpuSeconds) / seconds).toFixed(1)} %`],
    [
      'memory of the process, at most',
      `${busy.rssMb.toFixed(0)} MB, ${restoredMb.toFixed(0)} before the first reading`,
    ],
    ['saved state of a meter, in parts', `${(saved / count! / 1000).toFixed(1)} kB`],
    ['delay of the event loop, p50 / p99 / longest', busy.delays],
    ['readings late by the clock at the end', `${busy.behindMs.toFixed(0)} ms`],
  ];
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()[0]!.toFixed(2)}\n`);
  console.log('| what | figure |\n| --- | ---: |');
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
}

/** State of the simulated meters after the warm-up, made by this program in a process that takes its garbage with it. */
/** Bytes of the state as the node keeps it, one meter after the other. */
async function savedBytes(operator: TheftOperator): Promise<number> {
  const { head, parts } = await operator.snapshot();
  let bytes = JSON.stringify(head).length;
  for (const part of parts) bytes += JSON.stringify(part).length;
  return bytes;
}

function warmedUp(): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'gridloom-theft-live-'));
  const file = join(folder, 'state.json');
  try {
    const args = [...process.execArgv, ...process.argv.slice(1), '--warm-up', file];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the warm-up failed:\n${stderr.slice(-2000)}`);
    return JSON.parse(readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Emitted = { windows?: { autoencoderScore: number | null }[] } | undefined;

/** Sends all readings in batches, paced, and measures the process meanwhile. */
async function run(
  meters: LiveMeters,
  minutes: number,
  pace: number,
  process_: (batch: MeterReading[], nowMs: number) => Promise<Emitted>,
  operator?: TheftOperator,
) {
  const result = { readings: 0, windows: 0, modelWindows: 0, cpuSeconds: 0, rssMb: 0, delays: '', behindMs: 0 };
  const histogram = monitorEventLoopDelay({ resolution: 5 });
  histogram.enable();
  const began = performance.now();
  const cpu = process.cpuUsage();
  let firstMs: number | undefined;
  let tickedMs = 0;
  for (const { batch, timeMs } of meters.batches(minutes)) {
    firstMs ??= timeMs;
    const dueMs = (timeMs - firstMs) / pace;
    const aheadMs = dueMs - (performance.now() - began);
    if (aheadMs > 1) await sleep(aheadMs);
    else await new Promise((resolve) => setImmediate(resolve));
    result.behindMs = Math.max(0, performance.now() - began - dueMs);
    const emitted = await process_(batch, timeMs);
    result.readings += batch.length;
    for (const { autoencoderScore } of emitted?.windows ?? []) {
      result.windows++;
      if (autoencoderScore !== null) result.modelWindows++;
    }
    if (timeMs - tickedMs < 1000) continue;
    tickedMs = timeMs;
    await operator?.tick(timeMs);
    result.rssMb = Math.max(result.rssMb, process.memoryUsage().rss / 1e6);
  }
  histogram.disable();
  const { user, system } = process.cpuUsage(cpu);
  result.cpuSeconds = (user + system) / 1e6;
  const ms = (nanoseconds: number) => (nanoseconds / 1e6).toFixed(0);
  result.delays = `${ms(histogram.percentile(50))} / ${ms(histogram.percentile(99))} / ${ms(histogram.max)} ms`;
  return result;
}

const thousands = (value: number) => Math.round(value).toLocaleString('en-US');

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);

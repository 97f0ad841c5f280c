import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ENGINES, type Engine, shippedModel } from '../lib/inference';
import { MODEL_WINDOW } from '../lib/theft/model-input';
import { OnnxAutoencoder } from '../lib/theft/onnx-autoencoder';
import { floats, MODELS } from './engine-differences';

/**
 * Speed, memory and agreement with PyTorch of the shipped models by engine, each in a fresh process.
 *
 *   npx tsx training/measure-models.ts
 */
const FIXTURES = join(__dirname, '..', 'test/lib/theft/fixtures');
/** Of a million readings at 5 s. */
const WINDOWS = 8333;
const ROUNDS = 5;

interface Figures {
  openMs: number;
  openRssMb: number;
  runRssMb: number;
  /** All WINDOWS, and each of them; the last one free of what else the machine does. */
  allMs: number;
  msAWindow: number;
  cpuMsAWindow: number;
  /** A call with a single window. */
  oneMs: number;
  difference: number;
}

async function measure(kind: string, engine: Engine, thread: boolean): Promise<Figures> {
  const input = new Float32Array(WINDOWS * MODEL_WINDOW);
  const windows = floats(FIXTURES, 'windows');
  for (let at = 0; at < input.length; at += windows.length) input.set(windows.subarray(0, input.length - at), at);
  const rss = () => process.memoryUsage().rss / 1e6;
  const before = rss();
  const began = performance.now();
  const model = await OnnxAutoencoder.open(shippedModel(`theft-autoencoder-${kind}`), { engine, thread });
  const openMs = performance.now() - began;
  const openRssMb = rss() - before;
  const scores = floats(FIXTURES, kind);
  const errors = await model.errors(windows, scores.length);
  const difference = Math.max(...errors.map((error, i) => Math.abs(error - scores[i]!)));
  const times: number[] = [];
  const cpu = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round++) times.push(await timed(() => model.errors(input, WINDOWS)));
  const { user, system } = process.cpuUsage(cpu);
  const single: number[] = [];
  for (let i = 0; i < 200; i++) single.push(await timed(() => model.errors(input, 1)));
  const allMs = median(times);
  const runRssMb = rss() - before;
  await model.close();
  const oneMs = median(single);
  const cpuMsAWindow = (user + system) / 1000 / ROUNDS / WINDOWS;
  return {
    openMs,
    openRssMb,
    runRssMb,
    allMs,
    msAWindow: allMs / WINDOWS,
    cpuMsAWindow,
    oneMs,
    difference,
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;

const [kind, engine, thread] = process.argv.slice(2);
if (kind && engine) {
  measure(kind, engine as Engine, thread === 'thread').then((figures) => console.log(JSON.stringify(figures)));
} else {
  for (const model of MODELS) {
    for (const name of ENGINES) {
      for (const where of ['thread', 'here']) {
        const args = [...process.execArgv, __filename, model, name, where];
        const figures = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Figures;
        const shown = Object.entries(figures).map(([key, value]) => `${key} ${(value as number).toPrecision(3)}`);
        console.log(`${model} ${name} ${where}: ${shown.join(', ')}`);
      }
    }
  }
}

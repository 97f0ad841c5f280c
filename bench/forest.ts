import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fitForest, type IsolationForest, rank } from '../lib/anomaly';
import { Peer } from './forest/peer';
import { benchRows } from './forest/rows';
import { pythonWith } from './python';

const ROWS = 100_000;
const COLUMNS = 12;
const TREES = 100;
const SAMPLE = 256;
/** What one meter has: 32 trees of 64 of its windows, 22 features. */
const METER = { rows: 300, columns: 22, trees: 32, sample: 64 };
const KEPT_FORESTS = 2000;

/**
 * Isolation Forest beside scikit-learn's, both in one thread, in turns over the same data: fitting, scoring of all rows
 * and of one row; and the small forest that each meter has. CPU time of each process: other work on the machine counts
 * little.
 *
 *   npm run bench:forest -- [--rounds 7]
 *
 * Python is the one that GRIDLOOM_PYTHON names; without it, python3 makes an environment on the first run.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds ${values.rounds}: give a whole number above 0`);
  const peer = new Peer(
    pythonWith(resolve(__dirname, 'forest/requirements.txt'), 'forest'),
    resolve(__dirname, 'forest/peer.py'),
  );
  const folder = mkdtempSync(join(tmpdir(), 'gridloom-forest-'));
  const load = loadavg()[0]!;
  try {
    const large = await compareLarge(peer, folder, rounds);
    const small = await compareSmall(peer, folder, rounds);
    console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load before ${load.toFixed(2)}`);
    console.log(
      `medians (least) of ${rounds} rounds, ms of CPU time\n\n| what | ours | scikit-learn | ratio of medians (of least) |`,
    );
    console.log('| --- | ---: | ---: | ---: |');
    for (const [what, { ours, theirs }] of Object.entries({ ...large.times, ...small })) {
      const cells = [
        inMs(ours),
        inMs(theirs),
        `${(median(theirs) / median(ours)).toFixed(1)} (${(Math.min(...theirs) / Math.min(...ours)).toFixed(1)})`,
      ];
      console.log(`| ${what} | ${cells.join(' | ')} |`);
    }
    console.log(`\nAUC, mean over the rounds: ours ${mean(large.aucs.ours)}, scikit-learn ${mean(large.aucs.theirs)}`);
    console.log(`A meter's forest: ${memoryOfForest()}`);
  } finally {
    peer.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One value a round. */
interface Times {
  ours: number[];
  theirs: number[];
}

async function compareLarge(peer: Peer, folder: string, rounds: number) {
  const { data, labels } = benchRows(ROWS, COLUMNS);
  await load(peer, folder, data, ROWS, COLUMNS);
  const times = { fit: none(), score: none(), one: none() };
  const aucs = none();
  const row = data.subarray(0, COLUMNS);
  const scores = new Float64Array(ROWS);
  const out = join(folder, 'scores');
  // One round before those that count: code is compiled, files are in the cache.
  for (let round = -1; round < rounds; round++) {
    const settings = { trees: TREES, sampleSize: SAMPLE, seed: round + 1 };
    let forest!: IsolationForest;
    const ours = {
      fit: secondsOf(3, () => {
        forest = fitForest(data, ROWS, COLUMNS, settings);
      }),
      score: secondsOf(1, () => forest.score(data, ROWS, scores)),
      one: secondsOf(1000, () => forest.scoreOne(row)),
    };
    const { trees, sampleSize: sample, seed } = settings;
    const theirs = {
      fit: await peer.ask({ do: 'fit', trees, sample, seed, times: 3 }),
      score: await peer.ask({ do: 'score', rows: ROWS, out }),
      one: await peer.ask({ do: 'score', rows: 1, times: 20 }),
    };
    if (round < 0) continue;
    aucs.ours.push(rank(scores, labels).auc);
    aucs.theirs.push(rank(new Float64Array(new Uint8Array(readFileSync(out)).buffer), labels).auc);
    for (const what of ['fit', 'score', 'one'] as const) {
      times[what].ours.push(ours[what]);
      times[what].theirs.push(theirs[what]);
    }
  }
  const thousands = `${ROWS / 1000},000`;
  return {
    aucs,
    times: {
      [`fit ${TREES} trees of ${SAMPLE} rows, ${thousands} × ${COLUMNS}`]: times.fit,
      [`score ${thousands} rows`]: times.score,
      'score one row': times.one,
    },
  };
}

async function compareSmall(peer: Peer, folder: string, rounds: number): Promise<Record<string, Times>> {
  const { rows, columns, trees, sample } = METER;
  const { data } = benchRows(rows, columns);
  await load(peer, folder, data, rows, columns);
  const times = none();
  for (let round = -1; round < rounds; round++) {
    const ours = secondsOf(100, (seed) => fitForest(data, rows, columns, { trees, sampleSize: sample, seed }));
    const theirs = await peer.ask({ do: 'fit', trees, sample, seed: 0, times: 10 });
    if (round < 0) continue;
    times.ours.push(ours);
    times.theirs.push(theirs);
  }
  return { [`fit ${trees} trees of ${sample} rows, ${rows} × ${columns}`]: times };
}

/** Bytes of a small forest among many, on the heap and in buffers, and in a file. */
function memoryOfForest(): string {
  const { rows, columns, trees, sample } = METER;
  const { data } = benchRows(rows, columns);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const forests: IsolationForest[] = [];
  for (let seed = 0; seed < KEPT_FORESTS; seed++)
    forests.push(fitForest(data, rows, columns, { trees, sampleSize: sample, seed }));
  const bytes = Math.round((used() - before) / KEPT_FORESTS);
  return `${bytes} bytes in memory, ${forests[0]!.toBytes().length} saved`;
}

async function load(peer: Peer, folder: string, data: Float32Array, rows: number, columns: number): Promise<void> {
  const file = join(folder, 'rows');
  writeFileSync(file, new Uint8Array(data.buffer));
  await peer.ask({ do: 'load', file, rows, columns });
}

function secondsOf(times: number, work: (time: number) => void): number {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time++) work(time);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6 / times;
}

const none = (): Times => ({ ours: [], theirs: [] });
const inMs = (seconds: number[]) => `${digits(median(seconds))} (${digits(Math.min(...seconds))})`;
const mean = (values: number[]) => (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(4);
const digits = (seconds: number) => (1000 * seconds).toPrecision(3);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor(sorted.length / 2)]! + sorted[Math.ceil(sorted.length / 2 - 1)]!) / 2;
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});

import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { importNetwork, readNetworkFiles } from '../lib/network/importers';
import type { NetworkModel } from '../lib/network/network-model';
import { AcNetwork, RadialSweep, RadialTree } from '../lib/network/power-flow';
import { Reconfiguration } from '../lib/routing';
import { madeFeeder } from '../test/lib/routing/made-feeders';
import { sharedFile } from '../test/support/shared-data';
import { pythonWith } from './python';

/**
 * What reconfiguration costs: one radial power flow beside pandapower and lightsim2grid (Newton-Raphson, also meshed),
 * time to the best configuration and to its proof, power flows a second.
 *
 *   npm run bench:routing -- [--networks FILE,…] [--seconds 10] [--runs 5] [--no-python]
 *
 * --networks: MATPOWER cases or other network files; without it case16ci and case33bw of GRIDLOOM_SHARED_DATA, and made
 * feeders of 70 to 10,000 nodes. --seconds: for each search. --runs: seeds.
 */
function main(): void {
  const { values } = parseArgs({
    options: {
      networks: { type: 'string' },
      seconds: { type: 'string', default: '10' },
      runs: { type: 'string', default: '5' },
      'no-python': { type: 'boolean', default: false },
    },
  });
  const [seconds, runs] = [Number(values.seconds), Number(values.runs)];
  if (!(seconds > 0) || !(runs >= 1)) throw new Error('--seconds and --runs: give numbers above 0');
  console.log(
    `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load before ${loadavg()[0]!.toFixed(2)}\n`,
  );
  const networks = values.networks?.split(',').map(imported) ?? [...shared(), ...made()];
  const python = values['no-python'] ? undefined : peerPython();
  for (const network of networks) {
    const { us, sweeps } = timedFlow(network);
    console.log(`${network.name}: ${network.nodes.length} nodes, ${network.branches.length} branches`);
    console.log(`  one power flow (1e-10, cold, tree found anew): ${us.toFixed(1)} µs, ${sweeps} sweeps`);
    if (python) console.log(`  ${peerFlow(python, network)}`);
    const found = Array.from({ length: runs }, (_, run) => timedSearch(network, seconds, run + 1));
    for (const { seed, lossKw, bestMs, provenMs, perSecond, gap } of found)
      console.log(
        `  seed ${seed}: ${lossKw.toFixed(4)} kW after ${bestMs.toFixed(1)} ms, ` +
          `${provenMs === undefined ? `gap ${(100 * gap).toFixed(2)} %` : `proven after ${provenMs.toFixed(0)} ms`}, ` +
          `${Math.round(perSecond)} evaluations/s`,
      );
  }
}

/** Least time of a hundred rounds, so that other work on the machine does not count. */
function timedFlow(model: NetworkModel): { us: number; sweeps: number } {
  const network = new AcNetwork(model);
  const [tree, sweep, closed] = [new RadialTree(network), new RadialSweep(network), network.closed()];
  const flows = Math.max(1, Math.round(20_000 / model.nodes.length));
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 100; round++) {
    const start = performance.now();
    for (let flow = 0; flow < flows; flow++) {
      tree.grow(closed);
      sweep.solve(tree, closed, 1e-10);
    }
    least = Math.min(least, (performance.now() - start) / flows);
  }
  return { us: least * 1000, sweeps: sweep.sweeps };
}

function timedSearch(network: NetworkModel, seconds: number, seed: number) {
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  const reconfiguration = new Reconfiguration(network, { minVoltagePu: 0.5 }, seed);
  let progress = reconfiguration.progress();
  let bestMs = elapsed();
  while (!progress.isProven && elapsed() < seconds * 1000) {
    const before = progress.costKw;
    progress = reconfiguration.step();
    if (progress.costKw < before) bestMs = elapsed();
  }
  const ms = elapsed();
  const provenMs = progress.isProven ? ms : undefined;
  const { costKw: lossKw, gap, evaluations } = progress;
  return { seed, lossKw, bestMs, provenMs, gap, perSecond: (1000 * evaluations) / ms };
}

function peerPython(): string | undefined {
  try {
    return pythonWith(resolve(__dirname, 'routing/requirements.txt'), 'routing');
  } catch (error) {
    console.log(`Left out: pandapower and lightsim2grid, because ${(error as Error).message}\n`);
    return undefined;
  }
}

/** The same network as matrices of MATPOWER, with open branches left out. */
function peerFlow(python: string, { baseMva, nodes, branches }: NetworkModel): string {
  const bus = nodes.map(({ isReference, loadMw, loadMvar = 0 }, at) => {
    return [at, isReference ? 3 : 1, loadMw, loadMvar, 0, 0, 1, 1, 0, 12.66, 1, 1.1, 0.9];
  });
  const gen = [...nodes.keys()]
    .filter((at) => nodes[at]!.isReference)
    .map((at) => [at, 0, 0, 9, -9, 1, baseMva, 1, 9, -9, ...new Array(11).fill(0)]);
  const branch = branches
    .filter(({ inService }) => inService)
    .map(({ from, to, resistancePu: r, reactancePu: x, susceptancePu: b }) => [
      from,
      to,
      r,
      x,
      b,
      0,
      0,
      0,
      0,
      0,
      1,
      -360,
      360,
    ]);
  const input = JSON.stringify({ baseMva, bus, gen, branch });
  const { stdout, stderr, status } = spawnSync(python, [resolve(__dirname, 'routing/peer.py')], {
    input,
    encoding: 'utf8',
    timeout: 120_000,
    maxBuffer: 1e8,
  });
  if (status !== 0) return `peers failed: ${stderr.trim().split('\n').at(-1)}`;
  const answer = JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, { us: number; lossKw?: number }>;
  return Object.entries(answer)
    .map(
      ([name, { us, lossKw }]) =>
        `${name} ${us.toFixed(0)} µs${lossKw === undefined ? '' : ` (${lossKw.toFixed(4)} kW)`}`,
    )
    .join(', ');
}

const imported = (path: string) => importNetwork(readNetworkFiles(path)).network;

function shared(): NetworkModel[] {
  return ['case16ci.m', 'case33bw.m'].flatMap((name) => {
    const file = sharedFile(`networks/${name}`);
    if (!file) console.log(`Left out: ${name}; name it with --networks, or its folder with GRIDLOOM_SHARED_DATA\n`);
    return file ? [imported(file)] : [];
  });
}

const made = () => [
  madeFeeder({ columns: 10, rows: 7, ties: 11, seed: 7 }),
  madeFeeder({ columns: 12, rows: 10, ties: 15, seed: 7 }),
  madeFeeder({ columns: 33, rows: 30, ties: 120, seed: 7, sources: 4 }),
  madeFeeder({ columns: 100, rows: 100, ties: 500, seed: 7, sources: 10 }),
];

try {
  main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

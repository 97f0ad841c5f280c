import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SeededRandom } from '../lib/anomaly/random';
import { importNetwork, readNetworkFiles } from '../lib/network/importers';
import type { NetworkModel } from '../lib/network/network-model';
import { operationsNetwork } from '../lib/network/operations-network';
import { kShortestPaths, type PathGrid, pathGrid } from '../lib/paths';
import { loadSolver } from '../lib/paths/highs';
import { optimizeSupply } from '../lib/paths/optimize-supply';
import { policyGap } from '../lib/paths/policy/policy-gap';
import { madeFeeder } from '../test/lib/routing/made-feeders';
import { pythonWith } from './python';

const WEIGHTS = { lossWeight: 1, riskWeight: 1 };
const K = 10;
const PAIRS = 20;
/** The least time of these counts, so that neither other work on the machine nor compiling does. */
const ROUNDS = 10;

/**
 * What the path optimizer costs: the 10 cheapest ways beside networkx, the supply of all loads after a change of one load,
 * and how far ten policies stay behind the optimum.
 *
 *   npm run bench:paths -- [--networks FILE,…] [--runs 20] [--no-python]
 *
 * --networks: network files beside the operations grid and made feeders of 120 and 990 nodes. --runs: changes of each.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      networks: { type: 'string', default: '' },
      runs: { type: 'string', default: '20' },
      'no-python': { type: 'boolean', default: false },
    },
  });
  const runs = Number(values.runs);
  if (!(runs >= 1)) throw new Error('--runs: give a number above 0');
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()[0]!.toFixed(2)}\n`);
  const python = values['no-python'] ? undefined : pythonWith(resolve(__dirname, 'paths/requirements.txt'), 'paths');
  const operations = operationsGrid();
  for (const model of [operations, ...values.networks.split(',').filter(Boolean).map(imported), ...made()]) {
    console.log(`${model.name}: ${model.nodes.length} nodes, ${model.branches.length} lines`);
    console.log(`  ${await timedSupply(model, runs)}`);
    console.log(`  ${timedWays(gridOf(model), python)}`);
  }
  const start = performance.now();
  const { gapPercent, lowPercent, highPercent } = policyGap(gridOf(operations))!;
  const interval = `95 %: ${lowPercent.toFixed(2)} to ${highPercent.toFixed(2)}`;
  console.log(
    `\nten policies on the operations grid: ${gapPercent.toFixed(2)} % above the optimum (${interval}), ` +
      `${((performance.now() - start) / 1000).toFixed(1)} s`,
  );
}

/** Risks from 0.3 to 0.5, as an ordinary day has them. */
const gridOf = (model: NetworkModel): PathGrid =>
  pathGrid(model, {
    ...WEIGHTS,
    usesTies: true,
    margin: 0,
    risk: new Map(model.branches.map(({ id }, at) => [id, 0.3 + ((at * 37) % 21) / 100])),
    outOfService: new Set(),
  });

/** Each run has another load changed; the first has the solver cold. */
async function timedSupply(model: NetworkModel, runs: number): Promise<string> {
  const highs = await loadSolver();
  const random = new SeededRandom(1);
  const loads = [...model.nodes.keys()].filter((at) => model.nodes[at]!.loadMw > 0);
  const times: number[] = [];
  let told = '';
  for (let run = 0; run < runs; run++) {
    const changed = loads[random.below(loads.length)]!;
    const nodes = model.nodes.map((node, at) => (at === changed ? { ...node, loadMw: node.loadMw * 1.1 } : node));
    const start = performance.now();
    const { routes, unservedMw } = optimizeSupply(gridOf({ ...model, nodes }), highs, { timeMs: 0, ...WEIGHTS });
    times.push(performance.now() - start);
    told = `${routes.length} routes, ${unservedMw} MW unserved`;
  }
  const sorted = [...times].sort((a, b) => a - b);
  const [median, p90] = [0.5, 0.9].map((share) => sorted[Math.floor(share * (runs - 1))]!.toFixed(0));
  const least = sorted[0]!.toFixed(0);
  return `supply after a change: median ${median} ms, least ${least} ms, 90 % within ${p90} ms, first ${times[0]!.toFixed(0)} ms; ${told}`;
}

/** Of parallel lines only the cheapest counts, as networkx knows no others. */
function timedWays({ model, cost, isUsable }: PathGrid, python: string | undefined): string {
  const cheapest = new Map<string, number>();
  for (const [at, { from, to }] of model.branches.entries()) {
    const key = `${Math.min(from, to)}-${Math.max(from, to)}`;
    if (isUsable[at] === 1 && from !== to && !(cost[cheapest.get(key) ?? -1]! <= cost[at]!)) cheapest.set(key, at);
  }
  const kept = new Set(cheapest.values());
  const outOfService = new Set(model.branches.flatMap(({ id }, at) => (kept.has(at) ? [] : [id])));
  const bare = pathGrid(model, { ...WEIGHTS, usesTies: true, margin: 0, risk: new Map(), outOfService });
  const random = new SeededRandom(2);
  const count = model.nodes.length;
  const pairs = Array.from({ length: PAIRS }, () => {
    const from = random.below(count);
    return [from, (from + 1 + random.below(count - 1)) % count] as const;
  });
  const ask = () => pairs.map(([from, to]) => kShortestPaths(bare.adjacency, cost, { from, to, k: K }));
  let [ms, ways] = [Number.POSITIVE_INFINITY, ask()];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    ways = ask();
    ms = Math.min(ms, (performance.now() - start) / PAIRS);
  }
  const ours = `${K} cheapest ways: ${ms.toFixed(2)} ms a question`;
  if (!python) return ours;
  const edges = [...kept].map((at) => [model.branches[at]!.from, model.branches[at]!.to, cost[at]]);
  const input = JSON.stringify({ edges, pairs, k: K });
  const { stdout, stderr, status } = spawnSync(python, [resolve(__dirname, 'paths/peer.py')], {
    input,
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (status !== 0) return `${ours}; networkx failed: ${stderr.trim().split('\n').at(-1)}`;
  const peer = JSON.parse(stdout) as { ms: number; costs: number[][] };
  const isSame = ways.every((found, pair) => {
    const costs = peer.costs[pair]!;
    return (
      found.length === costs.length && found.every(({ cost: one }, at) => Math.abs(one - costs[at]!) <= 1e-9 * one)
    );
  });
  return `${ours}, networkx ${peer.ms.toFixed(2)} ms, costs ${isSame ? 'alike' : 'NOT alike'}`;
}

const imported = (path: string) => importNetwork(readNetworkFiles(path)).network;

function operationsGrid(): NetworkModel {
  const bytes = Buffer.from(JSON.stringify(operationsNetwork()));
  return importNetwork([{ name: 'operations.json', bytes }]).network;
}

const made = () => [
  madeFeeder({ columns: 12, rows: 10, ties: 15, seed: 7 }),
  madeFeeder({ columns: 33, rows: 30, ties: 120, seed: 7, sources: 4 }),
];

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});

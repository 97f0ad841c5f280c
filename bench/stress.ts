import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { NetworkModel } from '../lib/network/network-model';
import { syntheticGrid } from '../simulator/grid';
import { sharedFile } from '../test/support/shared-data';
import { pythonWith } from './python';
import { localArms, PythonArms } from './stress/arms';
import { benchGraph, importedModel } from './stress/bench-graph';
import { betweennessTable, compareBetweenness } from './stress/betweenness';
import { cascadeTable } from './stress/cascades';
import { memoryTable } from './stress/memory';
import { measurePropagation, propagationTable } from './stress/propagation';

const PARTS = ['betweenness', 'propagation', 'cascades', 'memory'] as const;

/**
 * What grid stress costs: exact betweenness beside NetworkX, C igraph and graphology-metrics, one thread each, in turns
 * over the same graphs; propagation from 100 sources and changes of one; cascades; memory.
 *
 *   npm run bench:stress -- [--only betweenness,propagation,cascades,memory] [--networks FILE,…] [--nodes 10000]
 *     [--large 100000] [--rounds 3] [--sources 100] [--full] [--python PYTHON,…] [--no-python]
 *
 * --networks: MATPOWER cases or other network files; without it the 118 and 300-bus cases of GRIDLOOM_SHARED_DATA.
 * --sources: NetworkX takes minutes for 10,000 nodes, so its time is scaled from so many of them; --full: from all.
 * --python: further interpreters, e.g. /usr/bin/python3 with Debian's python3-igraph. The first is the one that
 * GRIDLOOM_PYTHON names; without it, python3 makes an environment on the first run.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: PARTS.join(',') },
      networks: { type: 'string' },
      nodes: { type: 'string', default: '10000' },
      large: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '3' },
      sources: { type: 'string', default: '100' },
      full: { type: 'boolean', default: false },
      python: { type: 'string', default: '' },
      'no-python': { type: 'boolean', default: false },
    },
  });
  const [nodes, large, rounds, sources] = (['nodes', 'large', 'rounds', 'sources'] as const).map((name) => {
    const number = Number(values[name]);
    if (Number.isInteger(number) && number >= 1) return number;
    throw new Error(`--${name} ${values[name]}: give a whole number above 0`);
  }) as [number, number, number, number];
  const parts = values.only.split(',');
  for (const part of parts)
    if (!PARTS.some((known) => known === part)) throw new Error(`--only ${part}: use some of ${PARTS.join(', ')}`);
  const load = loadavg()[0]!.toFixed(2);
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load before ${load}`);
  console.log(`medians (least) of ${rounds} rounds, one thread each, in turns\n`);

  const pythons = values['no-python'] ? [] : values.python.split(',').filter((path) => path !== '');
  const models: NetworkModel[] = [];
  if (parts.includes('betweenness') || parts.includes('cascades')) {
    const files = values.networks?.split(',') ?? sharedCases();
    models.push(...files.map(importedModel), syntheticGrid({ nodes }));
  }
  if (parts.includes('betweenness')) {
    await betweennessPart(models.map(benchGraph), rounds, values.full ? Number.POSITIVE_INFINITY : sources, {
      python: !values['no-python'],
      further: pythons,
    });
  }
  if (parts.includes('propagation')) {
    const network = syntheticGrid({ nodes: large });
    console.log(`\n${propagationTable(await measurePropagation(network, rounds), large).join('\n')}`);
  }
  if (parts.includes('cascades')) console.log(`\n${cascadeTable(models).join('\n')}`);
  if (parts.includes('memory')) console.log(`\n${memoryTable(nodes, large).join('\n')}`);
}

async function betweennessPart(
  graphs: readonly ReturnType<typeof benchGraph>[],
  rounds: number,
  sources: number,
  { python, further }: { python: boolean; further: readonly string[] },
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gridloom-stress-'));
  const pythons: PythonArms[] = [];
  try {
    const arms = localArms();
    for (const path of [...(python ? firstPython() : []), ...further]) {
      const one = new PythonArms(path, folder, sources);
      pythons.push(one);
      const names = new Set(arms.map(({ name }) => name));
      arms.push(...(await one.arms()).filter(({ name }) => !names.has(name)));
    }
    for (const name of ['networkx', 'igraph'])
      if (!arms.some((arm) => arm.name.startsWith(name))) console.log(`Left out: ${name} is not installed\n`);
    const comparisons = [];
    for (const isWeighted of [false, true])
      for (const graph of graphs) comparisons.push(await compareBetweenness(graph, isWeighted, arms, rounds));
    console.log(betweennessTable(comparisons).join('\n'));
  } finally {
    for (const one of pythons) one.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One with NetworkX and igraph, or none, said so. */
function firstPython(): string[] {
  try {
    return [pythonWith(resolve(__dirname, 'stress/requirements.txt'), 'stress')];
  } catch (error) {
    console.log(`Left out: Python, because ${(error as Error).message}\n`);
    return [];
  }
}

function sharedCases(): string[] {
  return ['case118.m', 'case300.m'].flatMap((name) => {
    const file = sharedFile(`networks/${name}`);
    if (!file) console.log(`Left out: ${name}; name it with --networks, or its folder with GRIDLOOM_SHARED_DATA\n`);
    return file ? [file] : [];
  });
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});

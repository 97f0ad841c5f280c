import type { NetworkModel } from '../../lib/network/network-model';
import {
  propagate,
  type StressModel,
  type StressModelName,
  StressPropagator,
  type StressPropagatorSettings,
  stressModel,
} from '../../lib/stress';
import { verdict } from '../fault-eval/report';
import { type Cost, costCells, costOf, digits, median, medianWallMs } from '../faults/timing';
import { table } from '../theft-eval/report';

const SOURCES = 100;
const CHANGES = 1000;
const MOST_MS = 100;
const MOST_CHANGE_MS = 5;
const START_MS = Date.UTC(2026, 0, 1);

interface Case {
  model: StressModelName;
  settings: Partial<StressPropagatorSettings>;
}

/** As by default, and far beyond: at most ten hops, where a source reaches a tenth of the grid or more. */
const CASES: readonly Case[] = [
  { model: 'linear', settings: {} },
  { model: 'electrical', settings: {} },
  { model: 'linear', settings: { hopLimit: 10 } },
  { model: 'electrical', settings: { hopLimit: 10 } },
];

/** Of one case, one cost a round: all sources from nothing, and each change of one. */
interface Result extends Case {
  prepareMs: number;
  reached: number;
  all: Cost[];
  /** Without network or model prepared: what a command does. */
  once: Cost[];
  changesMs: number[];
}

/** Stress of 100 sources over one large network, and 1,000 changes of one of them. */
export async function measurePropagation(network: NetworkModel, rounds: number): Promise<Result[]> {
  const results: Result[] = [];
  for (const one of CASES) {
    const began = performance.now();
    const model = stressModel(network, one.model, { defaultWeight: 0.9 });
    new StressPropagator(network, model, one.settings);
    const result: Result = {
      ...one,
      prepareMs: performance.now() - began,
      reached: 0,
      all: [],
      once: [],
      changesMs: [],
    };
    results.push(result);
    for (let round = -1; round < rounds; round++) {
      const { all, changesMs } = await oneRound(network, new StressPropagator(network, model, one.settings), result);
      const once = await costOf(1, () => propagateOnce(network, model, one.settings));
      if (round < 0) continue;
      result.all.push(all);
      result.once.push(once);
      result.changesMs.push(...changesMs);
    }
    process.stderr.write(
      `  ${one.model}, hop limit ${one.settings.hopLimit ?? 3}: ${digits(medianWallMs(result.all))} ms\n`,
    );
  }
  return results;
}

async function oneRound(network: NetworkModel, propagator: StressPropagator, result: Result) {
  const events = sourcesOf(network).map((nodeId, i) => ({
    nodeId,
    stress: stressOf(i),
    timeMs: START_MS,
  }));
  const all = await costOf(1, () => checked(propagator.process(events, START_MS)));
  result.reached = propagator.current.entries;
  const changesMs: number[] = [];
  for (let change = 1; change <= CHANGES; change++) {
    const { nodeId } = events[(change * 37) % SOURCES]!;
    const event = { nodeId, stress: stressOf(change), timeMs: START_MS + change * 1000 };
    const before = performance.now();
    const out = propagator.process([event], START_MS + change * 1000);
    changesMs.push(performance.now() - before);
    checked(out);
  }
  return { all, changesMs };
}

function checked(out: ReturnType<StressPropagator['process']>): void {
  if (out?.refused?.length) throw new Error(out.refused[0]!.message);
  if (!out?.stress?.length) throw new Error('no stress was propagated');
}

function propagateOnce(network: NetworkModel, model: StressModel, settings: Partial<StressPropagatorSettings>) {
  return propagate(network, model, new Map(sourcesOf(network).map((nodeId, i) => [nodeId, stressOf(i)])), settings);
}

/** Evenly among the nodes. */
export const sourcesOf = ({ nodes }: NetworkModel) =>
  Array.from({ length: SOURCES }, (_, i) => nodes[Math.floor(((i + 0.5) * nodes.length) / SOURCES)]!.id);

/** From 0.1 to 0.5, looking arbitrary. */
const stressOf = (i: number) => 0.1 + ((i * 29) % 101) / 250;

export function propagationTable(results: readonly Result[], nodeCount: number): string[] {
  const rows = results.map(({ model, settings, prepareMs, reached, all, once, changesMs }) => {
    const most = Math.max(...changesMs);
    const hasBar = settings.hopLimit === undefined;
    const isMet = medianWallMs(all) <= MOST_MS && median(changesMs) <= MOST_CHANGE_MS;
    return [
      `${model}, ${settings.hopLimit ?? 3} hops`,
      digits(prepareMs),
      String(reached),
      ...costCells(all),
      costCells(once)[1]!,
      digits(median(changesMs)),
      digits(most),
      hasBar ? verdict(isMet) : '',
    ];
  });
  const head = [
    `${SOURCES} sources on ${nodeCount} nodes`,
    'prepared in ms',
    'nodes reached, all sources',
    'CPU ms',
    'wall clock ms',
    'from the network itself, ms',
    'a change, median ms',
    'at most ms',
    `${MOST_MS} ms, a change ${MOST_CHANGE_MS} ms`,
  ];
  return table(head, rows);
}

import type { NetworkModel } from '../lib/network/network-model';
import { CENTRALITY_MEASURES, type CentralityMeasure, nodeCentrality, pairsOfOthers } from '../lib/stress';
import { type Command, type CommandIo, type ParsedArguments, parseCommand, UsageError } from './command';
import { readNetwork, TOPOLOGY_OPTION } from './network/read-network';
import { aligned, onOneLine } from './text-table';

/** `gridloom centrality`: how central the nodes of a network are, by several measures. */
export const centrality: Command = {
  name: 'centrality',
  summary:
    'Tells how central each node of a network is, by shape and by flows.\n' +
    'degree: neighbours over n − 1. betweenness: shortest ways (fewest branches) between other nodes that pass it, pairs\n' +
    'counted once; betweennessNormalised: as a share of all such pairs. closeness: by Wasserman and Faust. eigenvector: of\n' +
    'length 1. electrical: share of the power that others draw that passes it or is fed in there (DC power flow). Parallel\n' +
    'branches are merged. What is odd about the network goes to standard error; the exit code is 1 when there is no\n' +
    'network in the file, when parts of it had to be left out, or when it has no such measure (null then).',
  options: [
    TOPOLOGY_OPTION,
    {
      name: 'measure',
      short: 'm',
      type: 'string',
      multiple: true,
      placeholder: 'NAME',
      description: `Only this of ${CENTRALITY_MEASURES.join(', ')}; may be given more than once`,
    },
    { name: 'json', type: 'boolean', description: 'Result on standard output as {"nodes": [{id, degree, …}]}' },
  ],
  run,
};

/** By name of the column; null: there is no such measure. */
type Columns = Map<string, Float64Array | null>;

async function run(args: string[], io: CommandIo): Promise<number> {
  const parsed = parseCommand(centrality, args);
  const measures = measuresOf(parsed);
  const { network, isWhole } = readNetwork(parsed, io);
  const columns: Columns = new Map();
  for (const measure of measures) {
    io.signal.throwIfAborted();
    addMeasure(columns, network, measure, io);
  }
  const complete = [...columns.values()].every((values) => values !== null);
  io.stdout.write(`${parsed.values.json ? jsonOf(network, columns) : textOf(network, columns)}\n`);
  return isWhole && complete ? 0 : 1;
}

function measuresOf({ values }: ParsedArguments): CentralityMeasure[] {
  const given = values.measure as string[] | undefined;
  for (const one of given ?? [])
    if (!CENTRALITY_MEASURES.some((measure) => measure === one))
      throw new UsageError(`--measure ${one}: give one of ${CENTRALITY_MEASURES.join(', ')}`);
  return CENTRALITY_MEASURES.filter((measure) => given?.includes(measure) ?? true);
}

function addMeasure(columns: Columns, network: NetworkModel, measure: CentralityMeasure, { stderr }: CommandIo): void {
  let values: Float64Array | null = null;
  try {
    values = nodeCentrality(network, measure);
  } catch (error) {
    stderr.write(`${onOneLine(`error: ${measure}: ${(error as Error).message}`)}\n`);
  }
  columns.set(measure, values);
  if (measure !== 'betweenness') return;
  const pairs = pairsOfOthers(network.nodes.length);
  columns.set('betweennessNormalised', values?.map((value) => value / pairs) ?? null);
}

function jsonOf({ nodes }: NetworkModel, columns: Columns): string {
  const rows = nodes.map(({ id }, node) => ({
    id,
    ...Object.fromEntries([...columns].map(([name, values]) => [name, values?.[node] ?? null])),
  }));
  return JSON.stringify({ nodes: rows });
}

/** The most central by the first measure come first. */
function textOf({ nodes }: NetworkModel, columns: Columns): string {
  const first = [...columns.values()].find((values) => values !== null);
  const order = [...nodes.keys()].sort((a, b) => (first ? first[b]! - first[a]! : 0) || a - b);
  const rows = order.map((node) => {
    const cells = [...columns.values()].map((values) => (values ? String(Number(values[node]!.toPrecision(4))) : '–'));
    return [onOneLine(nodes[node]!.id), ...cells];
  });
  return aligned([['node', ...columns.keys()], ...rows]).join('\n');
}

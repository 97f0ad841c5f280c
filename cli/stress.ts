import { type PropagatedNode, propagate, STRESS_MODELS, StressPropagatorSettings, stressModel } from '../lib/stress';
import { type Command, type CommandIo, numberOf, type ParsedArguments, parseCommand, UsageError } from './command';
import { readNetwork, TOPOLOGY_OPTION } from './network/read-network';
import { aligned, onOneLine } from './text-table';

const COMBINATIONS = StressPropagatorSettings.properties.combine.anyOf.map((one) => one.const);
const { hopLimit: HOPS, decay: DECAY } = StressPropagatorSettings.properties;

/** `gridloom stress`: what stress at some nodes does to a network, without Node-RED. */
export const stress: Command = {
  name: 'stress',
  summary:
    'Spreads the stress of given nodes over a network.\n' +
    'Tells for each node that is reached its stress (0 to 1), how many branches away its strongest source is, and the\n' +
    'path from there. What is odd about the network goes to standard error; the exit code is 1 when there is no network\n' +
    'in the file, or parts of it had to be left out.',
  options: [
    TOPOLOGY_OPTION,
    {
      name: 'source',
      short: 's',
      type: 'string',
      multiple: true,
      placeholder: 'ID=STRESS',
      description: 'Node and its stress, 0 to 1, e.g. N7=0.30; give it once for each source',
    },
    {
      name: 'model',
      short: 'm',
      type: 'string',
      default: 'linear',
      placeholder: 'NAME',
      description: `What is left of a stress behind a branch: ${STRESS_MODELS.join(', ')}`,
    },
    {
      name: 'compat',
      type: 'boolean',
      description: 'As the original: the first visit of a node counts, neighbours as in the file, sources apart',
    },
    { name: 'hops', type: 'string', default: `${HOPS.default}`, placeholder: 'N', description: HOPS.description! },
    { name: 'decay', type: 'string', default: `${DECAY.default}`, placeholder: 'X', description: DECAY.description! },
    {
      name: 'combine',
      type: 'string',
      placeholder: 'NAME',
      description:
        'Several sources at a node: independent (1 − Π(1 − s)), sum (at most 1), or each (the strongest alone); by default independent, with --compat each',
    },
    {
      name: 'default-weight',
      type: 'string',
      default: '0.9',
      placeholder: 'X',
      description: 'Of branches without a weight',
    },
    { name: 'json', type: 'boolean', description: 'Result on standard output as {"nodes": [{id, stress, hop, path}]}' },
  ],
  run,
};

async function run(args: string[], io: CommandIo): Promise<number> {
  const parsed = parseCommand(stress, args);
  const name = STRESS_MODELS.find((one) => one === parsed.values.model);
  if (!name) throw new UsageError(`--model ${parsed.values.model}: give one of ${STRESS_MODELS.join(', ')}`);
  const settings = settingsOf(parsed);
  if (settings.walk === 'first-visit' && name === 'electrical')
    throw new UsageError('--compat multiplies factors, and the electrical model has none: give another model');
  const defaultWeight = numberOf(parsed, 'default-weight', 0, 1)!;
  const sources = sourcesOf(parsed);
  const { network, isWhole } = readNetwork(parsed, io);
  const nodes = propagate(network, stressModel(network, name, { defaultWeight }), sources, settings);
  io.stdout.write(parsed.values.json ? `${JSON.stringify({ nodes })}\n` : `${textOf(nodes)}\n`);
  return isWhole ? 0 : 1;
}

function settingsOf(parsed: ParsedArguments): Partial<StressPropagatorSettings> {
  const { combine, compat } = parsed.values;
  const chosen = COMBINATIONS.find((one) => one === (combine ?? (compat ? 'each' : 'independent')));
  if (!chosen) throw new UsageError(`--combine ${combine}: give one of ${COMBINATIONS.join(', ')}`);
  const hopLimit = numberOf(parsed, 'hops', HOPS.minimum!, HOPS.maximum!)!;
  if (!Number.isInteger(hopLimit)) throw new UsageError(`--hops ${hopLimit}: give a whole number`);
  return {
    walk: compat ? 'first-visit' : 'strongest-path',
    combine: chosen,
    hopLimit,
    decay: numberOf(parsed, 'decay', DECAY.minimum!, DECAY.maximum!)!,
  };
}

/** Stress by id. Ids may hold an equals sign, stresses not. */
function sourcesOf({ values }: ParsedArguments): Map<string, number> {
  const given = values.source as string[] | undefined;
  if (!given) throw new UsageError('give one source or more: --source N7=0.30');
  const sources = new Map<string, number>();
  for (const text of given) {
    const [, id, number] = /^(.+)=([^=]+)$/s.exec(text) ?? [];
    const value = Number(number);
    if (id === undefined || number!.trim() === '' || !(value >= 0 && value <= 1))
      throw new UsageError(`--source ${text}: write ID=STRESS with a stress from 0 to 1, e.g. N7=0.30`);
    if (sources.has(id)) throw new UsageError(`--source ${text}: ${id} is there twice: give one stress a node`);
    sources.set(id, value);
  }
  return sources;
}

function textOf(nodes: readonly PropagatedNode[]): string {
  const rows = nodes.map(({ id, stress: value, hop, path }) =>
    [id, value.toFixed(4), String(hop), path.join(' → ')].map(onOneLine),
  );
  return aligned([['node', 'stress', 'hops', 'path'], ...rows]).join('\n');
}

import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { NetworkChange } from '../../messages';
import type { LiveNetwork } from './live-network';

const POWERS = ['loadMw', 'generationMw'] as const;

const Power = Type.Object({ was: Type.Number(), is: Type.Number() });
const LineDeviation = Type.Object({ id: Type.String(), from: Type.String(), to: Type.String(), isIn: Type.Boolean() });
const NodeDeviation = Type.Object({
  id: Type.String(),
  loadMw: Type.Optional(Power),
  generationMw: Type.Optional(Power),
});

/** What changes at run time have made of a network, with what it was before: plain JSON data, for a restart. */
export const Deviations = Type.Object({
  network: Type.String({ description: 'Name of the network' }),
  lines: Type.Array(LineDeviation),
  nodes: Type.Array(NodeDeviation),
});
export type Deviations = Static<typeof Deviations>;

/** Lines that are switched, and loads and generation that are others, than in the original. */
export function deviationsOf(network: LiveNetwork): Deviations {
  const lines = network.differentLines().flatMap(([id, { fromId: from, toId: to, inService }]) => {
    const isIn = network.graph.getEdgeAttribute(id, 'inService');
    return isIn === inService ? [] : [{ id, from, to, isIn }];
  });
  const nodes = network.differentNodes().flatMap(([id, original]) => {
    const now = network.graph.getNodeAttributes(id);
    const powers = POWERS.filter((field) => now[field] !== original[field]);
    const changed = powers.map((field) => [field, { was: original[field], is: now[field] }]);
    return powers.length === 0 ? [] : [{ id, ...Object.fromEntries(changed) }];
  });
  return { network: network.original.name, lines, nodes };
}

/**
 * Changes a network, as it was imported, to what it was at run time. What the file says otherwise since then, stays as the
 * file says it: another network, a line with other ends or switched there, another load.
 * @returns lines and nodes that are changed again, and those that the file says otherwise
 * @throws Error when it is no such state
 */
export function restoreDeviations(network: LiveNetwork, state: unknown): { restored: number; dropped: number } {
  if (!Value.Check(Deviations, state)) throw new Error('it is no state of a network');
  const isSame = state.network === network.original.name;
  const changes = [
    ...state.lines.map((line) => lineChange(network, line)),
    ...state.nodes.map((node) => nodeChange(network, node)),
  ].filter((change) => isSame && change !== undefined);
  network.together(() => {
    for (const change of changes) network.apply(change!);
  });
  return { restored: changes.length, dropped: state.lines.length + state.nodes.length - changes.length };
}

function lineChange({ graph }: LiveNetwork, line: Static<typeof LineDeviation>): NetworkChange | undefined {
  const { id: lineId, isIn } = line;
  if (!graph.hasEdge(lineId)) return undefined;
  const { fromId, toId, inService } = graph.getEdgeAttributes(lineId);
  if (fromId !== line.from || toId !== line.to || inService === isIn) return undefined;
  return { lineId, inService: isIn };
}

function nodeChange({ graph }: LiveNetwork, node: Static<typeof NodeDeviation>): NetworkChange | undefined {
  if (!graph.hasNode(node.id)) return undefined;
  const now = graph.getNodeAttributes(node.id);
  const powers = POWERS.filter((field) => node[field]?.was === now[field]);
  if (powers.length === 0) return undefined;
  return { nodeId: node.id, ...Object.fromEntries(powers.map((field) => [field, node[field]!.is])) };
}

import type { Refusal } from '../messages';
import type { Plant } from './plant';
import { type Candidate, refusal } from './scada-message';

/** The state that the original system sends as a whole. */
interface OriginalState {
  nodes: unknown[];
  edges: unknown[];
  timestamp?: unknown;
}

type Fields = Record<string, unknown>;

/** Field of an edge of the original → of LineTelemetry. Its resistance is that of the network here. */
const EDGE_FIELDS = {
  current: 'currentA',
  temperature: 'temperatureC',
  risk: 'risk',
  vibration: 'vibration',
  age: 'ageYears',
  corrosion: 'corrosion',
  harmonic: 'harmonicPercent',
} as const;

export function isOriginalState(value: unknown): value is OriginalState {
  if (typeof value !== 'object' || value === null) return false;
  const { nodes, edges } = value as Fields;
  return Array.isArray(nodes) && Array.isArray(edges);
}

/**
 * Nodes `{id, name, type, demand, voltage}` (MW, kV) and edges `{source, target, current, temperature, power_flow, …}` of
 * the original as elements of ours. A node is found by id or name, an edge by its ends. The time is `timestamp`
 * (ISO 8601 or epoch ms) where there is one, else `nowMs`: the original sends none.
 */
export function* originalElements(
  state: OriginalState,
  place: string,
  plant: Plant,
  nowMs: number,
): Generator<Candidate | Refusal> {
  const { timestamp } = state;
  const timeMs = timestamp === undefined ? nowMs : typeof timestamp === 'string' ? Date.parse(timestamp) : timestamp;
  const names = new Map<unknown, unknown>();
  for (const [index, node] of state.nodes.entries()) {
    if (isFields(node)) names.set(node.id, node.name);
    yield* nodeElement(node, `${place}.nodes[${index}]`, plant, timeMs);
  }
  for (const [index, edge] of state.edges.entries()) {
    yield edgeElement(edge, `${place}.edges[${index}]`, plant, names, timeMs);
  }
}

function* nodeElement(node: unknown, place: string, plant: Plant, timeMs: unknown): Generator<Candidate | Refusal> {
  if (!isFields(node)) {
    yield refusal('unknown-form', place, 'is no node', 'send {id, name, type, demand, voltage}', node);
    return;
  }
  const there = plant.nodeNamed(node.id, node.name);
  if (!there) {
    const remedy = 'send a node whose id is that of a node of the network, or whose name is its label';
    yield refusal('unknown-node', place, 'is no node of the network by id or name', remedy, node);
    return;
  }
  const { demand, voltage, type } = node;
  const value: Fields = { nodeId: there.id, timeMs };
  // The demand of a generator is what it could give, not what it draws.
  if (demand !== undefined && type !== 'generator') value.loadMw = demand;
  if (voltage !== undefined) {
    const { nominalKv } = there;
    if (nominalKv === undefined) {
      const remedy = 'give the node nominalKv in the network, or send voltagePu';
      yield refusal('no-nominal-voltage', `${place}.voltage`, 'has no nominal voltage to compare with', remedy, node);
    } else value.voltagePu = typeof voltage === 'number' ? voltage / nominalKv : voltage;
  }
  yield { value, place, original: node };
}

function edgeElement(
  edge: unknown,
  place: string,
  plant: Plant,
  names: ReadonlyMap<unknown, unknown>,
  timeMs: unknown,
): Candidate | Refusal {
  if (!isFields(edge)) return refusal('unknown-form', place, 'is no edge', 'send {source, target, current, …}', edge);
  const from = plant.nodeNamed(edge.source, edge.source_name ?? names.get(edge.source));
  const to = plant.nodeNamed(edge.target, edge.target_name ?? names.get(edge.target));
  const lines = from && to ? plant.linesBetween(from.id, to.id) : [];
  const [line] = lines;
  if (lines.length !== 1 || !line) {
    const problem = `has ${lines.length === 0 ? 'no line' : 'several lines'} of the network between its ends`;
    const remedy = 'send source and target as ids or names of two nodes with one line between them, or lineId';
    return refusal(lines.length === 0 ? 'unknown-line' : 'ambiguous-line', place, problem, remedy, edge);
  }
  const value: Fields = { lineId: line.id, timeMs };
  for (const [theirs, ours] of Object.entries(EDGE_FIELDS)) {
    if (edge[theirs] !== undefined) value[ours] = edge[theirs];
  }
  const { power_flow: flow } = edge;
  if (flow !== undefined) {
    value.flowMw = typeof flow === 'number' && plant.fromId(line) !== from!.id ? -flow : flow;
  }
  return { value, place, original: edge };
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

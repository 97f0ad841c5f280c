import type { TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { PeerNetwork } from '../messages';
import { InputFault } from './input-fault';

/** So many at most: an assessment looks at the whole network, on the thread of the flows. */
const MOST = {
  'topology.nodes': 2000,
  'topology.lines': 5000,
  peers: 500,
  transfers: 2000,
  nonLinearLoads: 2000,
} as const;
const MOST_NAME = 200;
const MOST_KWH = 1e6;
const MOST_PRICE = 1e5;
/** Sums of what is typed in decimals may be off by that. */
const CLOSE_KWH = 1e-6;

const SHAPE_REMEDY = 'send topology, peers, transfers, gridPricePerKwh, hub and lines';

/**
 * A network from outside, checked: ids unique and known, numbers within bounds, nothing sold that is not offered. What
 * comes back shares nothing with what was given, and holds only what a PeerNetwork has.
 * @throws InputFault that names the place and the remedy
 */
export function checkNetwork(given: unknown): PeerNetwork {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw fault('payload', 'is no object', SHAPE_REMEDY);
  }
  const filled: Partial<PeerNetwork> = { currency: PeerNetwork.properties.currency.default, ...given };
  checkSizes(filled);
  const error = Value.Errors(PeerNetwork, filled).First();
  if (error) {
    const place =
      error.path
        .slice(1)
        .replace(/\/(\d+)/g, '[$1]')
        .replaceAll('/', '.') || 'payload';
    throw fault(place, `is not what it has there: ${error.message}`, SHAPE_REMEDY);
  }
  const network = copyOf(PeerNetwork, filled) as PeerNetwork;
  checkTopology(network);
  checkPeers(network);
  checkTransfers(network);
  return network;
}

/** Comes first, so that no long list is walked. */
function checkSizes(given: Partial<PeerNetwork>): void {
  const { nodes, lines } = (given.topology ?? {}) as { nodes?: unknown; lines?: unknown };
  const lists = { ...given, 'topology.nodes': nodes, 'topology.lines': lines };
  for (const [place, most] of Object.entries(MOST)) {
    const list = lists[place as keyof typeof MOST];
    if (Array.isArray(list) && list.length > most) {
      throw fault(place, `has ${list.length} entries`, `send at most ${most}, e.g. one feeder at a time`);
    }
  }
}

/** What the schema knows of a value that fits it. */
function copyOf(schema: TSchema, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => copyOf(schema.items, element));
  if (typeof value !== 'object' || value === null) return value;
  const known = Object.entries(schema.properties as Record<string, TSchema>);
  const fields = known.map(([name, field]) => [name, copyOf(field, (value as Record<string, unknown>)[name])]);
  return Object.fromEntries(fields.filter(([, field]) => field !== undefined));
}

function checkTopology({
  topology: { name = '', nodes, lines },
  hub,
  grid,
  lines: p2p,
  nonLinearLoads = [],
}: PeerNetwork): void {
  checkName(name, 'topology.name');
  const nodeIds = checkIds(nodes, 'topology.nodes');
  const lineIds = checkIds(lines, 'topology.lines');
  for (const [i, { id, from, to }] of lines.entries()) {
    for (const [end, node] of Object.entries({ from, to })) {
      if (nodeIds.has(node)) continue;
      const problem = `is "${short(node)}" on line "${id}", and there is no such node`;
      throw fault(`topology.lines[${i}].${end}`, problem, 'name a node of the topology');
    }
  }
  const named = { hub, ...(grid === undefined ? {} : { grid }) };
  for (const [place, node] of [
    ...Object.entries(named),
    ...nonLinearLoads.map((id) => ['nonLinearLoads', id] as const),
  ]) {
    if (nodeIds.has(node)) continue;
    throw fault(place, `names "${short(node)}", and there is no such node`, 'name a node of the topology');
  }
  if (nodeIds.has(p2p) || lineIds.has(p2p)) return;
  const problem = `is "${short(p2p)}", and there is no such node or line`;
  throw fault('lines', problem, 'name a node or a line of the topology');
}

function checkPeers({ peers, topology, gridPricePerKwh, currency }: PeerNetwork): void {
  checkIds(peers, 'peers');
  const nodes = new Set(topology.nodes.map(({ id }) => id));
  for (const [i, { id, offeredKwh, wantedKwh, pricePerKwh }] of peers.entries()) {
    const place = `peers[${i}]`;
    if (!nodes.has(id)) {
      throw fault(`${place}.id`, `is "${id}", and there is no such node`, 'give the peer the id of its node');
    }
    checkEnergy(offeredKwh, `${place}.offeredKwh`);
    checkEnergy(wantedKwh, `${place}.wantedKwh`);
    checkPrice(pricePerKwh, `${place}.pricePerKwh`);
  }
  checkPrice(gridPricePerKwh, 'gridPricePerKwh');
  checkName(currency, 'currency');
}

function checkTransfers({ transfers, peers }: PeerNetwork): void {
  checkIds(transfers, 'transfers');
  const leftKwh = new Map(peers.map(({ id, offeredKwh }) => [id, offeredKwh]));
  for (const [i, { from, to, energyKwh, pricePerKwh }] of transfers.entries()) {
    const place = `transfers[${i}]`;
    for (const [end, peer] of Object.entries({ from, to })) {
      if (leftKwh.has(peer)) continue;
      throw fault(`${place}.${end}`, `is "${short(peer)}", and there is no such peer`, 'name one of the peers');
    }
    if (from === to) throw fault(place, `goes from "${from}" to itself`, 'name two peers');
    checkEnergy(energyKwh, `${place}.energyKwh`);
    checkPrice(pricePerKwh, `${place}.pricePerKwh`);
    leftKwh.set(from, leftKwh.get(from)! - energyKwh);
    if (leftKwh.get(from)! < -CLOSE_KWH) {
      const problem = `sells more than peer "${from}" offers`;
      throw fault(`${place}.energyKwh`, problem, 'raise offeredKwh of the peer, or lower its transfers');
    }
  }
}

function checkIds(list: readonly { id: string; label?: string; kind?: string }[], place: string): Set<string> {
  const seen = new Set<string>();
  for (const [i, { id, label = '', kind = '' }] of list.entries()) {
    checkName(id, `${place}[${i}].id`);
    checkName(label, `${place}[${i}].label`);
    checkName(kind, `${place}[${i}].kind`);
    if (seen.has(id)) throw fault(`${place}[${i}].id`, `"${id}" is there twice`, 'give each an id of its own');
    seen.add(id);
  }
  return seen;
}

function checkName(name: string, place: string): void {
  if (name.length <= MOST_NAME) return;
  throw fault(place, `has ${name.length} characters`, `use at most ${MOST_NAME}`);
}

function checkEnergy(energyKwh: number, place: string): void {
  if (energyKwh <= MOST_KWH) return;
  throw fault(place, `is ${energyKwh} kWh`, `give kilowatt-hours of one trading interval, at most ${MOST_KWH}`);
}

function checkPrice(price: number, place: string): void {
  if (Math.abs(price) <= MOST_PRICE) return;
  throw fault(place, `is ${price}`, `give a price per kWh between -${MOST_PRICE} and ${MOST_PRICE}`);
}

const fault = (place: string, problem: string, remedy: string) => new InputFault('bad-network', place, problem, remedy);
const short = (text: string) => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

import type { FaultImpact, GridMapUpdate, MapElement, MapPath, PeerNetwork } from '../messages';

const RED = '#c62828';
const GREEN = '#2e7d32';
const AMBER = '#f9a825';

/** A network for the map, with what each peer offers and wants in the hover, and no event. */
export function networkMap({ topology, peers, gridPricePerKwh, currency }: PeerNetwork): GridMapUpdate {
  const price = `${currency}/kWh`;
  const byId = new Map(peers.map((peer) => [peer.id, peer]));
  return {
    topology,
    nodes: topology.nodes.map(({ id }) => {
      const peer = byId.get(id);
      const details = peer && {
        'offers kWh': peer.offeredKwh,
        'wants kWh': peer.wantedKwh,
        [`asks ${price}`]: peer.pricePerKwh,
        [`retailer asks ${price}`]: gridPricePerKwh,
      };
      return { id, color: null, details: details ?? {} };
    }),
    lines: topology.lines.map(({ id }) => ({ id, color: null })),
    paths: [],
  };
}

/**
 * An event on the map: what it strikes and the way from sender to receiver, red on a fault, green otherwise, amber when
 * it is unknown; the way is red on a fault only when it is cut or at risk. Takes away what an earlier event has marked.
 */
export function impactMap({ topology, peers }: PeerNetwork, impact: FaultImpact): GridMapUpdate {
  const color = impact.isFaultCondition === null ? AMBER : impact.isFaultCondition ? RED : GREEN;
  const marked = (ids: readonly string[]) => {
    const all = new Set(ids);
    return ({ id }: { id: string }): MapElement => ({ id, color: all.has(id) ? color : null });
  };
  const markNode = marked(impact.highlightNodes);
  const sums = new Map(impact.peers.map((peer) => [peer.id, peer]));
  return {
    nodes: topology.nodes.map((node) => {
      const peer = sums.get(node.id);
      if (!peer) return markNode(node);
      const { soldKwh, boughtKwh, lostSalesKwh, shortKwh, balance } = peer;
      const details = {
        'sold kWh': soldKwh,
        'bought kWh': boughtKwh,
        'lost sales kWh': lostSalesKwh,
        'short kWh': shortKwh,
      };
      return { ...markNode(node), details: { ...details, [`balance ${impact.currency}`]: balance } };
    }),
    lines: topology.lines.map(marked(impact.highlightLines)),
    paths: pathOf(impact, peers, color),
  };
}

function pathOf(
  { path, pathState, sender, receiver }: FaultImpact,
  peers: PeerNetwork['peers'],
  color: string,
): MapPath[] {
  if (path.length === 0) return [];
  const nameOf = (wanted: string | null) => peers.find(({ id }) => id === wanted)?.label ?? wanted;
  const label = `${nameOf(sender)} → ${nameOf(receiver)}: ${pathState?.replace('-', ' ')}`;
  return [{ id: 'transfer', nodes: path, color: pathState === 'flowing' && color === RED ? GREEN : color, label }];
}

import type { PeerAlternative, PeerNetwork, PeerReplacement, TransferImpact } from '../messages';
import { kwhOf, milliWh } from './energy';
import type { Ways } from './ways';

/** What each peer still has to offer, in mWh: its offer less what it sells and is not cut. */
export function leftToOffer({ peers }: PeerNetwork, transfers: readonly TransferImpact[]): Map<string, number> {
  const left = new Map(peers.map(({ id, offeredKwh }) => [id, milliWh(offeredKwh)]));
  for (const { from, state, energyKwh } of transfers) {
    if (state !== 'cut') left.set(from, Math.max(0, left.get(from)! - milliWh(energyKwh)));
  }
  return left;
}

/** Peers besides the sender that can deliver to the receiver past what is struck, cheapest first, then by id. */
export function alternativesFor(
  { sender, receiver }: { sender: string; receiver: string },
  network: PeerNetwork,
  left: ReadonlyMap<string, number>,
  ways: Ways,
): PeerAlternative[] {
  return cheapestFirst(network).flatMap(({ id, pricePerKwh }) => {
    if (id === sender || id === receiver || left.get(id) === 0) return [];
    const route = ways.pastStrike(id, receiver);
    return route ? [{ from: id, energyKwh: kwhOf(left.get(id)!), pricePerKwh, path: route.nodes }] : [];
  });
}

/**
 * What takes the place of transfers that are cut: of the receiver first, then in the order of the network; each by the
 * cheapest peers that reach the buyer and have something left, as long as the retailer is not cheaper.
 */
export function replace(
  cut: readonly TransferImpact[],
  receiver: string | null,
  network: PeerNetwork,
  leftBefore: ReadonlyMap<string, number>,
  ways: Ways,
): PeerReplacement[] {
  const left = new Map(leftBefore);
  const sellers = cheapestFirst(network);
  const inOrder = [...cut.filter(({ to }) => to === receiver), ...cut.filter(({ to }) => to !== receiver)];
  return inOrder.flatMap(({ id: transferId, to, energyKwh }) => {
    const mostPrice = ways.retailerReaches(to) ? network.gridPricePerKwh : Number.POSITIVE_INFINITY;
    const taken: PeerReplacement[] = [];
    let missing = milliWh(energyKwh);
    for (const { id: from, pricePerKwh } of sellers) {
      if (missing === 0 || pricePerKwh > mostPrice) break;
      const part = Math.min(missing, left.get(from)!);
      if (part === 0 || from === to || !ways.connected(from, to)) continue;
      missing -= part;
      left.set(from, left.get(from)! - part);
      taken.push({ transferId, from, to, energyKwh: kwhOf(part), pricePerKwh });
    }
    return taken;
  });
}

function cheapestFirst({ peers }: PeerNetwork) {
  return [...peers].sort((a, b) => a.pricePerKwh - b.pricePerKwh || (a.id < b.id ? -1 : 1));
}

import type { PeerNetwork } from '../messages';
import type { Ways } from './ways';

/** Peers that stay connected to each other without the grid of the retailer. */
export interface Island {
  peers: string[];
  offeredKwh: number;
  wantedKwh: number;
}

/** Islands in which somebody offers and somebody wants energy, the one with most peers first. */
export function islandsOf({ peers, grid }: PeerNetwork, ways: Ways): Island[] {
  const islands = new Map<number, Island>();
  for (const { id, offeredKwh, wantedKwh } of peers) {
    const part = ways.partOf(id);
    if (part === undefined || (grid !== undefined && ways.connected(id, grid))) continue;
    const island = islands.get(part) ?? { peers: [], offeredKwh: 0, wantedKwh: 0 };
    island.peers.push(id);
    island.offeredKwh += offeredKwh;
    island.wantedKwh += wantedKwh;
    islands.set(part, island);
  }
  return [...islands.values()]
    .filter(({ peers, offeredKwh, wantedKwh }) => peers.length > 1 && offeredKwh > 0 && wantedKwh > 0)
    .sort((a, b) => b.peers.length - a.peers.length);
}

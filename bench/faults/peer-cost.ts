import type { Cost } from './timing';

/** What peer.py says of the calls that it made. */
export interface PeerCost {
  seconds: number;
  cpuSeconds: number;
}

export const costOfPeer = ({ seconds, cpuSeconds }: PeerCost): Cost => ({
  wallMs: 1000 * seconds,
  cpuMs: 1000 * cpuSeconds,
});

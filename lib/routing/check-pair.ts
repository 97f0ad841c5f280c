import type { SwitchingPair } from '../messages';
import type { NetworkModel } from '../network/network-model';
import { AcNetwork, RadialTree } from '../network/power-flow';

/**
 * Makes sure that a pair can be switched in the network as it is now: the one line is open, the other closed, and
 * afterwards every load is fed by one way.
 * @param mayClose whether a line that is open may be closed
 * @throws Error that says why not; NotRadial with the loop or the island that would be
 */
export function checkPair(
  model: NetworkModel,
  { closeId, openId }: Pick<SwitchingPair, 'closeId' | 'openId'>,
  mayClose: (id: string) => boolean,
): void {
  const network = new AcNetwork(model);
  const closed = network.closed();
  const [close, open] = [closeId, openId].map((id) => model.branches.findIndex((branch) => branch.id === id));
  if (closed[close!] !== 0) throw new Error(`${closeId}, which is to be closed, is not open`);
  if (closed[open!] !== 1) throw new Error(`${openId}, which is to be opened, is not closed`);
  if (!mayClose(closeId)) throw new Error(`${closeId} must not be closed: it is out of service`);
  closed[close!] = 1;
  closed[open!] = 0;
  new RadialTree(network).grow(closed);
}

import type { FaultClassification, FaultImpact, PeerNetwork, TransferImpact } from '../messages';
import { adviceOf } from './advice';
import { kwhOf, milliWh } from './energy';
import { energySums } from './energy-sums';
import { ruleOf } from './event-rules';
import { impactMessage } from './impact-message';
import { InputFault } from './input-fault';
import { islandsOf } from './islands';
import { alternativesFor, leftToOffer, replace } from './replace';
import { strikeOf } from './strike';
import { Ways } from './ways';
import { named, namesOf } from './words';

/** The two between whom a transfer is looked at; null when none is named. */
export interface Pair {
  sender: string | null;
  receiver: string | null;
}

/** What of a classification the impact goes by. */
export type ClassifiedEvent = Pick<FaultClassification, 'id' | 'label'> & Partial<FaultClassification>;

/**
 * What an event does to the transfers between peers. Pure; energy is counted in whole mWh.
 * @param network as `checkNetwork` gives it back
 * @throws InputFault when the label is none of the 45 classes, `normal` or `unknown`, or the pair are not two peers
 */
export function assessImpact(network: PeerNetwork, event: ClassifiedEvent, { sender, receiver }: Pair): FaultImpact {
  const rule = ruleOf(event.label);
  if (!rule) {
    const remedy = 'send one of the 45 classes, normal or unknown, as grid fault classifier does';
    throw new InputFault('unknown-label', 'label', `"${event.label.slice(0, 80)}" is none that is known`, remedy);
  }
  checkPair(network, { sender, receiver });
  const names = namesOf(network);
  const strike = strikeOf(rule, network, sender);
  const ways = new Ways(network, rule, strike, names);
  const transfers = network.transfers.map(({ id, from, to, energyKwh, pricePerKwh }): TransferImpact => {
    const { state, after, because } = ways.between(from, to);
    return { id, from, to, state, energyKwh: kwhOf(milliWh(energyKwh)), pricePerKwh, path: after, because };
  });
  const left = leftToOffer(network, transfers);
  const cut = transfers.filter(({ state }) => state === 'cut');
  const replacements = replace(cut, receiver, network, left, ways);
  const way = sender !== null && receiver !== null ? ways.between(sender, receiver) : undefined;
  const pathState = way?.state ?? null;
  // When anything may be struck, no other way is better than the one that is there.
  const isInNeed = pathState === 'cut' || (pathState === 'at-risk' && rule.strikes !== 'anything');
  const alternatives = isInNeed ? alternativesFor({ sender: sender!, receiver: receiver! }, network, left, ways) : [];
  const islands = islandsOf(network, ways);
  const { currency } = network;
  return {
    waveformId: event.id,
    label: event.label,
    eventType: rule.eventType,
    isFaultCondition: rule.isFaultCondition,
    severity: rule.severity,
    sender,
    receiver,
    path: way?.before ?? [],
    pathState,
    highlightNodes: strike.highlightNodes,
    highlightLines: strike.highlightLines,
    message: impactMessage({ rule, event, sender, receiver, way, strike, names }),
    transfers,
    alternatives,
    replacements,
    ...energySums(network, transfers, replacements, (peer) => ways.retailerReaches(peer)),
    currency,
    advice: adviceOf({ rule, receiver, pathState, alternatives, islands, currency, names }),
  };
}

function checkPair({ peers }: PeerNetwork, pair: Pair): void {
  for (const [place, id] of Object.entries(pair)) {
    if (id === null || peers.some((peer) => peer.id === id)) continue;
    const known = named(
      peers.map((peer) => peer.id),
      (peer) => peer,
    );
    throw new InputFault(
      'unknown-peer',
      place,
      `"${String(id).slice(0, 80)}" is no peer of the network`,
      `name one of ${known}`,
    );
  }
  if (pair.sender !== null && pair.sender === pair.receiver) {
    throw new InputFault('unknown-peer', 'receiver', 'is the sender itself', 'name two peers');
  }
}

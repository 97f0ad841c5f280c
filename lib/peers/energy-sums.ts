import type { FaultImpact, PeerNetwork, PeerReplacement, PeerSums, TransferImpact } from '../messages';
import { kwhOf, microMoney, milliWh, moneyOf } from './energy';

interface Tally {
  sold: number;
  bought: number;
  lostSales: number;
  short: number;
  retailer: number;
  income: number;
  cost: number;
  retailerCost: number;
}

/**
 * Energy and money of all peers after the event, and of all together. Between peers, what one earns another pays.
 * @param retailerReaches whether the retailer can deliver to a peer
 */
export function energySums(
  { peers, gridPricePerKwh }: PeerNetwork,
  transfers: readonly TransferImpact[],
  replacements: readonly PeerReplacement[],
  retailerReaches: (peer: string) => boolean,
): Pick<FaultImpact, 'peers' | 'totals'> {
  const tallies = new Map<string, Tally>();
  for (const { id } of peers) {
    tallies.set(id, { sold: 0, bought: 0, lostSales: 0, short: 0, retailer: 0, income: 0, cost: 0, retailerCost: 0 });
  }
  const deal = ({ from, to, energyKwh, pricePerKwh }: Omit<PeerReplacement, 'transferId'>) => {
    const energy = milliWh(energyKwh);
    const money = microMoney(energy, pricePerKwh);
    const [seller, buyer] = [tallies.get(from)!, tallies.get(to)!];
    seller.sold += energy;
    seller.income += money;
    buyer.bought += energy;
    buyer.cost += money;
    return money;
  };
  const missing = new Map<string, number>();
  const states = { flowing: 0, 'at-risk': 0, cut: 0 };
  let extraMoney = 0;
  for (const transfer of transfers) {
    const energy = milliWh(transfer.energyKwh);
    states[transfer.state] += energy;
    if (transfer.state !== 'cut') deal(transfer);
    else {
      tallies.get(transfer.from)!.lostSales += energy;
      missing.set(transfer.id, energy);
    }
  }
  for (const replacement of replacements) {
    const energy = milliWh(replacement.energyKwh);
    missing.set(replacement.transferId, missing.get(replacement.transferId)! - energy);
    extraMoney += deal(replacement);
  }
  let replaced = states.cut;
  let retailer = 0;
  for (const { id, to, energyKwh, pricePerKwh } of transfers) {
    const short = missing.get(id);
    if (short === undefined) continue;
    const buyer = tallies.get(to)!;
    buyer.short += short;
    replaced -= short;
    const bought = retailerReaches(to) ? short : 0;
    const money = microMoney(bought, gridPricePerKwh);
    buyer.retailer += bought;
    buyer.retailerCost += money;
    retailer += bought;
    // What nobody delivers costs nothing, but does not save anything either.
    extraMoney += money - microMoney(milliWh(energyKwh) - short + bought, pricePerKwh);
  }
  return {
    peers: [...tallies].map(([id, tally]) => sumsOf(id, tally)),
    totals: {
      agreedKwh: kwhOf(states.flowing + states['at-risk'] + states.cut),
      flowingKwh: kwhOf(states.flowing),
      atRiskKwh: kwhOf(states['at-risk']),
      cutKwh: kwhOf(states.cut),
      replacedKwh: kwhOf(replaced),
      retailerKwh: kwhOf(retailer),
      unservedKwh: kwhOf(states.cut - replaced - retailer),
      extraCost: moneyOf(extraMoney),
    },
  };
}

function sumsOf(id: string, tally: Tally): PeerSums {
  return {
    id,
    soldKwh: kwhOf(tally.sold),
    boughtKwh: kwhOf(tally.bought),
    lostSalesKwh: kwhOf(tally.lostSales),
    shortKwh: kwhOf(tally.short),
    retailerKwh: kwhOf(tally.retailer),
    income: moneyOf(tally.income),
    cost: moneyOf(tally.cost),
    retailerCost: moneyOf(tally.retailerCost),
    balance: moneyOf(tally.income - tally.cost - tally.retailerCost),
  };
}

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FaultImpact, PeerNetwork } from '../../../lib/messages';
import { assessImpact, checkNetwork } from '../../../lib/peers';
import { FAULT_CLASSES } from '../../../lib/waveform/fault-classes';
import { anyNetwork } from './networks';

const label = fc.constantFrom(...FAULT_CLASSES.map(({ label }) => label), 'normal', 'unknown');
const milli = (kwh: number) => Math.round(kwh * 1e6);
const sum = <T>(list: readonly T[], of: (one: T) => number) => list.reduce((total, one) => total + of(one), 0);
const isClose = (a: number, b: number) => Math.abs(a - b) < 1e-6;

/** Any network, any event, a pair or only one of the two or none. */
const cases = fc.record({
  network: anyNetwork,
  label,
  from: fc.nat(),
  to: fc.nat(),
  named: fc.constantFrom(0, 1, 2, 3),
});

function holds(check: (network: PeerNetwork, impact: FaultImpact) => void): void {
  const property = fc.property(cases, ({ network, label, from, to, named }) => {
    const sender = network.peers[from % network.peers.length]!.id;
    const others = network.peers.filter(({ id }) => id !== sender);
    const receiver = others[to % others.length]!.id;
    const pair = { sender: named & 1 ? sender : null, receiver: named & 2 ? receiver : null };
    const before = JSON.stringify(network);
    const impact = assessImpact(checkNetwork(network), { id: 'event', label }, pair);
    assert.equal(JSON.stringify(network), before);
    check(network, impact);
  });
  fc.assert(property, { seed: 20260103, numRuns: 400 });
}

/** Whether lines in service lead from one to the other without what goes out of service, by merging sets of nodes. */
function reaches(network: PeerNetwork, out: readonly string[], from: string, to: string): boolean {
  const { nodes, lines } = network.topology;
  let groups = nodes.filter(({ id }) => !out.includes(id)).map(({ id }) => new Set([id]));
  for (const line of lines) {
    if (line.inService === false || out.includes(line.id)) continue;
    const [a, b] = [line.from, line.to].map((end) => groups.find((group) => group.has(end)));
    if (!a || !b || a === b) continue;
    groups = [...groups.filter((group) => group !== a && group !== b), new Set([...a, ...b])];
  }
  return groups.some((group) => group.has(from) && group.has(to));
}

const outOf = (network: PeerNetwork, { label }: FaultImpact) => (label.startsWith('internal') ? [network.hub] : []);

describe('impact on any network of peers', function () {
  this.timeout(20_000);
  it('keeps all energy: agreed is flowing, at risk and cut; cut is replaced, of the retailer and unserved', () => {
    holds((network, { totals, transfers, peers }) => {
      assert.equal(
        milli(totals.agreedKwh),
        sum(network.transfers, ({ energyKwh }) => milli(energyKwh)),
      );
      assert.equal(milli(totals.agreedKwh), milli(totals.flowingKwh) + milli(totals.atRiskKwh) + milli(totals.cutKwh));
      const { cutKwh, replacedKwh, retailerKwh, unservedKwh } = totals;
      assert.equal(milli(cutKwh), milli(replacedKwh) + milli(retailerKwh) + milli(unservedKwh));
      for (const [state, kwh] of [
        ['flowing', totals.flowingKwh],
        ['at-risk', totals.atRiskKwh],
        ['cut', cutKwh],
      ]) {
        const those = transfers.filter((transfer) => transfer.state === state);
        assert.equal(
          milli(kwh as number),
          sum(those, ({ energyKwh }) => milli(energyKwh)),
        );
      }
      assert.equal(
        sum(peers, ({ lostSalesKwh }) => milli(lostSalesKwh)),
        milli(cutKwh),
      );
      assert.equal(
        sum(peers, ({ shortKwh }) => milli(shortKwh)),
        milli(retailerKwh) + milli(unservedKwh),
      );
      assert.equal(
        sum(peers, ({ retailerKwh: of }) => milli(of)),
        milli(retailerKwh),
      );
    });
  });

  it('sells nothing twice, and gives a buyer what it had agreed on at most', () => {
    holds((network, impact) => {
      for (const { id, soldKwh, boughtKwh, shortKwh } of impact.peers) {
        assert.ok(milli(soldKwh) <= milli(network.peers.find((peer) => peer.id === id)!.offeredKwh), id);
        const agreed = sum(
          network.transfers.filter(({ to }) => to === id),
          ({ energyKwh }) => milli(energyKwh),
        );
        assert.equal(milli(boughtKwh) + milli(shortKwh), agreed, id);
      }
      for (const { id, state, energyKwh } of impact.transfers) {
        const parts = impact.replacements.filter(({ transferId }) => transferId === id);
        assert.ok(sum(parts, (part) => milli(part.energyKwh)) <= (state === 'cut' ? milli(energyKwh) : 0), id);
      }
      for (const { from, energyKwh } of impact.alternatives) {
        const kept = impact.transfers.filter((transfer) => transfer.from === from && transfer.state !== 'cut');
        const peer = network.peers.find(({ id }) => id === from)!;
        assert.equal(milli(energyKwh), milli(peer.offeredKwh) - sum(kept, (transfer) => milli(transfer.energyKwh)));
      }
    });
  });

  it('pays between peers what is earned, and adds up the money that changes', () => {
    holds((network, { peers, totals, transfers, replacements }) => {
      assert.ok(
        isClose(
          sum(peers, ({ income }) => income),
          sum(peers, ({ cost }) => cost),
        ),
      );
      const deals = [...transfers.filter(({ state }) => state !== 'cut'), ...replacements];
      for (const { id, income, cost, retailerCost, retailerKwh, balance } of peers) {
        const value = (deal: { energyKwh: number; pricePerKwh: number }) => deal.energyKwh * deal.pricePerKwh;
        assert.ok(
          Math.abs(
            income -
              sum(
                deals.filter(({ from }) => from === id),
                value,
              ),
          ) < 1e-4,
        );
        assert.ok(
          Math.abs(
            cost -
              sum(
                deals.filter(({ to }) => to === id),
                value,
              ),
          ) < 1e-4,
        );
        assert.ok(Math.abs(retailerCost - retailerKwh * network.gridPricePerKwh) < 1e-4);
        assert.ok(isClose(balance, income - cost - retailerCost));
      }
      // Where nothing is unserved, the extra cost is what all pay less what they had agreed to pay.
      if (totals.unservedKwh > 0) return;
      const paid = sum(peers, ({ cost, retailerCost }) => cost + retailerCost);
      const agreed = sum(network.transfers, ({ energyKwh, pricePerKwh }) => energyKwh * pricePerKwh);
      assert.ok(Math.abs(totals.extraCost - (paid - agreed)) < 1e-4);
    });
  });

  it('cuts exactly the transfers that no line in service carries any more', () => {
    holds((network, impact) => {
      for (const { from, to, state, path } of impact.transfers) {
        const isThere = reaches(network, outOf(network, impact), from, to);
        assert.equal(state === 'cut', !isThere, `${from} to ${to}`);
        assert.deepEqual([path[0], path.at(-1)], isThere ? [from, to] : [undefined, undefined]);
      }
    });
  });

  it('replaces only over lines in service, by peers in the order of their prices', () => {
    holds((network, impact) => {
      const out = outOf(network, impact);
      for (const { from, to } of impact.replacements) assert.ok(reaches(network, out, from, to));
      for (const { path } of impact.alternatives) {
        const struck = impact.label === 'normal' ? [] : impact.highlightNodes.filter((id) => id !== impact.sender);
        for (const id of struck) assert.ok(!path.includes(id), id);
      }
      const prices = impact.alternatives.map(({ pricePerKwh }) => pricePerKwh);
      assert.deepEqual(
        prices,
        [...prices].sort((a, b) => a - b),
      );
      for (const { id, retailerKwh } of impact.peers) {
        if (retailerKwh > 0 && network.grid !== undefined) assert.ok(reaches(network, out, id, network.grid), id);
      }
    });
  });
});

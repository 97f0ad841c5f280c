import assert from 'node:assert/strict';
import type { NetworkModel } from '../../../lib/network/network-model';
import { LivePropagator, type StressModelName, StressPropagator, stressModel } from '../../../lib/stress';
import { completePropagatorSettings } from '../../../lib/stress/propagator-settings';
import { lattice, mixedWeight } from './networks';

const NOW = 2e12;
const event = (nodeId: string, stress: number, timeMs = 0) => ({ nodeId, timeMs, stress });
const changed = (network: NetworkModel, branch: number, change: object): NetworkModel => {
  return { ...network, branches: network.branches.map((b, i) => (i === branch ? { ...b, ...change } : b)) };
};

/** A network whose changes are set by the test, a propagator on it, and the faults it has told. */
function live(network: NetworkModel, model: StressModelName = 'linear') {
  const shared = { revision: 0, model: network };
  const faults: string[] = [];
  const propagator = completePropagatorSettings({});
  const settings = { model, modelSettings: { defaultWeight: 0.9 }, propagator };
  const operator = new LivePropagator(shared, settings, ({ message }) => faults.push(message));
  const change = (next: NetworkModel) => Object.assign(shared, { revision: shared.revision + 1, model: next });
  return { operator, faults, change };
}
const direct = (network: NetworkModel, model: StressModelName = 'linear') =>
  new StressPropagator(network, stressModel(network, model, { defaultWeight: 0.9 }));

describe('live propagator', () => {
  const grid = lattice(5, 4, mixedWeight);

  it('says what a propagator on the network says, in the order of the calls', async () => {
    const { operator } = live(grid);
    assert.equal(operator.state, 'computing');
    const calls = [event('N7', 0.3), event('N12', 0.2), event('N7', 0, 1)].map((one) => operator.process([one], NOW));
    const same = direct(grid);
    const expected = [event('N7', 0.3), event('N12', 0.2), event('N7', 0, 1)].map((one) => same.process([one], NOW));
    assert.deepEqual(await Promise.all(calls), expected);
    assert.deepEqual(await operator.snapshot(), same.snapshot());
    assert.deepEqual([operator.state, operator.sourceCount], ['ready', 2]);
    await operator.reset();
    assert.equal(operator.sourceCount, 0);
  });

  it('hands out what a change makes of it before anything that comes after', async () => {
    const { operator, change } = live(grid);
    const same = direct(grid);
    await operator.process([event('N7', 0.3)], NOW);
    same.process([event('N7', 0.3)], NOW);
    const other = changed(grid, 3, { inService: false });
    change(other);
    const out = await operator.process([event('N12', 0.2)], NOW);
    const after = same.useNetwork(other, stressModel(other, 'linear', { defaultWeight: 0.9 }))!.stress!;
    assert.deepEqual(out!.stress, [...after, ...same.process([event('N12', 0.2)], NOW)!.stress!]);
    change({ ...other, nodes: other.nodes.map((node) => ({ ...node, loadMw: 7 })) });
    assert.equal(await operator.tick(), undefined);
    change(grid);
    assert.equal(await operator.tick(), undefined);
    await new Promise(setImmediate);
    assert.ok((await operator.tick())!.stress!.length > 0);
  });

  it('gives calls the fault of a network that has no such model, until it changes', async () => {
    const { operator, faults, change } = live(changed(grid, 0, { weight: 2 }));
    await assert.rejects(operator.process([event('N7', 0.3)], NOW), /no model linear of the network: weight\[0\] is 2/);
    await assert.rejects(operator.process([event('N7', 0.3)], NOW), /choose another model/);
    assert.deepEqual([operator.state, faults.length], ['failed', 1]);
    change(grid);
    assert.equal((await operator.process([event('N7', 0.3)], NOW))!.stress!.length, 16);
  });

  it('computes what is slow in a thread; a change meanwhile wins, and calls wait in order', async function () {
    this.timeout(20_000);
    const large = lattice(30, 30, mixedWeight);
    const { operator, faults, change } = live(large, 'betweenness');
    const early = operator.process([event('N100', 0.3)], NOW);
    change(changed(large, 0, { weight: 2 }));
    await operator.tick();
    const late = operator.process([event('N101', 0.2)], NOW);
    assert.equal(operator.state, 'computing');
    await assert.rejects(early, /weight\[0\] is 2/);
    await assert.rejects(late, /weight\[0\] is 2/);
    assert.equal(faults.length, 1);
    const other = changed(large, 5, { inService: false });
    change(other);
    const [first, second] = await Promise.all([
      operator.process([event('N100', 0.3)], NOW),
      operator.process([event('N101', 0.2)], NOW),
    ]);
    const same = direct(other, 'betweenness');
    assert.deepEqual(first, same.process([event('N100', 0.3)], NOW));
    assert.deepEqual(second, same.process([event('N101', 0.2)], NOW));
    change(large);
    const waiting = operator.process([event('N101', 0.1, 1)], NOW);
    await operator.tick();
    // What waits is not kept, but told.
    assert.deepEqual(await operator.snapshot(), same.snapshot());
    await Promise.all([assert.rejects(waiting, /closed/), operator.close()]);
    assert.equal(operator.state, 'failed');
    assert.equal(faults.length, 1);
  });

  it('takes a snapshot back before there is a model, and refuses one that is none', async () => {
    const before = direct(grid);
    before.process([event('N7', 0.3)], NOW);
    const { operator } = live(grid, 'degree');
    const broken = [null, {}, { operator: 'stress-propagator', newestMs: 0, sources: [['N7', null]] }];
    for (const state of broken) assert.throws(() => operator.restore(state), /not a snapshot/);
    operator.restore(JSON.parse(JSON.stringify(before.snapshot())));
    assert.equal(operator.sourceCount, 1);
    const { stress } = (await operator.process([event('N12', 0.2)], NOW))!;
    assert.equal(stress!.find(({ nodeId }) => nodeId === 'N7')!.sources, 2);
  });
});

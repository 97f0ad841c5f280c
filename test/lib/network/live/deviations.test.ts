import assert from 'node:assert/strict';
import { exampleNetwork } from '../../../../lib/network/example-network';
import { deviationsOf, restoreDeviations } from '../../../../lib/network/live';
import { liveOf } from './example';

const NONE = { network: 'Example of 20 substations', lines: [], nodes: [] };

/** The state of the example after a line, a load and a power station have changed, as it lies on the disk. */
function saved(): unknown {
  const live = liveOf();
  live.apply({ lineId: 'L3', inService: false });
  live.apply({ nodeId: 'N4', loadMw: 50 });
  live.apply({ nodeId: 'N5', loadMw: 21, generationMw: 0 });
  live.graph.setEdgeAttribute('L4', 'ratingMva', 1);
  return JSON.parse(JSON.stringify(deviationsOf(live)));
}

describe('deviations of a live network', () => {
  it('are what is switched and what feeds and uses other powers, with what was before', () => {
    assert.deepEqual(deviationsOf(liveOf()), NONE);
    assert.deepEqual(saved(), {
      network: 'Example of 20 substations',
      lines: [{ id: 'L3', from: 'N2', to: 'N3', isIn: false }],
      nodes: [
        { id: 'N4', loadMw: { was: 35, is: 50 } },
        { id: 'N5', loadMw: { was: 20, is: 21 }, generationMw: { was: 190, is: 0 } },
      ],
    });
  });

  it('are none when all is as it was', () => {
    const live = liveOf();
    live.apply({ lineId: 'L3', inService: false });
    live.apply({ lineId: 'L3', inService: true });
    live.apply({ nodeId: 'N4', loadMw: 50 });
    live.reset();
    assert.deepEqual(deviationsOf(live), NONE);
  });

  it('come back in the network that the file still gives, and are told once', () => {
    const live = liveOf();
    let told = 0;
    live.onChange(() => void told++);
    assert.deepEqual(restoreDeviations(live, saved()), { restored: 3, dropped: 0 });
    assert.equal(told, 1);
    assert.deepEqual(deviationsOf(live), saved());
  });

  it('stay away where the file says otherwise since', () => {
    const topology = exampleNetwork();
    topology.lines[2]!.inService = false;
    topology.nodes[3]!.loadMw = 36;
    topology.nodes[4]!.loadMw = 22;
    const live = liveOf(topology);
    assert.deepEqual(restoreDeviations(live, saved()), { restored: 1, dropped: 2 });
    const [n4, n5] = [live.graph.getNodeAttributes('N4'), live.graph.getNodeAttributes('N5')];
    assert.deepEqual([n4.loadMw, n5.loadMw, n5.generationMw], [36, 22, 0]);
  });

  it('stay away from lines with other ends, from what is gone, and from another network', () => {
    const rewired = exampleNetwork();
    rewired.lines[2]!.to = 'N9';
    rewired.nodes = rewired.nodes.filter(({ id }) => id !== 'N4');
    assert.deepEqual(restoreDeviations(liveOf(rewired), saved()), { restored: 1, dropped: 2 });
    const other = liveOf({ ...exampleNetwork(), name: 'Another' });
    assert.deepEqual(restoreDeviations(other, saved()), { restored: 0, dropped: 3 });
    assert.equal(other.revision, 0);
  });

  it('refuse what is no such state', () => {
    for (const state of [null, 7, {}, { ...NONE, lines: [{ id: 'L1' }] }, { ...NONE, nodes: 'N1' }]) {
      assert.throws(() => restoreDeviations(liveOf(), state), /it is no state of a network/);
    }
    const infinite = { ...NONE, nodes: [{ id: 'N4', loadMw: { was: 35, is: 1e9 } }] };
    assert.throws(() => restoreDeviations(liveOf(), infinite), /loadMw is 1000000000/);
  });
});

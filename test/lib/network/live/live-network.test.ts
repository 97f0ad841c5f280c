import assert from 'node:assert/strict';
import { exampleNetwork } from '../../../../lib/network/example-network';
import { importNetwork } from '../../../../lib/network/importers';
import { LiveNetwork } from '../../../../lib/network/live';

const example = () => importNetwork([{ name: 'example.json', bytes: Buffer.from(JSON.stringify(exampleNetwork())) }]);

describe('live network', () => {
  it('is the network that it was made of, until something changes', () => {
    const { network } = example();
    const live = new LiveNetwork(network);
    assert.deepEqual(live.model, network);
    assert.equal(live.model, live.model);
    assert.equal(live.revision, 0);
    assert.equal(live.graph.order, 20);
    assert.equal(live.graph.size, 31);
  });

  it('takes a line out and brings it back, and tells once each time', () => {
    const live = new LiveNetwork(example().network);
    const before = live.model;
    let told = 0;
    const stop = live.onChange(() => void told++);
    assert.equal(live.apply({ lineId: 'L3', inService: false }), true);
    assert.equal(live.apply({ lineId: 'L3', inService: false }), false);
    assert.equal(live.model.branches[2]!.inService, false);
    assert.equal(before.branches[2]!.inService, true);
    live.apply({ nodeId: 'N4', loadMw: 50, generationMw: 12 });
    assert.deepEqual([live.model.nodes[3]!.loadMw, live.model.nodes[3]!.generationMw], [50, 12]);
    assert.equal(told, 2);
    stop();
    live.apply({ lineId: 'L3', inService: true });
    assert.equal(told, 2);
    assert.deepEqual(live.model.branches, example().network.branches);
  });

  it('tells who listens when somebody changes the graph itself', () => {
    const live = new LiveNetwork(example().network);
    let told = 0;
    live.onChange(() => void told++);
    live.graph.setEdgeAttribute('L1', 'inService', false);
    assert.equal(told, 1);
    assert.equal(live.model.branches[0]!.inService, false);
  });

  it('tells once of changes that belong together, also of the graph as a whole', () => {
    const live = new LiveNetwork(example().network);
    let told = 0;
    live.onChange(() => void told++);
    live.together(() => {
      live.apply({ lineId: 'L1', inService: false });
      live.apply({ nodeId: 'N2', loadMw: 1, generationMw: 2 });
    });
    assert.equal(told, 1);
    live.graph.updateEachNodeAttributes((_id, node) => ({ ...node, loadMw: 0 }));
    assert.equal(told, 2);
    assert.ok(live.model.nodes.every(({ loadMw }) => loadMw === 0));
    live.together(() => undefined);
    assert.equal(told, 2);
  });

  it('is the original again after a reset, whoever changed it and what', () => {
    const live = new LiveNetwork(example().network);
    live.reset();
    assert.equal(live.revision, 0);
    live.apply({ lineId: 'L9', inService: false });
    live.graph.setEdgeAttribute('L2', 'ratingMva', 1);
    live.graph.updateEachNodeAttributes((_id, node) => ({ ...node, generationMw: 7 }));
    assert.deepEqual(
      live.differentLines().map(([id, { ratingMva, inService }]) => [id, ratingMva, inService]),
      [
        ['L9', 200, true],
        ['L2', 200, true],
      ],
    );
    let told = 0;
    live.onChange(() => void told++);
    live.reset();
    assert.equal(told, 1);
    assert.deepEqual(live.model, example().network);
    assert.deepEqual([live.differentLines(), live.differentNodes()], [[], []]);
  });

  it('names what is not there and changes nothing for it', () => {
    const live = new LiveNetwork(example().network);
    assert.throws(() => live.apply({ lineId: 'L99', inService: true }), /lineId "L99" is no line of the network; name/);
    assert.throws(() => live.apply({ nodeId: 'X', loadMw: 1 }), /nodeId "X" is no node/);
    assert.throws(() => live.apply({ nodeId: 'N1', loadMw: 5, generationMw: Number.NaN }), /generationMw is NaN/);
    assert.throws(
      () => live.apply({ nodeId: 'N1', loadMw: 2e6 }),
      /loadMw is 2000000; give a finite number of MW, not/,
    );
    assert.equal(live.revision, 0);
  });

  it('keeps the order of neighbours of the file', () => {
    const weights = { A: { C: 0.9, B: 0.8 }, B: { A: 0.8 }, C: { A: 0.9 } };
    const { network } = importNetwork([{ name: 'w.json', bytes: Buffer.from(JSON.stringify(weights)) }]);
    assert.deepEqual(new LiveNetwork(network).model, network);
  });
});

describe('example network', () => {
  it('has the figures of the facts and nothing to complain of', () => {
    const { network, findings } = example();
    assert.deepEqual(findings, []);
    assert.equal(network.nodes.length, 20);
    assert.equal(network.branches.length, 31);
    const weights = network.branches.map(({ weight }) => weight!);
    assert.ok(Math.min(...weights) >= 0.8 && Math.max(...weights) <= 0.95);
    const sum = (field: 'loadMw' | 'generationMw') => network.nodes.reduce((total, node) => total + node[field], 0);
    assert.deepEqual([sum('loadMw'), sum('generationMw')], [1000, 1000]);
  });
});

import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { readMapPayload } from '../../../../dashboard/lib/map/read';
import { GridTopology, Refusal } from '../../../../lib/messages';
import { importNetwork } from '../../../../lib/network/importers';
import { LiveTopology, NetworkChanges } from '../../../../lib/network/live';
import { liveOf } from './example';

const OUT = { lineId: 'L3', inService: false };

function setup() {
  const live = liveOf();
  const changes = new NetworkChanges(live);
  return { live, changes, process: (batch: readonly unknown[], nowMs = 0) => changes.process(batch, nowMs) };
}

describe('network changes', () => {
  it('tells the network at the start, and then only when it has changed, whoever changed it', () => {
    const { live, changes } = setup();
    assert.equal(changes.tick(1000)!.network!.length, 1);
    assert.equal(changes.tick(2000), undefined);
    live.graph.setEdgeAttribute('L1', 'inService', false);
    assert.equal(changes.tick(3000)!.network![0]!.lines[0]!.inService, false);
    assert.equal(changes.tick(4000), undefined);
  });

  it('sends a topology that gives the same network when it is imported, and that a map takes', () => {
    const { live, process } = setup();
    const sent = process([OUT, { nodeId: 'N4', loadMw: 50, generationMw: 1 }]).network![0]!;
    assert.ok(Value.Check(LiveTopology, sent) && Value.Check(GridTopology, sent));
    const { network } = importNetwork([{ name: 'sent', bytes: Buffer.from(JSON.stringify(sent)) }]);
    assert.deepEqual(network, live.model);
    const { update, refused } = readMapPayload(sent, { maxNodes: 100, maxLines: 100 });
    assert.deepEqual([update.topology!.nodes.length, update.topology!.lines.length, refused], [20, 31, []]);
  });

  it('names the islands that a change makes, and counts them', () => {
    const { changes, process } = setup();
    assert.deepEqual(changes.counts(), { islands: 1, more: 0, changed: 0 });
    // N1 hangs on L1 and L2; N20 on L30 (N15-N20) and L31 (N19-N20).
    const cut = ['L1', 'L2'].map((lineId) => ({ lineId, inService: false }));
    const [sent] = process(cut).network!;
    assert.equal(sent!.islandCount, 2);
    assert.deepEqual(sent!.islands, [{ nodes: ['N1'], nodeCount: 1, loadMw: 20, generationMw: 210 }]);
    assert.deepEqual(changes.counts(), { islands: 2, more: 1, changed: 2 });
    const [whole] = process([{ lineId: 'L1', inService: true }], 1000).network!;
    assert.deepEqual([whole!.islandCount, whole!.islands], [1, []]);
  });

  it('does not count islands that the file has already as made', () => {
    const nodes = [{ id: 'A' }, { id: 'B' }, { id: 'C' }];
    const changes = new NetworkChanges(liveOf({ nodes, lines: [{ id: 'L', from: 'A', to: 'B', reactancePu: 0.1 }] }));
    assert.deepEqual(changes.counts(), { islands: 2, more: 0, changed: 0 });
  });

  it('takes a change, a list, and either as JSON in text or bytes', () => {
    const back = { lineId: 'L3', inService: true };
    for (const batch of [
      [OUT],
      [[OUT]],
      [JSON.stringify(OUT)],
      [Buffer.from(JSON.stringify([back, OUT]))],
      [back, OUT],
    ]) {
      const { live, process } = setup();
      assert.deepEqual(process(batch).refused, []);
      assert.equal(live.model.branches[2]!.inService, false);
    }
  });

  it('sends the network on request and changes nothing: nothing, {}, "", a time stamp', () => {
    for (const batch of [
      [],
      [undefined],
      [null],
      [{}],
      [''],
      [' \n'],
      ['{}'],
      ['[]'],
      [Buffer.alloc(0)],
      [1767225600000],
    ]) {
      const { live, process } = setup();
      process([{}]);
      const { network, refused } = process(batch, 1);
      assert.deepEqual([network!.length, refused, live.revision], [1, [], 0], JSON.stringify(batch));
    }
  });

  it('tells many changes together, at most once a second', () => {
    const { changes, process } = setup();
    changes.tick(0);
    const sent = [];
    for (let nowMs = 10; nowMs <= 3000; nowMs += 10) {
      sent.push(...(process([{ nodeId: 'N1', loadMw: nowMs }], nowMs).network ?? []));
    }
    assert.deepEqual(
      sent.map(({ nodes }) => nodes[0]!.loadMw),
      [1000, 2000, 3000],
    );
  });

  it('refuses what it can not use, with place and remedy, and takes the rest', () => {
    const { live, process } = setup();
    const deep = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`);
    const bad: [unknown, string, RegExp, string][] = [
      [{ lineId: 'L99', inService: true }, 'unknown-id', /lineId "L99" is no line of the network/, 'lineId'],
      [{ nodeId: '__proto__', loadMw: 1 }, 'unknown-id', /nodeId "__proto__" is no node/, 'nodeId'],
      [{ lineId: 'L1', inService: 'no' }, 'not-a-change', /inService is not what it should be/, 'inService'],
      [{ lineId: 'L1' }, 'not-a-change', /inService/, 'inService'],
      [{ lineId: '', inService: true }, 'not-a-change', /lineId/, 'lineId'],
      [{ nodeId: 'N1' }, 'not-a-change', /nothing of the node changes/, 'loadMw'],
      [{ nodeId: 'N1', loadMw: '5' }, 'not-a-change', /loadMw/, 'loadMw'],
      [{ nodeId: 'N1', loadMw: Number.NaN }, 'not-a-change', /loadMw/, 'loadMw'],
      [{ nodeId: 'N1', loadMw: 1e7 }, 'impossible-power', /loadMw is 10000000/, 'loadMw'],
      [{ nodeId: 'N1', loadMw: 1, extra: 1 }, 'not-a-change', /extra/, 'extra'],
      [{ lineId: 'L1', inService: true, nodeId: 'N1' }, 'not-a-change', /nodeId/, 'nodeId'],
      [true, 'not-a-change', /no change of a network/, ''],
      ['"L3"', 'not-a-change', /no change of a network/, ''],
      ['{"lineId": "L3"', 'not-json', /this is no JSON/, ''],
      [deep, 'not-a-change', /no change of a network/, '[0]'],
    ];
    for (const [element, reason, message, field] of bad) {
      const { refused } = process([element]);
      assert.equal(refused!.length, 1, JSON.stringify(element));
      const [refusal] = refused!;
      assert.ok(Value.Check(Refusal, refusal) && refusal.remedy !== '');
      assert.equal(refusal.reason, reason);
      assert.match(refusal.message, message);
      assert.equal(refusal.place, `payload${field.startsWith('[') || field === '' ? field : `.${field}`}`);
    }
    assert.equal(live.revision, 0);
    const { refused, network } = process([OUT, bad[0]![0]], 5000);
    assert.equal(refused![0]!.place, 'payload[1].lineId');
    assert.equal(network![0]!.lines[2]!.inService, false);
  });

  it('never throws, and keeps the network a network', () => {
    const ids = fc.oneof(fc.constantFrom('L1', 'L31', 'N1', 'N20', ''), fc.string());
    const change = fc.record(
      { lineId: ids, nodeId: ids, inService: fc.anything(), loadMw: fc.double(), generationMw: fc.anything() },
      { requiredKeys: [] },
    );
    const live = liveOf();
    const changes = new NetworkChanges(live);
    fc.assert(
      fc.property(fc.array(fc.oneof(change, fc.anything(), fc.json()), { maxLength: 5 }), (batch) => {
        changes.process(batch, 0);
        const { nodes, branches } = live.model;
        assert.ok(nodes.every(({ loadMw, generationMw }) => Number.isFinite(loadMw) && Number.isFinite(generationMw)));
        assert.ok(branches.every(({ inService }) => typeof inService === 'boolean'));
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('works on the network that others change too: a reset undoes the changes of all', () => {
    const live = liveOf();
    const [one, other] = [new NetworkChanges(live), new NetworkChanges(live)];
    one.process([OUT], 0);
    other.process([{ lineId: 'L4', inService: false }], 0);
    assert.deepEqual(one.tick(1000)!.network, other.process([{}], 1000).network);
    one.reset();
    assert.deepEqual(live.model, live.original);
    assert.equal(other.tick(2000)!.network![0]!.islandCount, 1);
  });

  it('tells a bounded number of islands', () => {
    const nodes = Array.from({ length: 1000 }, (_, i) => ({ id: `N${i}` }));
    const lines = nodes.slice(1).map(({ id }, i) => ({ id: `L${i}`, from: `N${i}`, to: id, reactancePu: 0.1 }));
    const all = lines.map(({ id }) => ({ lineId: id, inService: false }));
    const [sent] = new NetworkChanges(liveOf({ nodes, lines })).process(all, 0).network!;
    assert.deepEqual([sent!.islandCount, sent!.islands.length], [1000, 50]);
  });
});

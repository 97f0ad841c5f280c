import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NetworkLayout } from '../../../dashboard/lib/map/layout';
import { createMapModel } from '../../../dashboard/lib/map/model';
import { MapNetwork } from '../../../dashboard/lib/map/network';

const LIMITS = { maxNodes: 100, maxLines: 100 };
const nodes = [...'abcdef'].map((id) => ({ id }));
const lines = ['ab', 'bc', 'cd', 'de', 'be'].map((id) => ({ id, from: id[0]!, to: id[1]! }));
const topology = { nodes, lines };

function laidOut(model = createMapModel(LIMITS), given: object = topology) {
  model.accept({ topology: given });
  while (model.work!());
  return model;
}

const element = (ids: string[]) =>
  fc.record(
    { id: fc.constantFrom(...ids), value: fc.oneof(fc.integer(), fc.constant(null)) },
    { requiredKeys: ['id'] },
  );
const update = fc.record(
  { nodes: fc.array(element(['a', 'b', 'c', 'x'])), lines: fc.array(element(['ab', 'cd', 'x'])) },
  { requiredKeys: [] },
);

describe('map model', () => {
  it('gives pages, change by change, the same network as one that opens later', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(update, fc.boolean())), (messages) => {
        const model = laidOut();
        const page = new MapNetwork();
        page.apply(structuredClone(model.changes()!));
        for (const [message, looks] of messages) {
          model.accept(message);
          const change = looks ? model.changes() : undefined;
          if (change) page.apply(structuredClone(change));
        }
        const change = model.changes();
        if (change) for (let i = 0; i < 2; i++) page.apply(structuredClone(change));
        const later = new MapNetwork();
        later.apply(structuredClone(model.snapshot()));
        assert.deepEqual(page, later);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('tells only what has changed', () => {
    const model = laidOut();
    model.changes();
    model.accept({ lines: [{ id: 'ab', value: 7, from: 'z', at: 1 }] });
    assert.deepEqual(model.changes(), { lines: [{ id: 'ab', value: 7 }] });
    assert.equal(model.changes(), undefined);
  });

  it('lays the same network out alike, and leaves what was there when a node comes', () => {
    const model = laidOut();
    assert.deepEqual(laidOut().snapshot(), model.snapshot());
    const before = new Map(model.snapshot().nodes!.map(({ id, at }) => [id, at]));
    laidOut(model, { nodes: [...nodes, { id: 'g' }], lines: [...lines, { id: 'fg', from: 'f', to: 'g' }] });
    for (const { id, at } of model.snapshot().nodes!) {
      assert.ok(at!.every(Number.isFinite));
      if (before.has(id)) assert.deepEqual(at, before.get(id));
    }
  });

  it('puts no two nodes of a feeder at one place', () => {
    const feeder = Array.from({ length: 33 }, (_, i) => ({ id: `N${i}` }));
    const line = (i: number) => ({ id: `L${i}`, from: `N${Math.max(0, i - 1)}`, to: `N${i}` });
    const layout = new NetworkLayout(
      feeder,
      feeder.slice(1).map((_n, i) => line(i + 1)),
      new Map(),
    );
    while (layout.work());
    const places = [...layout.positions().values()];
    for (const [i, a] of places.entries()) {
      for (const b of places.slice(i + 1)) assert.ok(Math.hypot(a[0] - b[0], a[1] - b[1]) > 1);
    }
  });

  it('takes coordinates as they are, and keeps the values of what stays in a new topology', () => {
    const model = createMapModel(LIMITS);
    const placed = {
      nodes: [
        { id: 'a', x: 1, y: 2 },
        { id: 'b', x: 3, y: 4 },
      ],
      lines: [],
    };
    model.accept({ topology: placed });
    model.accept({ nodes: [{ id: 'a', value: 5 }] });
    model.accept({ topology: { ...placed, nodes: [placed.nodes[0]] } });
    assert.deepEqual(model.work!(), false);
    assert.deepEqual(JSON.parse(JSON.stringify(model.snapshot().nodes)), [{ id: 'a', value: 5, at: [1, 2] }]);
  });

  it('names what it can not use, and shows the rest', () => {
    const model = createMapModel({ maxNodes: 3, maxLines: 2 });
    const reasons = (payload: unknown) => model.accept(payload).map(({ reason }) => reason);
    assert.deepEqual(reasons({ topology: { nodes: [...nodes, { id: 'a' }, {}], lines } }), [
      'not-usable',
      'too-many-nodes',
      'too-many-nodes',
      'too-many-nodes',
      'duplicate-id',
      'unknown-node',
      'unknown-node',
      'unknown-node',
    ]);
    assert.deepEqual(
      reasons({
        nodes: [
          { id: 'q', value: 1 },
          { id: 'a', value: 1 },
        ],
      }),
      ['unknown-id'],
    );
    assert.deepEqual(reasons({ paths: [{ id: 'p', nodes: ['a', 'c'] }] }), ['broken-path']);
    assert.deepEqual(reasons(7), ['not-a-map-update']);
    assert.equal(model.snapshot().nodes!.find(({ id }) => id === 'a')!.value, 1);
  });

  it('never throws, whatever comes', () => {
    const near = fc.record(
      { topology: fc.anything(), nodes: fc.anything(), lines: fc.anything(), paths: fc.anything() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), near), (payload) => {
        const model = laidOut();
        model.accept(payload);
        while (model.work!());
        model.changes();
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

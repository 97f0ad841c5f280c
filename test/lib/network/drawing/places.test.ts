import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { GridTopology } from '../../../../lib/messages';
import { type Place, placesOf, thinned } from '../../../../lib/network/drawing';
import { importNetwork } from '../../../../lib/network/importers';

const networkOf = (topology: GridTopology) =>
  importNetwork([{ name: 'x', bytes: Buffer.from(JSON.stringify(topology)) }]).network;

/** Nodes 0 … count − 1 and lines between pairs of them. */
const graph = (count: number, pairs: readonly (readonly [number, number])[], inService = true) =>
  networkOf({
    nodes: Array.from({ length: count }, (_, i) => ({ id: `${i}` })),
    lines: pairs.map(([from, to], i) => ({ id: `L${i}`, from: `${from}`, to: `${to}`, reactancePu: 0.1, inService })),
  });

const chain = (count: number, from = 0) =>
  Array.from({ length: count - 1 }, (_, i) => [from + i, from + i + 1] as const);
const distance = (a: Place, b: Place) => Math.hypot(a.x - b.x, a.y - b.y);

describe('places of a drawing', () => {
  it('are those of the file, degrees with the shape that they have on the ground', () => {
    const plane = [
      { id: 'A', x: 3_400_000, y: 5_700_000 },
      { id: 'B', x: 3_400_010, y: 5_700_020 },
    ];
    const drawn = placesOf(networkOf({ nodes: plane, lines: [] }));
    assert.deepEqual(drawn, { isFromFile: true, places: plane.map(({ x, y }) => ({ x, y })) });
    // At 60° north a degree of longitude is half as long as one of latitude.
    const { places } = placesOf(
      networkOf({
        nodes: [
          { id: 'A', x: 10, y: 59 },
          { id: 'B', x: 12, y: 61 },
        ],
        lines: [],
      }),
    );
    assert.ok(Math.abs((places[1]!.x - places[0]!.x) / (places[1]!.y - places[0]!.y) - 0.5) < 1e-9);
  });

  it('are laid out when one node has no position', () => {
    const nodes = [{ id: 'A', x: 0, y: 0 }, { id: 'B', x: 1, y: 1 }, { id: 'C' }];
    assert.equal(placesOf(networkOf({ nodes, lines: [] })).isFromFile, false);
  });

  it('put a chain in a line, its nodes equally far apart', () => {
    for (const count of [2, 3, 10]) {
      const { places } = placesOf(graph(count, chain(count)));
      const steps = chain(count).map(([a, b]) => distance(places[a]!, places[b]!));
      const whole = distance(places[0]!, places[count - 1]!);
      for (const step of steps) assert.ok(Math.abs(step / (whole / (count - 1)) - 1) < 0.02, `${step} of ${whole}`);
    }
  });

  it('put a ring in a ring', () => {
    const { places } = placesOf(graph(12, [...chain(12), [11, 0]]));
    const middle = { x: 0, y: 0 };
    for (const { x, y } of places) {
      middle.x += x / 12;
      middle.y += y / 12;
    }
    const radii = places.map((place) => distance(place, middle));
    assert.ok(Math.max(...radii) / Math.min(...radii) < 1.1);
  });

  it('keep a large grid in shape: what is far apart in it is far apart in the drawing', () => {
    // 30 x 30, more than all distances are used for: rank agreement of sampled distances, by hand.
    const side = 30;
    const at = (row: number, column: number) => row * side + column;
    const pairs: [number, number][] = [];
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        if (column + 1 < side) pairs.push([at(row, column), at(row, column + 1)]);
        if (row + 1 < side) pairs.push([at(row, column), at(row + 1, column)]);
      }
    }
    const { places } = placesOf(graph(side * side, pairs));
    const of = (a: [number, number], b: [number, number]) => distance(places[at(...a)]!, places[at(...b)]!);
    assert.ok(of([0, 0], [29, 29]) > 3 * of([0, 0], [7, 7]));
    assert.ok(of([0, 29], [29, 0]) > 3 * of([10, 15], [17, 15]));
    for (const [a, b] of pairs) assert.ok(distance(places[a]!, places[b]!) < 0.1 * of([0, 0], [29, 29]));
  });

  it('move nothing when lines are switched, and are the same each time', () => {
    const pairs = [...chain(9), [2, 7], [0, 4]] as [number, number][];
    assert.deepEqual(placesOf(graph(9, pairs)), placesOf(graph(9, pairs, false)));
    assert.deepEqual(placesOf(graph(9, pairs)), placesOf(graph(9, pairs)));
  });

  it('lie side by side for parts that nothing joins', () => {
    const { places } = placesOf(graph(25, [...chain(10), ...chain(10, 10), [20, 21]]));
    const boxes = [
      places.slice(0, 10),
      places.slice(10, 20),
      places.slice(20, 22),
      ...places.slice(22).map((one) => [one]),
    ];
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) {
        const gap = Math.min(...a.flatMap((one) => b.map((other) => distance(one, other))));
        assert.ok(gap > 0.3, `${gap}`);
      }
    }
  });

  it('are finite for whatever network', () => {
    const networks = fc
      .integer({ min: 1, max: 30 })
      .chain((count) =>
        fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 60 }).map((pairs) => ({ count, pairs })),
      );
    fc.assert(
      fc.property(networks, ({ count, pairs }) => {
        const { places } = placesOf(graph(count, pairs));
        assert.equal(places.length, count);
        assert.ok(places.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)));
      }),
      { seed: 7, numRuns: 40 },
    );
  });
});

describe('thinning of a drawing', () => {
  const place = fc.record({ x: fc.double({ noNaN: true, min: -1e6, max: 1e6 }), y: fc.constantFrom(0, 1, 2, 1e5) });

  it('leaves few places, of which each node has one', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 80 }), fc.integer({ min: 1, max: 20 }), (places, most) => {
        const { groups, groupOf } = thinned(places, most);
        assert.ok(groups.length <= most || places.length <= most);
        assert.deepEqual(
          [...groups.flat()].sort((a, b) => a - b),
          [...places.keys()],
        );
        for (const [group, members] of groups.entries()) for (const node of members) assert.equal(groupOf[node], group);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('merges what lies together first', () => {
    const places = [0, 0.01, 5, 5.01, 10].map((x) => ({ x, y: 0 }));
    assert.deepEqual(thinned(places, 3).groups, [[0, 1], [2, 3], [4]]);
    assert.deepEqual(thinned(places, 5).groups, [[0], [1], [2], [3], [4]]);
  });

  it('keeps most of the places that it may keep', () => {
    const places = Array.from({ length: 10_000 }, (_, i) => ({ x: i % 100, y: Math.floor(i / 100) }));
    const { groups } = thinned(places, 1200);
    assert.ok(groups.length > 700 && groups.length <= 1200, `${groups.length}`);
  });
});

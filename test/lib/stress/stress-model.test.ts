import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NetworkModel } from '../../../lib/network/network-model';
import {
  propagate,
  STRESS_MODELS,
  type StressFactors,
  StressField,
  type StressModelName,
  stressGraph,
  stressModel,
} from '../../../lib/stress';
import { lattice, mixedWeight, network, reordered } from './networks';

const model = (given: NetworkModel, name: StressModelName, sensitivitySeed?: number) =>
  stressModel(given, name, { defaultWeight: 0.9, sensitivitySeed });
const nodeFactors = (given: NetworkModel, name: StressModelName, seed?: number) => [
  ...(model(given, name, seed) as StressFactors).node,
];
const close = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);
const withPower = (given: NetworkModel, powers: Record<string, { loadMw?: number; generationMw?: number }>) => ({
  ...given,
  nodes: given.nodes.map((node) => ({ ...node, ...powers[node.id] })),
});
const stressesOf = (given: NetworkModel, source: string, name: StressModelName = 'electrical') =>
  Object.fromEntries(
    propagate(given, model(given, name), new Map([[source, 1]]), { decay: 1, hopLimit: 9 }).map((node) => [
      node.id,
      node.stress,
    ]),
  );

describe('stress models', () => {
  const star = network(
    ['A', 'B', 'C', 'D'],
    [
      ['A', 'B', 0.5],
      ['A', 'C'],
      ['A', 'D'],
      ['D', 'A'],
    ],
  );

  it('make factors of centralities, by hand on a star with a double line', () => {
    assert.deepEqual([...(model(star, 'linear') as StressFactors).branch], [0.5, 0.9, 0.9, 0.9]);
    assert.deepEqual(nodeFactors(star, 'linear'), [1, 1, 1, 1]);
    assert.deepEqual(nodeFactors(star, 'degree'), [1.6, 1.2, 1.2, 1.2]);
    assert.deepEqual(nodeFactors(star, 'betweenness'), [1.6, 1, 1, 1]);
    // Distances from the hub add up to 3, from an end to 5: closeness 1 and 0.6.
    for (const [node, factor] of [1.6, 1.36, 1.36, 1.36].entries())
      close(nodeFactors(star, 'closeness')[node]!, factor);
    // The eigenvector of a star of three has √3 at the hub for 1 at each end.
    for (const [node, factor] of [1, 3 ** -0.5, 3 ** -0.5, 3 ** -0.5].entries())
      close(nodeFactors(star, 'eigenvector')[node]!, 1 + 0.6 * factor);
  });

  it('draw a sensitivity once a node, by its id and the seed', () => {
    const drawn = nodeFactors(star, 'linear', 7);
    assert.ok(drawn.every((factor) => factor >= 0.8 && factor < 1.2));
    assert.equal(new Set(drawn).size, 4);
    const other = { ...star, nodes: [...star.nodes].reverse() };
    assert.deepEqual(nodeFactors(other, 'linear', 7), drawn.reverse());
    assert.notDeepEqual(nodeFactors(star, 'linear', 8), nodeFactors(star, 'linear', 7));
  });

  it('refuse weights that are none, and the original’s walk without factors', () => {
    assert.throws(() => model(network(['A', 'B'], [['A', 'B', 2]]), 'degree'), /weight\[0\] is 2/);
    const walk = { walk: 'first-visit' as const };
    assert.throws(() => propagate(star, model(star, 'electrical'), new Map(), walk), /take the walk strongest-path/);
  });

  describe('electrical', () => {
    it('passes on what flows when the source draws a megawatt more, by hand', () => {
      // A triangle with equal reactances, all power from C: two thirds come directly, one third through B.
      const triangle = network(
        ['A', 'B', 'C'],
        [
          ['A', 'B'],
          ['B', 'C'],
          ['C', 'A'],
        ],
      );
      const fromC = withPower(triangle, { A: { loadMw: 50 }, C: { generationMw: 100 }, B: { loadMw: 50 } });
      const { B, C } = stressesOf(fromC, 'A');
      close(B!, 1 / 3);
      close(C!, 2 / 3);
      // At the only generator the loads give way, half each: nothing flows between them.
      close(stressesOf(fromC, 'C').A!, 1 / 2);
      // Without any power the two others do, alike.
      close(stressesOf(triangle, 'A').B!, 1 / 2);
    });

    it('counts parallel branches together, and the narrowest of a way', () => {
      const chain = network(
        ['A', 'B', 'C', 'D'],
        [
          ['A', 'B'],
          ['B', 'A'],
          ['B', 'C'],
          ['C', 'D'],
        ],
      );
      const supplied = withPower(chain, { B: { generationMw: 60 }, C: { generationMw: 30 }, D: { generationMw: 10 } });
      const { B, C, D } = stressesOf(supplied, 'A');
      close(B!, 1);
      close(C!, 0.4);
      close(D!, 0.1);
      const nodes = propagate(supplied, model(supplied, 'electrical'), new Map([['A', 0.5]]), { hopLimit: 2 });
      assert.deepEqual(
        nodes.map(({ id, hop, path }) => [id, hop, path.join(' ')]),
        [
          ['A', 0, 'A'],
          ['B', 1, 'A B'],
          ['C', 2, 'A B C'],
        ],
      );
      close(nodes[2]!.stress, 0.5 * 0.4 * 0.7);
    });

    it('equals the widest bottleneck over all ways, looked at one by one', () => {
      const ids = ['A', 'B', 'C', 'D', 'E', 'F'];
      const lines = fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.double({ min: 0, max: 1, noNaN: true })), {
        maxLength: 12,
      });
      fc.assert(
        fc.property(lines, fc.nat(4), fc.constantFrom(0.7, 1), (list, hopLimit, decay) => {
          const any = network(
            ids,
            list.map(([from, to]) => [ids[from]!, ids[to]!] as const),
          );
          const shares = Float64Array.from(list, ([, , share]) => share);
          const best = new Map([['A', 0.8]]);
          const visit = (node: number, narrowest: number, left: number, hop: number) => {
            for (const [at, [from, to]] of list.entries()) {
              if (hop === hopLimit || from === to || (from !== node && to !== node)) continue;
              const next = from === node ? to : from;
              if (next === 0) continue;
              const share = Math.min(narrowest, shares[at]!);
              const there = left * decay ** hop;
              best.set(ids[next]!, Math.max(best.get(ids[next]!) ?? 0, share * there));
              visit(next, share, there, hop + 1);
            }
          };
          visit(0, 1, 0.8, 0);
          const from = (_: number, branches: ArrayLike<number>) => Float64Array.from(branches, (at) => shares[at]!);
          const sources = new Map([['A', 0.8]]);
          const found = propagate(any, { kind: 'electrical', from }, sources, { hopLimit, decay });
          assert.deepEqual(found.map(({ id }) => id).sort(), [...best.keys()].sort());
          for (const { id, stress } of found) close(stress, best.get(id)!);
        }),
        { seed: 53, numRuns: 150 },
      );
    });

    it('gives a source that changes what one that is new is given, and leaves out what is below the minimum', () => {
      const grid = lattice(5, 4, mixedWeight);
      const rule = { walk: 'strongest-path', combine: 'sum', hopLimit: 6, decay: 0.9, minimumStress: 0.05 } as const;
      const fieldOf = () => new StressField(stressGraph(grid), model(grid, 'electrical'), rule);
      const field = fieldOf();
      field.set('a', 3, 0.9);
      field.set('b', 9, 0.2);
      field.set('a', 3, 0.4);
      const fresh = fieldOf();
      fresh.setAll([
        { key: 'a', node: 3, stress: 0.4 },
        { key: 'b', node: 9, stress: 0.2 },
      ]);
      const free = new StressField(stressGraph(grid), model(grid, 'electrical'), { ...rule, minimumStress: 0 });
      free.set('a', 3, 0.4);
      for (let node = 0; node < 20; node++) {
        assert.deepEqual(field.at(node), fresh.at(node));
        const own = field.reachOf('a')!.nodes.indexOf(node);
        assert.equal(own >= 0, free.stressAt(node) >= 0.05);
        if (own >= 0) assert.equal(field.reachOf('a')!.stress[own], free.stressAt(node));
      }
    });
  });

  it('do not depend on the order of the file, are monotone and never above 1', () => {
    const base = withPower(lattice(5, 4, mixedWeight), { N3: { generationMw: 70 }, N18: { generationMw: 30 } });
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    const order = fc.shuffledSubarray([...base.branches.keys()], { minLength: base.branches.length });
    for (const name of STRESS_MODELS)
      fc.assert(
        fc.property(unit, unit, order, fc.nat(19), (stress, more, branches, at) => {
          const of = (given: NetworkModel, value: number) =>
            propagate(given, model(given, name), new Map([[`N${at + 1}`, value]]), { hopLimit: 5 });
          const low = of(base, stress);
          const other = new Map(of(reordered(base, branches), stress).map((node) => [node.id, node]));
          const high = new Map(of(base, Math.min(1, stress + more)).map((node) => [node.id, node.stress]));
          for (const { id, stress: value, path } of low) {
            close(other.get(id)!.stress, value);
            assert.deepEqual(other.get(id)!.path, path);
            assert.ok(value <= 1 && high.get(id)! >= value);
          }
        }),
        { seed: 47, numRuns: 15 },
      );
  });
});

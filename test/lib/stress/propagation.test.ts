import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NetworkModel } from '../../../lib/network/network-model';
import { propagate, type StressPropagatorSettings, stressModel } from '../../../lib/stress';
import { centralityFactors, linearFactors, scaledToOne } from '../../../lib/stress/stress-factors';
import { lattice, mixedWeight, network, reordered } from './networks';

type Given = Partial<StressPropagatorSettings>;

const close = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);
const linear = (model: NetworkModel, sources: Record<string, number>, settings: Given = {}) =>
  propagate(model, linearFactors(model, 0.9), new Map(Object.entries(sources)), settings);
const stressesOf = (nodes: ReturnType<typeof propagate>) =>
  Object.fromEntries(nodes.map(({ id, stress }) => [id, stress]));
const pathsOf = (nodes: ReturnType<typeof propagate>) =>
  Object.fromEntries(nodes.map(({ id, path }) => [id, path.join(' ')]));

/** A – B – D weak and C – D strong: the first visit of D comes from B, the stronger way leads through C. */
const diamond = () =>
  network(
    ['A', 'B', 'C', 'D'],
    [
      ['A', 'B', 0.8],
      ['A', 'C', 0.95],
      ['B', 'D', 0.8],
      ['C', 'D', 0.95],
    ],
  );

describe('stress propagation', () => {
  it('decays by 1, 0.7, 0.343 over three hops and ends there, by hand', () => {
    const line = network(
      ['A', 'B', 'C', 'D', 'E'],
      [
        ['A', 'B', 0.9],
        ['B', 'C', 0.8],
        ['C', 'D', 0.95],
        ['D', 'E', 0.9],
      ],
    );
    // 0.3 · 0.9 = 0.27; · 0.8 · 0.7 = 0.1512; · 0.95 · 0.49 = 0.0703836
    for (const walk of ['strongest-path', 'first-visit'] as const) {
      const nodes = linear(line, { A: 0.3 }, { walk });
      assert.deepEqual(
        nodes.map(({ id, hop }) => [id, hop]),
        [
          ['A', 0],
          ['B', 1],
          ['C', 2],
          ['D', 3],
        ],
      );
      const { A, B, C, D } = stressesOf(nodes);
      assert.equal(A, 0.3);
      close(B!, 0.27);
      close(C!, 0.1512);
      close(D!, 0.0703836);
      assert.equal(pathsOf(nodes).D, 'A B C D');
    }
  });

  it('takes the strongest way where the original takes the first, by hand', () => {
    // Through B 0.4 · 0.8 · 0.8 · 0.7 = 0.1792, through C 0.4 · 0.95 · 0.95 · 0.7 = 0.2527
    const model = diamond();
    const strong = linear(model, { A: 0.4 });
    close(stressesOf(strong).D!, 0.2527);
    assert.equal(pathsOf(strong).D, 'A C D');
    const first = linear(model, { A: 0.4 }, { walk: 'first-visit' });
    close(stressesOf(first).D!, 0.1792);
    assert.equal(pathsOf(first).D, 'A B D');
    const otherOrder = linear(reordered(model, [1, 0, 2, 3]), { A: 0.4 }, { walk: 'first-visit' });
    close(stressesOf(otherOrder).D!, 0.2527);
  });

  it('walks neighbours as the file has them, where the network tells', () => {
    const model = {
      ...diamond(),
      branchOrder: [
        [1, 0],
        [0, 2],
        [1, 3],
        [2, 3],
      ],
    };
    close(stressesOf(linear(model, { A: 0.4 }, { walk: 'first-visit' })).D!, 0.2527);
  });

  it('takes a longer way that is stronger', () => {
    const model = network(
      ['A', 'B', 'C'],
      [
        ['A', 'C', 0.1],
        ['A', 'B', 0.9],
        ['B', 'C', 0.9],
      ],
    );
    const [, , c] = linear(model, { A: 1 });
    assert.deepEqual([c!.id, c!.hop, c!.path], ['C', 2, ['A', 'B', 'C']]);
    close(c!.stress, 0.567);
    assert.equal(linear(model, { A: 1 }, { hopLimit: 1 })[2]!.stress, 0.1);
  });

  it('keeps the weaker way with fewer hops where it leads further, for depth counts', () => {
    // To D: A C D is 0.6 · 0.9 · 0.7 = 0.378; A B C is 1 · 1 · 0.7 = 0.7 at C, then 0.7 · 0.9 · 0.49 = 0.3087.
    const model = network(
      ['A', 'B', 'C', 'D'],
      [
        ['A', 'B', 1],
        ['B', 'C', 1],
        ['A', 'C', 0.6],
        ['C', 'D', 0.9],
      ],
    );
    const nodes = linear(model, { A: 1 });
    close(stressesOf(nodes).C!, 0.7);
    close(stressesOf(nodes).D!, 0.378);
    assert.deepEqual([pathsOf(nodes).C, pathsOf(nodes).D], ['A B C', 'A C D']);
  });

  it('multiplies by the original’s centrality factor 1 + 0.6 · degree / (n − 1), by hand', () => {
    // 3 × 2 lattice, N2 in the middle of the first row has degree 3 of 5: f = 1.36; a corner 2 of 5: f = 1.24
    const model = lattice(3, 2, () => 0.9);
    const nodes = propagate(model, stressModel(model, 'degree', { defaultWeight: 0.9 }), new Map([['N1', 0.3]]));
    const { N2, N4, N3, N5, N6 } = stressesOf(nodes);
    close(N2!, 0.3 * 0.9 * 1.36);
    close(N4!, 0.3 * 0.9 * 1.24);
    close(N3!, 0.3 * 0.9 * 1.36 * (0.9 * 1.24 * 0.7));
    close(N5!, 0.3 * 0.9 * 1.36 * (0.9 * 1.36 * 0.7));
    close(N6!, 0.3 * 0.9 * 1.36 * (0.9 * 1.36 * 0.7) * (0.9 * 1.24 * 0.49));
    assert.equal(pathsOf(nodes).N5, 'N1 N2 N5');
  });

  it('combines sources by 1 − Π(1 − s), by a capped sum, or not at all', () => {
    const model = network(
      ['A', 'B', 'C'],
      [
        ['A', 'B', 1],
        ['B', 'C', 1],
      ],
    );
    const at = (combine: StressPropagatorSettings['combine'], sources = { A: 0.5, C: 0.8 }) =>
      linear(model, sources, { combine, hopLimit: 1 }).find(({ id }) => id === 'B')!;
    close(at('independent').stress, 0.9);
    assert.equal(at('sum').stress, 1);
    close(at('sum', { A: 0.5, C: 0.25 }).stress, 0.75);
    assert.equal(at('each').stress, 0.8);
    assert.deepEqual(at('independent').path, ['C', 'B']);
  });

  it('carries by factors of branches, sensitivities of nodes and default weights', () => {
    const model = network(
      ['A', 'B', 'C'],
      [
        ['A', 'B'],
        ['B', 'C', 0.5],
      ],
    );
    const run = (factors: Parameters<typeof propagate>[1]) =>
      stressesOf(propagate(model, factors, new Map([['A', 0.5]])));
    const sensitive = run(linearFactors(model, 0.8, [9, 1.2, 0]));
    close(sensitive.B!, 0.48);
    assert.equal(sensitive.C, 0);
    assert.deepEqual([...scaledToOne([0, 3, 6])], [0, 0.5, 1]);
    assert.throws(() => centralityFactors(model, 0.9, [0, 2, 1]), /centrality\[1\] is 2/);
    assert.throws(() => linearFactors(model, 0.9, [1]), /1 values for 3/);
  });

  it('passes nothing over a branch out of service, and nothing below the minimum', () => {
    const model = diamond();
    model.branches[1]!.inService = false;
    assert.equal(pathsOf(linear(model, { A: 1 })).D, 'A B D');
    assert.equal(pathsOf(linear(model, { A: 1 })).C, 'A B D C');
    assert.deepEqual(
      linear(diamond(), { A: 0.4 }, { minimumStress: 0.33 }).map(({ id }) => id),
      ['A', 'C'],
    );
  });

  it('names what is wrong', () => {
    assert.throws(() => linear(diamond(), { X: 1 }), /source X: there is no such node/);
    assert.throws(() => linear(diamond(), { A: 2 }), /stress 2/);
    assert.throws(() => linear(network(['A', 'A'], []), {}), /share an id/);
    const wrong = diamond();
    wrong.branches[0]!.to = 9;
    assert.throws(() => linear(wrong, {}), /L1 ends at node 9/);
    assert.throws(() => linear(diamond(), {}, { decay: 2 }), /decay/);
  });

  describe('properties', () => {
    const COUNT = 7;
    const ids = Array.from({ length: COUNT }, (_, i) => `N${i + 1}`);
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    const branches = fc.array(fc.tuple(fc.nat(COUNT - 1), fc.nat(COUNT - 1), fc.constantFrom(0.5, 0.8, 0.8, 0.9, 1)), {
      maxLength: 14,
    });
    const models = branches.map((list) =>
      network(
        ids,
        list.map(([a, b, w]) => [ids[a]!, ids[b]!, w] as const),
      ),
    );
    const rules = fc.record({
      hopLimit: fc.nat(4),
      decay: fc.constantFrom(0.7, 1),
      minimumStress: fc.constantFrom(0, 0.1),
      combine: fc.constantFrom('independent' as const, 'sum' as const, 'each' as const),
    });
    const sensitivities = fc.array(fc.constantFrom(0.6, 0.8, 1, 1.3), { minLength: COUNT, maxLength: COUNT });
    const sources = fc.dictionary(fc.constantFrom(...ids), unit, { maxKeys: 4 }).map((d) => new Map(Object.entries(d)));
    const check = <T extends [unknown, ...unknown[]]>(property: fc.IProperty<T>) =>
      fc.assert(property, { seed: 11, numRuns: 150 });

    it('equals the largest product over all ways, looked at one by one', () => {
      check(
        fc.property(models, sensitivities, unit, rules, (model, sensitivity, stress, rule) => {
          const best = new Map<string, number>([['N1', stress]]);
          const visit = (node: number, value: number, hop: number) => {
            if (hop === rule.hopLimit) return;
            for (const { from, to, weight } of model.branches) {
              if (from === to || (from !== node && to !== node)) continue;
              const next = from === node ? to : from;
              if (next === 0) continue;
              const there = Math.min(1, value * (weight! * sensitivity[next]!) * rule.decay ** hop);
              if (there < rule.minimumStress) continue;
              best.set(ids[next]!, Math.max(best.get(ids[next]!) ?? 0, there));
              visit(next, there, hop + 1);
            }
          };
          visit(0, stress, 0);
          const found = propagate(model, linearFactors(model, 1, sensitivity), new Map([['N1', stress]]), rule);
          const stresses = found.map(({ id, stress: s }) => [id, s]);
          assert.deepEqual(Object.fromEntries(stresses), Object.fromEntries(best));
        }),
      );
    });

    it('does not depend on the order of branches, nodes or sources, paths included', () => {
      check(
        fc.property(
          models,
          sensitivities,
          sources,
          rules,
          fc.infiniteStream(fc.nat(1e9)),
          (model, sensitivity, given, rule, dice) => {
            const shuffled = <T>(list: readonly T[]) => {
              return list
                .map((value) => ({ value, at: dice.next().value! }))
                .sort((a, b) => a.at - b.at)
                .map(({ value }) => value);
            };
            const order = shuffled(ids.map((_, i) => i));
            const other: NetworkModel = {
              ...model,
              nodes: order.map((i) => model.nodes[i]!),
              branches: shuffled(model.branches).map((b) => ({
                ...b,
                from: order.indexOf(b.to),
                to: order.indexOf(b.from),
              })),
            };
            const factors = linearFactors(model, 1, sensitivity);
            const otherFactors = linearFactors(
              other,
              1,
              order.map((i) => sensitivity[i]!),
            );
            const one = propagate(model, factors, given, rule);
            const two = propagate(other, otherFactors, new Map(shuffled([...given])), rule);
            assert.equal(JSON.stringify(two), JSON.stringify(one));
          },
        ),
      );
    });

    it('is monotone in stress and never above 1', () => {
      check(
        fc.property(models, sensitivities, sources, unit, rules, (model, sensitivity, given, more, rule) => {
          const factors = linearFactors(model, 1, sensitivity);
          const higher = new Map([...given].map(([id, stress]) => [id, Math.min(1, stress + more)]));
          const low = stressesOf(propagate(model, factors, given, rule));
          const high = stressesOf(propagate(model, factors, higher, rule));
          for (const [id, stress] of Object.entries(low)) {
            assert.ok(stress >= 0 && stress <= 1 && high[id]! <= 1);
            assert.ok(high[id]! >= stress - 1e-15, `${id}: ${high[id]} after ${stress}`);
          }
        }),
      );
    });

    it('finds at least what the original’s walk finds', () => {
      const model = lattice(5, 4, mixedWeight);
      assert.equal(model.branches.length, 31);
      for (const { id } of model.nodes) {
        const first = stressesOf(linear(model, { [id]: 0.5 }, { walk: 'first-visit' }));
        const strong = stressesOf(linear(model, { [id]: 0.5 }));
        assert.deepEqual(Object.keys(strong).sort(), Object.keys(first).sort());
        for (const [node, stress] of Object.entries(first)) assert.ok(strong[node]! >= stress);
      }
    });
  });
});

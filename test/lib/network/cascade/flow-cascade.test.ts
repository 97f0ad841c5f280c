import assert from 'node:assert/strict';
import fc from 'fast-check';
import { branchRatings, CascadeStudy, type FlowCascade } from '../../../../lib/network/cascade';
import type { NetworkModel } from '../../../../lib/network/network-model';
import { DcNetwork, dcPowerFlow } from '../../../../lib/network/power-flow';
import { readMatpowerCase } from '../../../support/matpower-case';
import { sharedFile } from '../../../support/shared-data';
import { anyNetwork, close, type MadeBranch, networkOf } from '../made-models';

const study = (model: NetworkModel, ratings: number[]) =>
  new CascadeStudy(model, { balance: 'generation', ratingMw: Float64Array.from(ratings) });

/** Wave by wave the branches that went, after `<` their parents. */
const story = ({ waves }: FlowCascade) =>
  waves.map(({ trips }) => trips.map(({ branch, parents }) => [branch, ...parents].join('<')).join(' '));

const lost = (cascade: FlowCascade) => cascade.waves.map(({ lostMw }) => Number(lostMw.toFixed(9)));

/** 100 MW from node 0 to node 1 over three equal branches. */
const bundle = networkOf(
  [{ generationMw: 100 }, { loadMw: 100 }],
  [
    [0, 1],
    [0, 1],
    [0, 1],
  ],
);

/** 60 MW at node 0 and 40 MW at node 2 supply 100 MW at node 1 between them. */
const chain = networkOf(
  [{ generationMw: 60 }, { loadMw: 100 }, { generationMw: 40 }],
  [
    [0, 1],
    [2, 1],
  ],
);

describe('cascade of flows', () => {
  it('follows overloads from branch to branch until the load is lost', () => {
    const cascade = study(bundle, [40, 60, 45]).follow({ branches: [0], nodes: [] });
    assert.deepEqual(story(cascade), ['0', '2<0', '1<2']);
    assert.deepEqual(lost(cascade), [0, 0, 100]);
    assert.deepEqual(
      cascade.waves.map(({ method }) => method),
      ['lodf', 'lodf', 'solve'],
    );
    close(
      cascade.waves.map(({ trips }) => trips[0]!.flowMw),
      [100 / 3, 50, 100],
    );
    close(cascade.flowMw, [0, 0, 0]);
    close(cascade.demandMw, [0, 0]);
    assert.equal(cascade.lostShare, 1);
  });

  it('ends where every branch carries what is left', () => {
    const cascade = study(bundle, [40, 50, 50]).follow({ branches: [0], nodes: [] });
    assert.deepEqual(story(cascade), ['0']);
    close(cascade.flowMw, [0, 50, 50]);
    assert.equal(cascade.lostMw, 0);
  });

  it('sheds load in proportion where supply is short, and lowers supply where it is too much', () => {
    const cascade = study(chain, [100, 100]).follow({ branches: [1], nodes: [] });
    assert.deepEqual(lost(cascade), [40]);
    close(cascade.flowMw, [60, 0]);
    const model = networkOf([{ generationMw: 90 }, { loadMw: 30 }, { loadMw: 60 }], chainOf(2));
    const shortened = study(model, [100, 100]).follow({ branches: [1], nodes: [] });
    close(shortened.demandMw, [0, 30, 0]);
    close(shortened.flowMw, [30, 0]);
  });

  it('takes a node out with its branches, load and generation', () => {
    const generator = study(chain, [100, 100]).follow({ branches: [], nodes: [2] });
    assert.deepEqual(story(generator), ['1']);
    assert.equal(generator.lostMw, 40);
    close(generator.flowMw, [60, 0]);
    const load = study(chain, [100, 100]).follow({ branches: [], nodes: [1] });
    assert.deepEqual(story(load), ['0 1']);
    assert.equal(load.lostMw, 100);
    const lone = study(networkOf([{ generationMw: 5, loadMw: 5 }], []), []).follow({ branches: [], nodes: [0, 0] });
    assert.deepEqual(lost(lone), [5]);
  });

  it('loses what is overloaded already, which has no parents unless it was pushed further', () => {
    // Two bundles of their own; in the second a branch carries 33 MW where 20 are allowed.
    const twice = networkOf(
      [...bundle.nodes, ...bundle.nodes].map((node, at) => ({ ...node, id: `n${at}` })),
      [0, 0, 0, 2, 2, 2].map((from): MadeBranch => [from, from + 1]),
    );
    const cascade = study(twice, [40, 60, 45, 20, 99, 99]).follow({ branches: [0], nodes: [] });
    assert.deepEqual(story(cascade), ['0', '2<0 3', '1<2']);
  });

  it('names every branch that pushed', () => {
    const cascade = study(bundle, [40, 40, 99]).follow({ branches: [0, 1], nodes: [] });
    assert.deepEqual(story(cascade), ['0 1', '2<0<1']);
  });

  it('names all branches of a wave when no single one pushed, and leaves shed load off', () => {
    // Node 3, tied to node 2 by two branches, supplies it; without node 3 more comes from node 0 over branch 1.
    const model = networkOf(
      [{ generationMw: 70 }, { loadMw: 50 }, { loadMw: 50 }, { generationMw: 30 }],
      [...chainOf(2), [3, 2], [3, 2]],
    );
    const cascade = study(model, [99, 30, 99, 99]).follow({ branches: [], nodes: [3] });
    assert.deepEqual(story(cascade), ['2 3', '1<2<3']);
    close([cascade.waves[1]!.trips[0]!.flowMw], [35]);
    assert.deepEqual(lost(cascade), [30, 35]);
    close(cascade.flowMw, [35, 0, 0, 0]);
  });

  it('is nothing when nothing is taken out, or what is out already', () => {
    const model = networkOf(bundle.nodes, [...chainOf(1), [0, 1, { inService: false }]]);
    for (const branches of [[], [1]])
      assert.deepEqual(study(model, [100, 0]).follow({ branches, nodes: [] }).waves, []);
  });

  it('says what it cannot take', () => {
    assert.throws(() => study(bundle, [40, -1, 45]), /branch b1 has the rating -1 MW: give 0 or more/);
    assert.throws(() => study(bundle, [40, 40]), /branch b2 has the rating undefined MW/);
    const { follow } = CascadeStudy.prototype;
    const base = study(bundle, [40, 40, 40]);
    assert.throws(() => follow.call(base, { branches: [3], nodes: [] }), /branch 3 can't be taken out: .* 0 to 2/);
    assert.throws(() => follow.call(base, { branches: [], nodes: [0.5] }), /node 0.5 can't be taken out/);
  });

  it('ends balanced at every node, with nothing overloaded and no load added; the order of outages is of no account', () => {
    const draw = fc.array(fc.nat(1000), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(anyNetwork, draw, fc.double({ min: 0.5, max: 2, noNaN: true }), (model, drawn, factor) => {
        const { flowMw } = dcPowerFlow(new DcNetwork(model), 'generation');
        const ratingMw = branchRatings(model, flowMw, { factor, leastMw: 3 });
        const cascades = new CascadeStudy(model, { balance: 'generation', ratingMw });
        const branches = model.branches.length === 0 ? [] : drawn.slice(1).map((one) => one % model.branches.length);
        const nodes = drawn[0]! % 3 === 0 ? [drawn[0]! % model.nodes.length] : [];
        const cascade = cascades.follow({ branches, nodes });
        assert.deepEqual(cascades.follow({ branches: branches.toReversed(), nodes }), cascade);
        const tripped = cascade.waves.flatMap(({ trips }) => trips.map(({ branch }) => branch));
        assert.equal(new Set(tripped).size, tripped.length);
        for (const branch of tripped) assert.ok(cascade.flowMw[branch] === 0);
        // What is overloaded in the base case stays so when nothing is taken out.
        for (const [at, flow] of tripped.length > 0 ? cascade.flowMw.entries() : [])
          assert.ok(Math.abs(flow) <= ratingMw[at]! * 1.000001);
        const shedMw = cascade.waves.reduce((sum, wave) => sum + wave.lostMw, 0);
        assert.ok(Math.abs(shedMw - cascade.lostMw) < 1e-8);
        assert.ok(cascade.demandMw.every((demand, at) => demand <= cascades.base.power.demandMw[at]! + 1e-9));
        // What comes in over branches is what is used, less what was generated, which never grew.
        const given = Float64Array.from(cascade.demandMw);
        for (const [at, { from, to }] of model.branches.entries()) {
          given[from]! += cascade.flowMw[at]!;
          given[to]! -= cascade.flowMw[at]!;
        }
        for (const [at, supply] of given.entries())
          assert.ok(supply > -1e-8 && supply <= cascades.base.power.supplyMw[at]! + 1e-8);
      }),
      { seed: 17, numRuns: 200 },
    );
  });

  it('is the same whether branches go at once or one after the other, while nothing is split', () => {
    const ring: MadeBranch[] = [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 0],
      [0, 2, { reactancePu: 0.2 }],
      [1, 3, { reactancePu: 0.3 }],
    ];
    const model = networkOf([{ generationMw: 70 }, { loadMw: 20 }, { loadMw: 40 }, { loadMw: 10 }], ring);
    const { base } = study(model, Array(6).fill(1000));
    const atOnce = base.without([0, 2], []).flowMw;
    close(base.without([0], []).without([2], []).flowMw, atOnce);
    close(base.without([2], []).without([0], []).flowMw, atOnce);
  });

  it('of case118 is that of a plain simulation with dense solutions only', function () {
    const file = sharedFile('networks/case118.m');
    if (file === undefined) return this.skip();
    const model = readMatpowerCase(file);
    const { flowMw } = dcPowerFlow(new DcNetwork(model), 'generation');
    const ratingMw = branchRatings(model, flowMw, { factor: 1.5, leastMw: 5 });
    const cascades = new CascadeStudy(model, { balance: 'generation', ratingMw });
    // Load lost and outages wave by wave, by an implementation of the same rules in numpy, by pseudo-inverse.
    for (const [removal, lostMw, counts] of [
      [{ branches: [57], nodes: [] }, 1195.591336669, '3 1 1 4 2 1 3 5 3 9 11 3 1 1 1 1 6 2 2 1 3 2'],
      [{ branches: [7], nodes: [] }, 959.091817614, '23 21 2'],
      [{ branches: [], nodes: [34] }, 967.722403698, '3 4 2 1 3 4 1 1 5 3 6 2 1 4 4 5 1 1 2 7 2'],
    ] as const) {
      const cascade = cascades.follow(removal);
      close([cascade.lostMw], [lostMw], 1e-8);
      assert.equal(
        cascade.waves
          .slice(1)
          .map(({ trips }) => trips.length)
          .join(' '),
        counts,
      );
    }
  });
});

describe('ratings of branches', () => {
  it('are those of the network, else a multiple of the base flow with a least value', () => {
    const model = networkOf(2, [
      [0, 1, { ratingMva: 25 }],
      [0, 1],
      [0, 1],
    ]);
    const ratings = branchRatings(model, Float64Array.of(90, -40, 1), { factor: 1.5, leastMw: 10 });
    assert.deepEqual([...ratings], [25, 60, 10]);
    assert.throws(() => branchRatings(model, ratings, { factor: 0, leastMw: 0 }), /rating factor 0: give a positive/);
    assert.throws(
      () => branchRatings(model, ratings, { factor: 1, leastMw: -1 }),
      /least rating -1 MW: give 0 or more/,
    );
  });
});

function chainOf(branches: number): MadeBranch[] {
  return Array.from({ length: branches }, (_, at): MadeBranch => [at, at + 1]);
}

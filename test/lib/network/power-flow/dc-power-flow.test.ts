import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NetworkModel } from '../../../../lib/network/network-model';
import { type Balance, DcNetwork, dcPowerFlow } from '../../../../lib/network/power-flow';
import { readMatpowerCase } from '../../../support/matpower-case';
import { sharedFile } from '../../../support/shared-data';
import { anyNetwork, close, networkOf } from '../made-models';

const run = (model: NetworkModel, balance: Balance = 'reference') => dcPowerFlow(new DcNetwork(model), balance);
const triangle = [{ generationMw: 90 }, { loadMw: 90 }, {}];

describe('DC power flow', () => {
  it('splits the flow around a triangle two to one', () => {
    const { flowMw, angleRad } = run(
      networkOf(triangle, [
        [0, 1],
        [0, 2],
        [2, 1],
      ]),
    );
    close(flowMw, [60, 30, 30]);
    // 60 MW over 0.1 p.u. on 100 MVA.
    close(angleRad, [0, -0.06, -0.03]);
  });

  it('divides by reactance times tap ratio between parallel branches', () => {
    const model = networkOf(triangle.slice(0, 2), [
      [0, 1],
      [1, 0, { tapRatio: 0.5 }],
    ]);
    close(run(model).flowMw, [30, -60]);
  });

  it('circulates half the shift over two equal branches, and nothing over a lone one', () => {
    const ring = networkOf(2, [
      [0, 1, { shiftRad: 0.04 }],
      [0, 1],
    ]);
    close(run(ring).flowMw, [-20, 20]);
    const lone = run(networkOf(2, [[0, 1, { shiftRad: 0.04 }]]));
    close(lone.flowMw, [0]);
    close(lone.angleRad, [0, -0.04]);
  });

  it('takes a series capacitor', () => {
    // 0.1 in parallel with 0.2 − 0.15 = 0.05.
    const model = networkOf(triangle, [
      [0, 1],
      [0, 2, { reactancePu: 0.2 }],
      [2, 1, { reactancePu: -0.15 }],
    ]);
    close(run(model).flowMw, [30, 60, 60]);
  });

  it('gives every island a reference: the one marked, else the most generation, else the first node', () => {
    const model = networkOf(
      [{ loadMw: 10 }, { generationMw: 20 }, { generationMw: 30 }, { generationMw: 5, isReference: true }, {}, {}, {}],
      [
        [0, 1],
        [1, 2],
        [4, 3],
        [5, 6, { inService: false }],
      ],
    );
    const { islands, islandOf } = new DcNetwork(model);
    assert.deepEqual(
      islands.map(({ reference }) => reference),
      [2, 3, 5, 6],
    );
    assert.deepEqual([...islandOf], [0, 0, 0, 1, 1, 2, 3]);
    const both = networkOf([{ isReference: true }, { generationMw: 9, isReference: true }], [[0, 1]]);
    assert.deepEqual(
      new DcNetwork(both).islands.map(({ reference }) => reference),
      [0],
    );
  });

  it('puts what is missing on the reference, or on all generation in proportion', () => {
    const model = networkOf(
      [{ generationMw: 60, isReference: true }, { generationMw: 20 }, { loadMw: 100 }],
      [
        [0, 2],
        [1, 2],
      ],
    );
    const onReference = run(model);
    close(onReference.flowMw, [80, 20]);
    close(onReference.power.supplyMw, [80, 20, 0]);
    const shared = run(model, 'generation');
    close(shared.flowMw, [75, 25]);
    close(shared.mismatchMw, [-20]);
    // No generation at all: the reference supplies.
    const bare = networkOf([{}, { loadMw: 7 }], [[0, 1]]);
    close(run(bare, 'generation').flowMw, [7]);
  });

  it('counts negative load as supply and negative generation as demand', () => {
    const { power, flowMw } = run(networkOf([{ loadMw: -30 }, { generationMw: -30 }], [[0, 1]]), 'generation');
    close(power.supplyMw, [30, 0]);
    close(power.demandMw, [0, 30]);
    close(flowMw, [30]);
  });

  it('balances every node, and its flows are linear in what is injected', () => {
    const injections = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 11, maxLength: 11 });
    fc.assert(
      fc.property(anyNetwork, injections, (model, more) => {
        const network = new DcNetwork(model);
        for (const balance of ['reference', 'generation'] as const) {
          const { flowMw, power } = dcPowerFlow(network, balance);
          const left = power.supplyMw.map((supply, node) => supply - power.demandMw[node]!);
          for (const [at, { from, to }] of model.branches.entries()) {
            left[from]! -= flowMw[at]!;
            left[to]! += flowMw[at]!;
          }
          close(left, Array(left.length).fill(0), 1e-8);
        }
        const one = Float64Array.from(model.nodes, ({ generationMw, loadMw }) => generationMw - loadMw);
        const other = Float64Array.from(one, (_, node) => more[node]!);
        const flows = (injection: Float64Array) => network.flows(network.angles(injection, false), false);
        const [first, second] = [flows(one), flows(other)];
        close(
          flows(one.map((power, node) => power - 3 * other[node]!)),
          first.map((flow, at) => flow - 3 * second[at]!),
          1e-8,
        );
      }),
      { seed: 15, numRuns: 200 },
    );
  });

  it('names what it cannot reckon with', () => {
    const branch = (rest: object) => () => run(networkOf(2, [[0, 1, rest]]));
    assert.throws(branch({ reactancePu: 0 }), /branch b0 has the reactance 0 p.u.: give one that is not 0, or merge/);
    assert.throws(branch({ reactancePu: Number.NaN }), /branch b0 has the reactance NaN/);
    assert.throws(
      branch({ tapRatio: 0 }),
      /branch b0 has the tap ratio 0: give a positive one, 1 where there is no tap/,
    );
    assert.throws(branch({ shiftRad: Number.NaN }), /branch b0 has the phase shift NaN: give radians/);
    assert.throws(() => run(networkOf([{ loadMw: Number.NaN }], [])), /node n0 has load NaN MW and generation 0 MW/);
    assert.throws(() => run({ ...networkOf(2, [[0, 1]]), baseMva: 0 }), /base power 0 MVA: give the positive base/);
    const cancelled = networkOf(2, [
      [0, 1],
      [0, 1, { reactancePu: -0.1 }],
    ]);
    assert.throws(() => run(cancelled), /the reactances around node n1 cancel out: check the negative ones/);
  });

  // Expected values: the dense DC equations of MATPOWER solved by numpy.
  for (const [name, angle, flows] of [
    [
      'case118',
      [40, -0.34556821165516516],
      [
        [0, -11.76607835],
        [1, -39.23392165],
        [2, -103.79439847],
        [6, -450],
      ],
    ],
    [
      'case300',
      [236, -0.3396001783896923],
      [
        [0, 78.14],
        [1, 35.58],
        [2, 25.84],
        [399, 1292],
      ],
    ],
  ] as const)
    it(`of ${name} is that of a dense solution`, function () {
      const file = sharedFile(`networks/${name}.m`);
      if (file === undefined) return this.skip();
      const { angleRad, flowMw } = run(readMatpowerCase(file));
      assert.equal(angleRad.indexOf(Math.min(...angleRad)), angle[0]);
      close([angleRad[angle[0]]!], [angle[1]]);
      for (const [branch, flow] of flows) close([Math.abs(flowMw[branch]!)], [Math.abs(flow)], 1e-7);
    });
});

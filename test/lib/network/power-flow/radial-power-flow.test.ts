import assert from 'node:assert/strict';
import fc from 'fast-check';
import { importNetwork, readNetworkFiles } from '../../../../lib/network/importers';
import type { NetworkModel } from '../../../../lib/network/network-model';
import { AcNetwork, NotConverged, RadialSweep, RadialTree, radialPowerFlow } from '../../../../lib/network/power-flow';
import { sharedFile } from '../../../support/shared-data';
import { type MadeBranch, networkOf } from '../made-models';

const near = (actual: number, expected: number, within: number) =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);

/** Power into the network at each node, MVA, from the admittance matrix as MATPOWER builds it (User's Manual, 3.6). */
function injections({ nodes, branches, baseMva }: NetworkModel, voltage: (node: number) => [number, number]) {
  const times = ([a, b]: number[], [c, d]: number[]) => [a! * c! - b! * d!, a! * d! + b! * c!] as [number, number];
  const current = nodes.map(({ shuntMw = 0, shuntMvar = 0 }, at) =>
    times([shuntMw / baseMva, shuntMvar / baseMva], voltage(at)),
  );
  const add = (node: number, admittance: number[], across: number) => {
    const [re, im] = times(admittance, voltage(across));
    current[node]![0] += re;
    current[node]![1] += im;
  };
  for (const { from, to, inService, resistancePu: r, reactancePu: x, conductancePu = 0, ...rest } of branches) {
    if (!inService) continue;
    const square = r * r + x * x;
    const series = [r / square, -x / square];
    const whole = [series[0]! + conductancePu / 2, series[1]! + rest.susceptancePu / 2];
    const tap = [rest.tapRatio * Math.cos(rest.shiftRad), rest.tapRatio * Math.sin(rest.shiftRad)];
    const size = rest.tapRatio ** 2;
    add(from, [whole[0]! / size, whole[1]! / size], from);
    add(from, times([-series[0]! / size, -series[1]! / size], tap), to);
    add(to, times([-series[0]! / size, -series[1]! / size], [tap[0]!, -tap[1]!]), from);
    add(to, whole, to);
  }
  return nodes.map((_, at) => times(voltage(at), [current[at]![0], -current[at]![1]]).map((part) => part * baseMva));
}

const anyTree = fc.integer({ min: 2, max: 14 }).chain((count) => {
  const share = fc.integer({ min: 0, max: 1000 }).map((part) => part / 1000);
  const node = fc.record({ load: share, mvar: share, feed: share, shunt: share });
  const branch = fc.record({
    above: share,
    r: share,
    x: share,
    b: share,
    g: share,
    tap: fc.constantFrom(1, 1, 0.95, 1.04),
    shift: fc.constantFrom(0, 0, 0.5, -2.6),
    isTurned: fc.boolean(),
  });
  return fc
    .record({
      nodes: fc.array(node, { minLength: count, maxLength: count }),
      branches: fc.array(branch, { minLength: count - 1, maxLength: count - 1 }),
      sources: fc.constantFrom(1, 2),
    })
    .map(({ nodes, branches, sources }) =>
      networkOf(
        nodes.map(({ load, mvar, feed, shunt }, at) => ({
          loadMw: 3 * load,
          loadMvar: 2 * mvar - 0.5,
          generationMw: feed,
          shuntMw: 0.1 * shunt,
          shuntMvar: shunt,
          ...(at < sources && at + 1 < count ? { isReference: true, voltagePu: at === 0 ? 1 : 1.02 } : {}),
        })),
        branches.flatMap(({ above, r, x, b, g, tap, shift, isTurned }, index): MadeBranch[] => {
          const at = index + 1;
          if (at < Math.min(sources, count - 1)) return [];
          const ends = [Math.floor(above * 0.999 * at), at] as const;
          const values = { resistancePu: 0.01 + 0.05 * r, reactancePu: 0.01 + 0.05 * x, susceptancePu: 0.02 * b };
          const rest = { ...values, conductancePu: 0.01 * g, tapRatio: tap, shiftRad: shift };
          return [isTurned ? [ends[1], ends[0], rest] : [ends[0], ends[1], rest]];
        }),
      ),
    );
});

describe('radial power flow', () => {
  it('solves the equations of the network: taps, shifts, charging, shunts, generation, two sources', () => {
    fc.assert(
      fc.property(anyTree, (model) => {
        const flow = radialPowerFlow(model);
        const at = (node: number): [number, number] => [
          flow.voltagePu[node]! * Math.cos(flow.angleRad[node]!),
          flow.voltagePu[node]! * Math.sin(flow.angleRad[node]!),
        ];
        const fed = injections(model, at);
        let lossMw = 0;
        for (const [
          node,
          { isReference, voltagePu = 1, generationMw, loadMw, loadMvar = 0 },
        ] of model.nodes.entries()) {
          if (isReference) near(flow.voltagePu[node]!, voltagePu, 1e-15);
          else {
            near(fed[node]![0]!, generationMw - loadMw, 1e-6);
            near(fed[node]![1]!, -loadMvar, 1e-6);
          }
        }
        for (const [branch, power] of flow.fromMw.entries()) lossMw += power + flow.toMw[branch]!;
        near(flow.lossKw, lossMw * 1000, 1e-6);
        const drawn = model.nodes.reduce((sum, { loadMw, generationMw, shuntMw = 0 }, node) => {
          return sum + loadMw - generationMw + shuntMw * flow.voltagePu[node]! ** 2;
        }, 0);
        near(flow.supplyMw, drawn + lossMw, 1e-6);
      }),
      { seed: 8, numRuns: 150 },
    );
  });

  it('is by hand at two nodes', () => {
    const model = networkOf(
      [{ isReference: true }, { loadMw: 10 }],
      [[0, 1, { resistancePu: 0.1, reactancePu: 0, hasZeroReactance: true, ratingMva: 5 }]],
    );
    // V² − V + 0.1·0.1 = 0
    const volt = (1 + Math.sqrt(1 - 0.04)) / 2;
    const flow = radialPowerFlow(model, { minVoltagePu: 0.995 });
    near(flow.minVoltagePu, volt, 1e-9);
    near(flow.lossKw, 100_000 * 0.1 * (0.1 / volt) ** 2, 1e-6);
    assert.deepEqual(
      flow.violations.map(({ kind, id }) => [kind, id]),
      [
        ['low-voltage', 'n1'],
        ['overload', 'b0'],
      ],
    );
  });

  for (const [name, kw, kvar, least, node] of [
    ['case33bw.m', 202.677, 135.141, 0.91309, '18'],
    // pandapower 3.1.2, Newton-Raphson, transformer model pi, lines with an open switch out of service.
    ['mv_oberrhein.json', 1019.17122611, 1200.20682187, 0.97554990741, '190'],
  ] as const)
    it(`gives the losses of ${name}`, function () {
      const place = sharedFile(`networks/${name}`);
      if (!place) return this.skip();
      const { network } = importNetwork(readNetworkFiles(place));
      const flow = radialPowerFlow(network);
      const within = name === 'case33bw.m' ? 1e-3 : 1e-6;
      near(flow.lossKw, kw, within);
      near(flow.lossKvar, kvar, within);
      near(flow.minVoltagePu, least, 1e-5);
      assert.equal(network.nodes[flow.minVoltageNode]!.id, node);
      assert.ok(flow.residualPu <= 1e-10);
    });

  it('names loops, joined sources and islands', () => {
    const source = { isReference: true };
    const ring = networkOf(
      [source, {}, { loadMw: 1 }, {}],
      [
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 1],
      ],
    );
    assert.throws(
      () => radialPowerFlow(ring),
      /meshed, with a loop over b2 \(row 3\), b1 \(row 2\), b3 \(row 4\): open/,
    );
    const joined = networkOf(
      [source, {}, source],
      [
        [0, 1],
        [1, 2],
      ],
    );
    assert.throws(() => radialPowerFlow(joined), /sources n2 and n0 are joined by b1 \(row 2\), b0 \(row 1\)/);
    const parts = networkOf(
      [source, { loadMw: 1 }, { loadMw: 1 }, {}, {}],
      [
        [0, 1],
        [2, 3],
      ],
    );
    assert.throws(() => radialPowerFlow(parts), /no source feeds the island of node n2, n3:/);
    assert.throws(() => radialPowerFlow(networkOf([{ loadMw: 1 }], [])), /no node is a source/);
  });

  it('leaves nodes without power dead that nothing feeds', () => {
    const flow = radialPowerFlow(
      networkOf(
        [{ isReference: true }, { loadMw: 1 }, {}, {}],
        [
          [0, 1],
          [2, 3, { susceptancePu: 0.1 }],
        ],
      ),
    );
    assert.deepEqual([flow.voltagePu[2], flow.voltagePu[3], flow.fromMw[1]], [0, 0, 0]);
  });

  it('does not converge beyond what the network can carry, and says by how much', () => {
    const model = networkOf([{ isReference: true }, { loadMw: 600 }], [[0, 1]]);
    assert.throws(
      () => radialPowerFlow(model),
      (error) => error instanceof NotConverged && (error.residualPu > 1e-3 || Number.isNaN(error.residualPu)),
    );
  });

  it('computes one topology after the other with the same arrays', () => {
    const lines: MadeBranch[] = [
      [0, 1],
      [1, 2],
      [0, 2],
    ].map(([from, to]) => [from!, to!, { resistancePu: 0.1 }]);
    const model = networkOf([{ isReference: true }, { loadMw: 1 }, { loadMw: 2, loadMvar: 1 }], lines);
    const network = new AcNetwork(model);
    const [tree, sweep] = [new RadialTree(network), new RadialSweep(network)];
    for (const open of [0, 1, 2, 0]) {
      const closed = Uint8Array.from([0, 1, 2], (branch) => (branch === open ? 0 : 1));
      tree.grow(closed);
      sweep.solve(tree, closed, 1e-10, true);
      near(sweep.lossP * 1e5, radialPowerFlow(model, {}, closed).lossKw, 1e-6);
    }
  });
});

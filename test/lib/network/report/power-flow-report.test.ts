import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { GridMapUpdate, PowerFlowReport } from '../../../../lib/messages';
import { importNetwork, readNetworkFiles } from '../../../../lib/network/importers';
import { LiveNetwork } from '../../../../lib/network/live';
import type { NetworkModel } from '../../../../lib/network/network-model';
import { operationsNetwork } from '../../../../lib/network/operations-network';
import { NotConverged, NotRadial } from '../../../../lib/network/power-flow';
import {
  networkValues,
  powerFlowMap,
  powerFlowReport,
  powerFlowValues,
  withValues,
} from '../../../../lib/network/report';
import { sharedFile } from '../../../support/shared-data';
import { type MadeBranch, networkOf } from '../made-models';

const near = (actual: number | null, expected: number, within = 1e-9) =>
  assert.ok(actual !== null && Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);
const sum = (values: readonly { lossKw: number }[]) => values.reduce((all, { lossKw }) => all + lossKw, 0);
const bytes = Buffer.from(JSON.stringify(operationsNetwork()));
const operations = importNetwork([{ name: 'operations', bytes }]).network;
const withLine = (id: string, inService: boolean): NetworkModel => ({
  ...operations,
  branches: operations.branches.map((branch) => (branch.id === id ? { ...branch, inService } : branch)),
});

/** Trees of one to three sources, with generation, shunts, charging and taps; perhaps with loops. */
const anyNetwork = (loops: number) =>
  fc.integer({ min: 4, max: 16 }).chain((count) => {
    const share = fc.integer({ min: 0, max: 1000 }).map((part) => part / 1000);
    const node = fc.record({ load: share, feed: share, shunt: share });
    const branch = fc.record({
      above: share,
      r: share,
      b: share,
      tap: fc.constantFrom(1, 1, 0.95),
      kind: fc.constantFrom('line', 'transformer'),
    });
    const end = fc.integer({ min: 0, max: count - 1 });
    return fc
      .record({
        nodes: fc.array(node, { minLength: count, maxLength: count }),
        branches: fc.array(branch, { minLength: count, maxLength: count }),
        ties: fc.array(fc.tuple(end, end), { minLength: loops, maxLength: loops }),
        sources: fc.integer({ min: 1, max: 3 }),
      })
      .map(({ nodes, branches, sources, ties }) =>
        networkOf(
          nodes.map(({ load, feed, shunt }, at) => ({
            loadMw: 4 * load - 0.2,
            loadMvar: load,
            generationMw: 2 * feed,
            shuntMw: 0.1 * shunt,
            nominalKv: 20,
            ...(at < sources ? { isReference: true, capacityMw: 1 } : {}),
          })),
          [
            ...branches.slice(sources).map(({ above, r, b, tap, kind }, index): MadeBranch => {
              const at = index + sources;
              const rest = { resistancePu: 0.01 + 0.05 * r, susceptancePu: 0.02 * b, tapRatio: tap, kind };
              return [Math.floor(above * 0.999 * at), at, { ...rest, ratingMva: 2 }];
            }),
            ...ties.map(([from, to]): MadeBranch => [from, to, { kind: 'tie', resistancePu: 0.02 }]),
          ],
        ),
      );
  });

describe('power flow report', () => {
  it('closes: supply is demand and losses; losses by feeder, line and kind are the same sum', () => {
    const closes = (model: NetworkModel) => {
      const report = powerFlowReport(model, 7);
      near(report.supplyMw, report.demandMw + report.lossKw / 1000, 1e-7);
      for (const parts of [report.feeders, report.kinds, report.lines]) near(sum(parts), report.lossKw, 1e-6);
      // What sources supply is what flows out of them, and what they need themselves.
      for (const [at, { isReference, loadMw, shuntMw = 0, voltagePu = 1 }] of model.nodes.entries()) {
        if (!isReference || report.method === 'dc') continue;
        const out = model.branches.reduce((all, { from, to }, branch) => {
          const { fromMw, lossKw } = report.lines[branch]!;
          return all + (from === at ? fromMw : 0) - (to === at ? fromMw - lossKw / 1000 : 0);
        }, 0);
        near(report.nodes[at]!.generationMw, out + loadMw + shuntMw * voltagePu ** 2, 1e-7);
      }
      return report.method;
    };
    fc.assert(
      fc.property(anyNetwork(0), (model) => assert.equal(closes(model), 'ac-radial')),
      { seed: 8, numRuns: 50 },
    );
    fc.assert(
      fc.property(anyNetwork(2), (model) => void closes(model)),
      { seed: 9, numRuns: 50 },
    );
  });

  it('is by hand at two nodes: current, loading, violations', () => {
    const model = networkOf(
      [
        { isReference: true, capacityMw: 10, nominalKv: 20 },
        { loadMw: 10, nominalKv: 20 },
      ],
      [[0, 1, { resistancePu: 0.1, reactancePu: 0, hasZeroReactance: true, ratingMva: 5 }]],
    );
    // V² − V + 0.1·0.1 = 0
    const volt = (1 + Math.sqrt(1 - 0.04)) / 2;
    const report = powerFlowReport(model, 7, { minVoltagePu: 0.995 });
    const supplyMw = 10 / volt;
    near(report.nodes[0]!.generationMw, supplyMw, 1e-7);
    near(report.lines[0]!.currentA, (supplyMw * 1000) / (Math.sqrt(3) * 20), 1e-6);
    near(report.lines[0]!.loadingPercent, 20 * supplyMw, 1e-6);
    near(report.lossPercent, 100 * (1 - volt), 1e-6);
    assert.deepEqual([report.timeMs, report.minVoltageNode], [7, 'n1']);
    assert.deepEqual(
      report.violations.map(({ kind, id, limit }) => [kind, id, limit]),
      [
        ['low-voltage', 'n1', 0.995],
        ['overload', 'b0', 5],
        ['over-capacity', 'n0', 10],
      ],
    );
  });

  it('estimates the losses of a triangle by hand, and lets the sources supply them', () => {
    const line = { resistancePu: 0.01, ratingMva: 50 };
    const triangle = networkOf(
      [{ isReference: true }, { loadMw: 90 }, {}],
      [
        [0, 1, line],
        [0, 2, line],
        [2, 1, line],
      ],
    );
    const report = powerFlowReport(triangle, 0);
    // 60 MW over one line, 30 MW over two: 0.01 · (0.36 + 2 · 0.09) · 100 MW.
    near(report.lossKw, 540, 1e-6);
    near(report.nodes[0]!.generationMw, 90.54);
    assert.deepEqual([report.method, report.minVoltagePu, report.feeders.length], ['dc', null, 1]);
    assert.deepEqual(
      report.violations.map(({ kind, id }) => [kind, id]),
      [['overload', 'b0']],
    );
    assert.throws(() => powerFlowReport(triangle, 0, { method: 'ac-radial' }), NotRadial);
  });

  it('holds joined sources at one angle, as AC does', () => {
    const joined = networkOf(
      [{ isReference: true }, { loadMw: 30 }, { isReference: true }],
      [
        [0, 1, { reactancePu: 0.1 }],
        [1, 2, { reactancePu: 0.2 }],
      ],
    );
    const { nodes } = powerFlowReport(joined, 0);
    near(nodes[0]!.generationMw, 20);
    near(nodes[2]!.generationMw, 10);
  });

  it('tells the operations grid: feeders by the lines that leave the stations, capacity when it is meshed', () => {
    const report = powerFlowReport(operations, 0);
    assert.deepEqual(
      report.feeders.map(({ id }) => id),
      ['L1', 'L2', 'L4', 'L5'],
    );
    const meshed = powerFlowReport(withLine('L9', true), 0);
    assert.deepEqual([meshed.method, meshed.violations.map(({ id }) => id)], ['dc', ['G2']]);
    const dc = powerFlowReport(operations, 0, { method: 'dc' });
    assert.deepEqual([dc.method, dc.feeders.length], ['dc', 4]);
    // Without voltage drop and reactive power losses are lower, but not by much.
    assert.ok(dc.lossKw < report.lossKw && dc.lossKw > 0.8 * report.lossKw);
    for (const one of [report, meshed]) {
      assert.deepEqual([...Value.Errors(PowerFlowReport, one)], []);
      assert.deepEqual([...Value.Errors(GridMapUpdate, powerFlowMap(one))], []);
    }
    assert.deepEqual([powerFlowValues(report).length, powerFlowValues(meshed).length], [9, 1]);
    const { lines, nodes } = powerFlowMap(meshed);
    assert.deepEqual(
      [lines![8]!.label, lines![9]!.label, lines![9]!.inService, nodes![1]!.color],
      ['27 MW', null, false, '#d0312d'],
    );
  });

  it('names what no source feeds, and reports the rest, which closes', () => {
    const report = powerFlowReport(withLine('L3', false), 0);
    assert.deepEqual([report.method, report.unfed, report.unservedMw], ['ac-radial', ['D5'], 41]);
    near(report.demandMw, 299 - 41);
    near(report.supplyMw, report.demandMw + report.lossKw / 1000, 1e-7);
    const { voltagePu, angleDegrees, loadMw } = report.nodes.find(({ id }) => id === 'D5')!;
    assert.deepEqual([voltagePu, angleDegrees, loadMw], [null, null, 0]);
    assert.deepEqual([...Value.Errors(PowerFlowReport, report)], []);
    assert.equal(powerFlowMap(report).nodes![6]!.color, '#75757f');
    // A dead loop with a phase shifter carries nothing, and a generator alone feeds no island where there are references.
    const dead = networkOf(
      [{ isReference: true }, { loadMw: 9 }, { generationMw: 4, shuntMw: 1 }, { loadMw: 5 }],
      [
        [0, 1],
        [0, 1],
        [2, 3, { shiftRad: 0.1, resistancePu: 0.1 }],
        [3, 2],
      ],
    );
    const rest = powerFlowReport(dead, 0);
    assert.deepEqual([rest.method, rest.unfed, rest.unservedMw, rest.lossKw], ['dc', ['n2', 'n3'], 5, 0]);
    assert.deepEqual([rest.demandMw, rest.lines[2]!.fromMw, rest.lines[2]!.inService], [9, 0, true]);
  });

  it('takes generators as sources where nothing is a reference, and needs one of either', () => {
    const alone = networkOf([{ generationMw: 5 }, { loadMw: 5 }, {}], [[0, 1]]);
    assert.equal(powerFlowReport(alone, 0).method, 'dc');
    assert.equal(powerFlowReport(alone, 0).nodes[2]!.angleDegrees, null);
    alone.nodes[0]!.generationMw = 0;
    assert.throws(() => powerFlowReport(alone, 0), /no node is a source/);
  });

  it('does not converge beyond what lines carry', () => {
    const heavy = networkOf([{ isReference: true }, { loadMw: 600 }], [[0, 1]]);
    assert.throws(() => powerFlowReport(heavy, 0), NotConverged);
  });

  it('is the same in a thread that knows the original, and the numbers of now', () => {
    const live = new LiveNetwork(operations);
    live.apply({ nodeId: 'D1', loadMw: 60 });
    live.apply({ lineId: 'L3', inService: false });
    live.apply({ lineId: 'L9', inService: true });
    live.graph.setNodeAttribute('D2', 'voltagePu', 1.01);
    live.graph.setEdgeAttribute('L1', 'ratingMva', null);
    const there = withValues(operations, networkValues(live));
    assert.deepEqual(powerFlowReport(there, 1), powerFlowReport(live.model, 1));
  });

  // Losses by Newton-Raphson of pandapower 3.1.2, as in the test of the radial power flow.
  it('gives a real medium-voltage grid its losses, in currents too', function () {
    const place = sharedFile('networks/mv_oberrhein.json');
    if (!place) return this.skip();
    const { network } = importNetwork(readNetworkFiles(place));
    const report = powerFlowReport(network, 0);
    near(report.lossKw, 1019.17122611, 1e-5);
    near(sum(report.feeders), report.lossKw, 1e-6);
    near(report.supplyMw, report.demandMw + report.lossKw / 1000, 1e-6);
    // Of a line without charging the losses are 3·r·I².
    const at = network.branches.findIndex(({ kind, inService }) => kind === 'line' && inService);
    const { from, resistancePu } = network.branches[at]!;
    const ohm = (resistancePu * network.nodes[from]!.nominalKv! ** 2) / network.baseMva;
    const { currentA, lossKw } = report.lines[at]!;
    near((3 * ohm * currentA! ** 2) / 1000, lossKw, 0.02 * lossKw);
  });

  // By scipy, from the CSV files alone: sparse susceptance matrix, loads by their mean, generators by p_nom.
  it('has the flows of an independent solution in the German transmission grid', function () {
    const place = sharedFile('networks/scigrid-de');
    if (!place) return this.skip();
    const { network } = importNetwork(readNetworkFiles(place));
    const { method, lines, nodes, lossKw, violations } = powerFlowReport(network, 0);
    assert.equal(method, 'dc');
    near(
      lines.reduce((all, { fromMw }) => all + Math.abs(fromMw), 0),
      167577.97320084233,
      1e-5,
    );
    near(lines[443]!.fromMw ** 2, 1454.9027914155913 ** 2, 1e-3);
    near(lines[0]!.fromMw, -21.376139525232276, 1e-7);
    near(lines.at(-1)!.fromMw, 61.87806015651248, 1e-7);
    near(nodes[259]!.angleDegrees, -27.806574820992005, 1e-7);
    near(lossKw, 769167.6806225528, 1e-3);
    assert.ok(violations.length > 0);
  });
});

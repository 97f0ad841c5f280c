import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RouteReport } from '../../../lib/messages';
import type { NetworkModel } from '../../../lib/network/network-model';
import { pathGrid } from '../../../lib/paths';
import { type Highs, loadSolver } from '../../../lib/paths/highs';
import { optimizeSupply } from '../../../lib/paths/optimize-supply';
import { madeFeeder } from '../routing/made-feeders';
import { modelOf } from './random-graphs';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** The same network for powers that are `factor` times as large. */
const scaled = (model: NetworkModel, factor: number): NetworkModel => ({
  ...model,
  baseMva: model.baseMva * factor,
  nodes: model.nodes.map((node) => ({
    ...node,
    loadMw: node.loadMw * factor,
    generationMw: node.generationMw * factor,
    ...(node.capacityMw === undefined ? {} : { capacityMw: node.capacityMw * factor }),
  })),
  branches: model.branches.map((branch) => ({ ...branch, ratingMva: branch.ratingMva && branch.ratingMva * factor })),
});

/** Two sources with limits, generation at a third node, loads of 1 to 100 at the others; ratings. */
const networks = fc.integer({ min: 4, max: 8 }).chain((count) => {
  const node = fc.integer({ min: 0, max: count - 1 });
  const number = fc.double({ min: 1, max: 100, noNaN: true });
  const ends = fc.tuple(node, node).filter(([a, b]) => a !== b);
  return fc
    .record({
      edges: fc.array(ends, { minLength: count, maxLength: 14 }),
      powers: fc.array(number, { minLength: count, maxLength: count }),
      lines: fc.array(fc.tuple(number, number), { minLength: 14, maxLength: 14 }),
    })
    .map(({ edges, powers, lines }): NetworkModel => {
      const model = modelOf(count, edges);
      const nodes = model.nodes.map((one, at) => {
        if (at < 2) return { ...one, isReference: true, capacityMw: powers[at]! * 2 };
        return at === 2 ? { ...one, loadMw: 10, generationMw: powers[at]! } : { ...one, loadMw: powers[at]! };
      });
      const branches = model.branches.map((one, at) => {
        return { ...one, resistancePu: lines[at]![0] / 1000, ratingMva: lines[at]![1] * 2 };
      });
      return { ...model, nodes, branches };
    });
});

describe('the supply of a network, whatever its size in MW', function () {
  this.timeout(20_000);
  let highs: Highs;
  before(async () => {
    highs = await loadSolver();
  });
  const optimized = (model: NetworkModel, weight = 1): RouteReport => {
    const risk = new Map(model.branches.map(({ id }, at) => [id, 0.1 + ((at * 37) % 61) / 100]));
    const weights = { lossWeight: weight, riskWeight: weight };
    const grid = pathGrid(model, { ...weights, usesTies: true, margin: 0, risk, outOfService: new Set() });
    return optimizeSupply(grid, highs, { timeMs: 0, ...weights });
  };
  const isComplete = ({ routes, unserved, unservedMw, demandMw }: RouteReport) => {
    const total = sum(routes.map(({ powerMw }) => powerMw)) + unservedMw;
    assert.ok(Math.abs(total - demandMw) <= 1e-12 * demandMw, `${total} of ${demandMw}`);
    assert.ok(Math.abs(sum(unserved.map(({ powerMw }) => powerMw)) - unservedMw) <= 1e-12 * demandMw);
  };
  /** Over each line, and to each load, the same share of the demand. */
  const isAlike = (one: RouteReport, other: RouteReport, within = 1e-4) => {
    const shares = ({ routes, unserved, demandMw }: RouteReport) => {
      const found = new Map<string, number>();
      const add = (key: string, power: number) => found.set(key, (found.get(key) ?? 0) + power / demandMw);
      for (const { loadId, powerMw } of unserved) add(`lacking ${loadId}`, powerMw);
      for (const { loadId, lines, powerMw } of routes)
        for (const key of [`load ${loadId}`, ...lines]) add(key, powerMw);
      return found;
    };
    const [a, b] = [shares(one), shares(other)];
    for (const key of new Set([...a.keys(), ...b.keys()])) {
      const apart = Math.abs((a.get(key) ?? 0) - (b.get(key) ?? 0));
      assert.ok(apart <= within, `${key}: ${a.get(key)} and ${b.get(key)}`);
    }
  };

  it('has the same routes for 0.01 kW, kW and GW, and is complete: routes and what is unserved add up to the demand', () => {
    fc.assert(
      fc.property(networks, (model) => {
        const report = optimized(model);
        isComplete(report);
        for (const factor of [1e-5, 1e3]) {
          const other = optimized(scaled(model, factor));
          isComplete(other);
          isAlike(report, other);
          assert.ok(Math.abs(other.lossKw - report.lossKw * factor) <= 1e-3 * report.lossKw * factor);
        }
      }),
      { seed: 58, numRuns: 20 },
    );
  });

  it('does not depend on the size of equal weights', () => {
    fc.assert(
      fc.property(networks, (model) => isAlike(optimized(model), optimized(model, 1e-6))),
      { seed: 59, numRuns: 10 },
    );
  });

  it('serves each load of a feeder of 120 nodes and 3 kW over a way of its own', () => {
    const model = madeFeeder({ columns: 12, rows: 10, ties: 15, seed: 7 });
    const report = optimized(model);
    isComplete(report);
    assert.deepEqual([report.unservedMw, new Set(report.routes.map(({ loadId }) => loadId)).size], [0, 119]);
    isAlike(report, optimized(scaled(model, 1e5)));
  });

  it('tells of a load without a way however small it is beside others', () => {
    const model = modelOf(4, [[0, 1]]);
    const loads = [0, 100, 1e-4, 2e-9];
    const nodes = model.nodes.map((one, at) => ({ ...one, loadMw: loads[at]!, isReference: at === 0 }));
    const report = optimized({ ...model, nodes });
    assert.deepEqual(
      report.unserved.map(({ loadId, powerMw }) => [loadId, powerMw]),
      [
        ['N2', 1e-4],
        ['N3', 2e-9],
      ],
    );
    isComplete(report);
  });
});

import assert from 'node:assert/strict';
import { importNetwork, readNetworkFiles } from '../../../lib/network/importers';
import type { NetworkModel } from '../../../lib/network/network-model';
import { NotRadial, radialPowerFlow } from '../../../lib/network/power-flow';
import { Reconfiguration, type ReconfigurationSettings, reconfigurationSteps } from '../../../lib/routing';
import { ExchangeSearch } from '../../../lib/routing/exchange-search';
import { LossBound } from '../../../lib/routing/loss-bound';
import { ReconfigurationProblem } from '../../../lib/routing/reconfiguration-problem';
import { sharedFile } from '../../support/shared-data';
import { madeFeeder } from './made-feeders';

const WIDE = { minVoltagePu: 0.3, maxVoltagePu: 1.1 };

function solved(network: NetworkModel, settings: ReconfigurationSettings = WIDE, mostEvaluations = 100_000, seed = 1) {
  const reconfiguration = new Reconfiguration(network, settings, seed);
  for (const _ of reconfigurationSteps(reconfiguration, mostEvaluations));
  return reconfiguration.result();
}

/** Every choice of branches, tried with the power flow alone. */
function bruteForce(network: NetworkModel, open: number, isAllowed = (_: ReturnType<typeof radialPowerFlow>) => true) {
  let best = { lossKw: Number.POSITIVE_INFINITY, rows: [] as number[], trees: 0 };
  const chosen: number[] = [];
  const closed = new Uint8Array(network.branches.length).fill(1);
  const choose = (from: number): void => {
    if (chosen.length === open) {
      try {
        const flow = radialPowerFlow(network, WIDE, closed);
        best.trees++;
        if (flow.lossKw < best.lossKw && isAllowed(flow))
          best = { ...best, lossKw: flow.lossKw, rows: chosen.map((at) => at + 1) };
      } catch (error) {
        if (!(error instanceof NotRadial)) throw error;
      }
      return;
    }
    for (let at = from; at < closed.length; at++) {
      closed[at] = 0;
      chosen.push(at);
      choose(at + 1);
      chosen.pop();
      closed[at] = 1;
    }
  };
  choose(0);
  return best;
}

const rowsOf = ({ openBranches }: { openBranches: number[] }) => openBranches.map((at) => at + 1);
const small = (seed: number, sources = 1) => madeFeeder({ columns: 4, rows: 3, ties: 3, seed, sources });
const near = (actual: number, expected: number, within: number) =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);

describe('reconfiguration', function () {
  // Much other work may run beside it.
  this.timeout(20_000);

  for (const [name, base, best, rows] of [
    ['case16ci.m', 312.7765, 285.7223, [7, 8, 16]],
    ['case33bw.m', 202.6771, 139.5513, [7, 9, 14, 32, 37]],
  ] as const)
    it(`finds and proves the published optimum of ${name}`, function () {
      const place = sharedFile(`networks/${name}`);
      if (!place) return this.skip();
      const result = solved(importNetwork(readNetworkFiles(place)).network, {});
      near(result.before!.lossKw, base, 1e-3);
      near(result.after.lossKw, best, 1e-3);
      assert.deepEqual(rowsOf(result), rows);
      assert.deepEqual([result.isProven, result.isAllowed, result.gap], [true, true, 0]);
      assert.equal(result.lowerBoundKw, result.after.lossKw);
      assert.equal(result.switching!.isWithinLimits, true);
    });

  for (const [seed, sources] of [
    [1, 1],
    [2, 1],
    [3, 2],
  ] as const)
    it(`finds and proves the best of all trees, one and two sources (${seed})`, () => {
      const network = small(seed, sources);
      const expected = bruteForce(network, 3);
      const result = solved(network);
      assert.ok(expected.trees > 20);
      near(result.after.lossKw, expected.lossKw, 1e-9 * expected.lossKw);
      assert.deepEqual(rowsOf(result), expected.rows);
      assert.equal(result.isProven, true);
    });

  it('proves it with generation, capacitors, charging and taps too', () => {
    const network = small(4);
    network.nodes[1]!.generationMw = 3 * network.nodes[1]!.loadMw;
    network.nodes[10]!.loadMvar = -2 * network.nodes[10]!.loadMvar!;
    network.nodes[5]!.shuntMvar = network.nodes[5]!.loadMvar!;
    network.branches[0]!.susceptancePu = 1e-4;
    network.branches[2]!.tapRatio = 0.98;
    const expected = bruteForce(network, 3);
    const result = solved(network);
    near(result.after.lossKw, expected.lossKw, 1e-9 * expected.lossKw);
    assert.equal(result.isProven, true);
  });

  it('has a lower bound below every tree and every bound of the search', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const network = small(seed);
      if (seed > 4) network.nodes[2]!.loadMvar = -network.nodes[2]!.loadMvar!;
      const { lossKw } = bruteForce(network, 3);
      const bound = new LossBound(new ReconfigurationProblem(network, WIDE)).root(lossKw / 1000) * 1000;
      assert.ok(bound > 0 && bound <= lossKw, `${bound} of ${lossKw}`);
    }
  });

  it('keeps voltage limits, and says when nothing does', () => {
    const network = madeFeeder({ columns: 4, rows: 3, ties: 3, seed: 5, drop: 0.15 });
    const free = solved(network);
    const all = bruteForce(network, 3);
    const limit = free.after.minVoltagePu + 1e-4;
    const expected = bruteForce(network, 3, (flow) => flow.minVoltagePu >= limit);
    const result = solved(network, { minVoltagePu: limit, maxVoltagePu: 1.1 });
    assert.equal(result.isProven, true);
    assert.equal(result.isAllowed, expected.lossKw < Number.POSITIVE_INFINITY);
    if (result.isAllowed) near(result.after.lossKw, expected.lossKw, 1e-9 * all.lossKw);
    const none = solved(network, { minVoltagePu: 0.9999, maxVoltagePu: 1.1 });
    assert.deepEqual([none.isAllowed, none.isProven], [false, true]);
  });

  it('keeps ratings', () => {
    const network = small(6);
    const free = solved(network);
    const busiest = free.after.fromMw.reduce((best, power, at) => {
      const isChoice = bruteForceWithout(network, at);
      return isChoice && Math.abs(power) > Math.abs(free.after.fromMw[best]!) ? at : best;
    }, 0);
    network.branches[busiest]!.ratingMva = Math.abs(free.after.fromMw[busiest]!) * 0.5;
    const expected = bruteForce(network, 3, ({ violations }) => violations.every(({ kind }) => kind !== 'overload'));
    const result = solved(network);
    assert.equal(result.isAllowed, expected.lossKw < Number.POSITIVE_INFINITY);
    if (result.isAllowed) near(result.after.lossKw, expected.lossKw, 1e-9 * expected.lossKw);
  });

  it('keeps the capacity of sources, and says what is over it', () => {
    for (const [seed, shares, isPossible] of [
      [3, [0, 2], true],
      [9, [0.3, 2], true],
      [10, [2, 0.25], true],
      [11, [0.4, 0.4], false],
    ] as const) {
      const network = small(seed, 2);
      const loadMw = network.nodes.reduce((sum, node) => sum + node.loadMw, 0);
      const sources = network.nodes.filter(({ isReference }) => isReference);
      for (const [at, source] of sources.entries()) source.capacityMw = shares[at]! * loadMw;
      const expected = bruteForce(network, 3, ({ violations }) =>
        violations.every(({ kind }) => kind !== 'over-capacity'),
      );
      const result = solved(network);
      assert.deepEqual([expected.rows.length > 0, result.isAllowed, result.isProven], [isPossible, isPossible, true]);
      if (isPossible) near(result.after.lossKw, expected.lossKw, 1e-9 * expected.lossKw);
      // The search alone finds it, too.
      const search = new ExchangeSearch(new ReconfigurationProblem(network, WIDE), 1);
      for (let step = 0; step < 200; step++) search.step();
      near(search.best.merit.cost * 1000, result.costKw, 1e-7 * result.costKw);
      const over = result.after.violations.filter(({ kind }) => kind === 'over-capacity');
      assert.equal(over.length > 0, !isPossible);
      for (const { id, value, limit } of over)
        assert.ok(sources.some((source) => source.id === id && source.capacityMw === limit) && value > limit);
    }
  });

  it('leaves alone what is locked, out of service or not to be switched', () => {
    const network = small(7);
    const free = solved(network);
    const tie = network.branches.length - 1;
    const id = (at: number) => network.branches[at]!.id;
    const locked = solved(network, { ...WIDE, locked: [id(tie)] });
    assert.ok(locked.openBranches.includes(tie));
    const out = free.closed.findIndex((closed, at) => closed === 1 && bruteForceWithout(network, at));
    const without = solved(network, { ...WIDE, outOfService: [id(out)] });
    assert.ok(without.openBranches.includes(out) && without.after.lossKw >= free.after.lossKw);
    const none = solved(network, { ...WIDE, switchable: [] });
    assert.deepEqual(none.openBranches, [tie - 2, tie - 1, tie]);
    assert.equal(none.isProven, true);
  });

  it('says which constraint can not be kept', () => {
    const network = small(7);
    assert.throws(() => new Reconfiguration(network, { locked: ['?'] }, 1), /"\?" is no branch/);
    const twig = madeFeeder({ columns: 3, rows: 1, ties: 0, seed: 1 });
    assert.throws(() => new Reconfiguration(twig, { twoPaths: ['1'] }, 1), /node 1 has no second path/);
    assert.throws(
      () => new Reconfiguration(twig, { outOfService: ['1-2'] }, 1),
      /no branch that may be closed leads to node 1/,
    );
  });

  it('moves current away from branches at risk', () => {
    const network = small(8);
    const free = solved(network);
    const most = free.after.fromMw.reduce(
      (best, power, at) =>
        bruteForceWithout(network, at) && Math.abs(power) > Math.abs(free.after.fromMw[best]!) ? at : best,
      0,
    );
    const risky = { [network.branches[most]!.id]: 1 };
    const moved = solved(network, { ...WIDE, risk: risky, riskWeight: 1000 });
    assert.ok(Math.abs(moved.after.fromMw[most]!) <= Math.abs(free.after.fromMw[most]!));
    assert.ok(moved.after.lossKw >= free.after.lossKw && moved.isProven);
  });

  it('switches one pair at a time, each state a tree that feeds all', () => {
    const network = madeFeeder({ columns: 8, rows: 6, ties: 9, seed: 3 });
    const { switching, closed } = solved(network, WIDE, 300);
    const state = Uint8Array.from(network.branches, ({ inService }) => (inService ? 1 : 0));
    assert.ok(switching!.steps.length > 2);
    for (const { close, open, lossKw } of switching!.steps) {
      assert.deepEqual([state[close], state[open]], [0, 1]);
      state[close] = 1;
      state[open] = 0;
      near(radialPowerFlow(network, WIDE, state).lossKw, lossKw, 1e-6 * lossKw);
    }
    assert.deepEqual(state, closed);
  });

  it('is the same for the same seed, and the best of it does not depend on the seed', () => {
    const network = madeFeeder({ columns: 10, rows: 7, ties: 11, seed: 7 });
    const results = [1, 1, 2, 3].map((seed) => solved(network, WIDE, 1500, seed));
    assert.deepEqual(results[0], results[1]);
    for (const { openBranches } of results) assert.deepEqual(openBranches, results[0]!.openBranches);
  });

  it('copes with thousands of nodes, and with a state of today that is no tree', () => {
    const network = madeFeeder({ columns: 50, rows: 40, ties: 100, seed: 1, sources: 4 });
    network.branches.at(-1)!.inService = true;
    const result = solved(network, WIDE, 30);
    assert.match(result.todayProblem!, /loop|joined/);
    assert.deepEqual([result.before, result.switching], [null, null]);
    assert.equal(result.openBranches.length, 100);
    assert.ok(result.lowerBoundKw > 0.7 * result.after.lossKw);
  });
});

/** Whether all can be fed without a branch. */
function bruteForceWithout(network: NetworkModel, branch: number): boolean {
  try {
    new ReconfigurationProblem(network, { outOfService: [network.branches[branch]!.id] });
    return true;
  } catch {
    return false;
  }
}

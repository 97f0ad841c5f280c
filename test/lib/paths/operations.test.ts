import assert from 'node:assert/strict';
import { SeededRandom } from '../../../lib/anomaly/random';
import type { RouteReport } from '../../../lib/messages';
import { importNetwork } from '../../../lib/network/importers';
import { LiveNetwork } from '../../../lib/network/live';
import { operationsNetwork } from '../../../lib/network/operations-network';
import { type PathSettings, pathGrid } from '../../../lib/paths';
import { loadSolver } from '../../../lib/paths/highs';
import { optimizeSupply } from '../../../lib/paths/optimize-supply';
import { answerQuestion } from '../../../lib/paths/path-question';
import { PolicyNetwork } from '../../../lib/paths/policy/policy-network';
import { sourceChoice } from '../../../lib/paths/policy/source-choice';
import { trainPolicy } from '../../../lib/paths/policy/train-policy';

const SETTINGS: PathSettings = {
  lossWeight: 1,
  riskWeight: 1,
  usesTies: true,
  margin: 0,
  risk: new Map(),
  outOfService: new Set(),
};
const operations = () => {
  const bytes = Buffer.from(JSON.stringify(operationsNetwork()));
  return new LiveNetwork(importNetwork([{ name: 'operations.json', bytes }]).network);
};

describe('the operations grid', function () {
  this.timeout(20_000);
  async function optimized(network: LiveNetwork, settings: Partial<PathSettings> = {}): Promise<RouteReport> {
    const all = { ...SETTINGS, ...settings };
    return optimizeSupply(pathGrid(network.model, all), await loadSolver(), { timeMs: 0, ...all });
  }
  const fed = ({ routes }: RouteReport, load: string, source: string) =>
    routes.reduce((sum, route) => sum + (route.loadId === load && route.sourceId === source ? route.powerMw : 0), 0);
  const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 0.01, `${actual}`);

  it('serves all 299 MW, each load by what it takes, no line above its rating', async () => {
    const report = await optimized(operations());
    near(
      report.routes.reduce((sum, { powerMw }) => sum + powerMw, 0),
      299,
    );
    near(
      report.routes.reduce((sum, { lossKw }) => sum + lossKw, 0),
      report.lossKw,
    );
    assert.deepEqual([report.demandMw, report.unservedMw], [299, 0]);
    // Its own 25 MW serve D3 first.
    near(fed(report, 'D3', 'D3'), 25);
    near(fed(report, 'D3', 'G2'), 50);
    assert.deepEqual(await optimized(operations()), report, 'the same input, the same routes');
  });

  it('feeds D6 over L1, L11 and L6 from the northern station too when D5 grows and takes what the southern one can give', async () => {
    const network = operations();
    const before = await optimized(network);
    network.apply({ nodeId: 'D5', loadMw: 70 });
    const after = await optimized(network);
    const waysTo = ({ routes }: RouteReport, load: string) =>
      routes.flatMap(({ loadId, lines }) => (loadId === load && lines.length > 0 ? [lines.join(' ')] : []));
    assert.deepEqual(waysTo(before, 'D6'), ['L12']);
    assert.ok(waysTo(after, 'D6').includes('L1 L11 L6'), waysTo(after, 'D6').join(', '));
    // 288 of the 290 MW that the stations can give.
    near(after.unservedMw, 0);
    network.apply({ nodeId: 'D5', loadMw: 90 });
    const most = await optimized(network);
    near(most.unservedMw, 308 - 290);
    assert.deepEqual(
      most.unserved.map(({ because }) => because),
      ['sources at their limit: G2, G1'],
    );
  });

  it('goes round a line that is out, one at risk, and keeps the margin', async () => {
    const network = operations();
    network.apply({ lineId: 'L4', inService: false });
    const { routes } = await optimized(network);
    assert.deepEqual(routes.find(({ loadId, lines }) => loadId === 'D3' && lines.length > 0)!.lines, ['L13', 'L9']);
    const without = await optimized(network, { usesTies: false });
    assert.deepEqual(without.unserved, [{ loadId: 'D3', powerMw: 50, because: 'no way to a source' }]);
    // 130 MW less 70 %: each line from a station carries at most 39 MW.
    const tight = await optimized(operations(), { margin: 0.7 });
    const carried = tight.routes
      .filter(({ lines }) => lines.includes('L2'))
      .reduce((sum, { powerMw }) => sum + powerMw, 0);
    assert.ok(carried < 39.001 && tight.unservedMw > 0);
    for (const { because } of tight.unserved) assert.match(because, /lines at their limit/);
  });

  it('answers a question with the cheapest ways and the way within a risk budget', () => {
    const risk = new Map([...Array(13).keys()].map((at) => [`L${at + 1}`, at === 11 ? 0.9 : 0.2]));
    const grid = pathGrid(operations().model, { ...SETTINGS, risk });
    const { shortest, withinBudget, pareto } = answerQuestion(grid, {
      from: 'g2',
      to: 'University Campus',
      k: 3,
      riskBudget: 0.6,
    });
    assert.equal(shortest.length, 3);
    // L12 alone has least losses and a risk of 0.9; two lines of 0.2 are within the budget.
    assert.deepEqual(pareto[0]!.lines, ['L12']);
    assert.deepEqual(withinBudget!.lines, ['L13', 'L10']);
  });

  it('has no policy that beats the optimum', () => {
    const grid = pathGrid(operations().model, SETTINGS);
    const choice = sourceChoice(grid)!;
    assert.equal(choice.loads.length, 6);
    for (const episodes of [0, 2, 10]) assert.ok(trainPolicy(choice, episodes, episodes + 1) >= 0);
    assert.equal(trainPolicy(choice, 5, 3), trainPolicy(choice, 5, 3), 'the same seed, the same policy');
  });

  it('has policies that learn what can be learned: another choice for each of two states', () => {
    const random = new SeededRandom(1);
    const policy = new PolicyNetwork(2, random);
    const states = [0.2, 0.8].map((value) => new Float64Array(7).fill(value));
    const allowed = Uint8Array.of(1, 1);
    for (let episode = 0; episode < 150; episode++) {
      for (const [best, state] of states.entries()) {
        const probabilities = policy.probabilities(state, allowed);
        const choice = random.unit() < probabilities[0]! ? 0 : 1;
        policy.learn(probabilities, choice, choice === best ? 1 : -1);
      }
      policy.step();
    }
    for (const [best, state] of states.entries()) assert.ok(policy.probabilities(state, allowed)[best]! > 0.9);
  });
});

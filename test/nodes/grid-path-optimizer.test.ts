import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Value } from '@sinclair/typebox/value';
import helper from 'node-red-node-test-helper';
import { type GridMapUpdate, PathAnswer, type Refusal, RouteReport } from '../../lib/messages';
import type { LiveNetwork } from '../../lib/network/live';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { until } from '../support/inbox';
import { useRuntime } from '../support/node-runtime';

const TYPES = [
  require('../../nodes/grid-path-optimizer/grid-path-optimizer'),
  require('../../nodes/grid-topology/grid-topology'),
  require('../../nodes/grid-topology-change/grid-topology-change'),
  require('@node-red/nodes/core/common/20-inject.js'),
  require('@node-red/nodes/core/common/25-catch.js'),
];
const EXAMPLE = JSON.parse(readFileSync(resolve(__dirname, '../../examples/grid-path-optimizer.json'), 'utf8')) as {
  id: string;
  type: string;
  name?: string;
}[];
const NODE = EXAMPLE.find(({ type }) => type === 'grid-path-optimizer')!.id;
const NETWORK = EXAMPLE.find(({ type }) => type === 'grid-topology')!.id;

describe('grid path optimizer', function () {
  this.timeout(60_000);
  useRuntime();
  let reports: RouteReport[] = [];
  let maps: GridMapUpdate[] = [];
  let answers: PathAnswer[] = [];
  let refused: Refusal[] = [];
  let caught: string[] = [];
  const give = (payload: unknown) => helper.getNode(NODE).receive({ payload });
  const press = (name: string) => helper.getNode(EXAMPLE.find((node) => node.name === name)!.id).receive({});
  const shared = () => (helper.getNode(NETWORK) as unknown as { shared: LiveNetwork }).shared;

  async function load(settings: object = {}): Promise<void> {
    const flow = EXAMPLE.filter(({ type }) => type !== 'comment').map((node) => {
      if (node.id === NODE) return { ...node, leastMs: 0, ...settings };
      return node.type === 'debug' ? { ...node, type: 'helper' } : node;
    });
    const place = { z: EXAMPLE.find(({ type }) => type === 'tab')!.id, x: 1, y: 1 };
    const watch = [
      { ...place, id: 'catch', type: 'catch', scope: null, wires: [['caught']] },
      { ...place, id: 'caught', type: 'helper' },
    ];
    await helper.load(TYPES, [...flow, ...watch]);
    [reports, maps, answers, refused, caught] = [[], [], [], [], []];
    const listen = (name: string, take: (payload: unknown) => void) =>
      helper
        .getNode(EXAMPLE.find((node) => node.name === name)!.id)
        .on('input', ({ payload }: NodeMessage) => take(payload));
    listen('routes', (payload) => reports.push(payload as RouteReport));
    listen('map', (payload) => maps.push(payload as GridMapUpdate));
    listen('paths', (payload) => answers.push(payload as PathAnswer));
    listen('refused', (payload) => refused.push(...(payload as Refusal[])));
    helper
      .getNode('caught')
      .on('input', ({ error }: NodeMessage) => caught.push((error as { message: string }).message));
  }
  const sourcesOf = (load: string) =>
    [...new Set(reports.at(-1)!.routes.flatMap(({ loadId, sourceId }) => (loadId === load ? sourceId : [])))].sort();

  it('does with its example what the help says: at the start, after a change, for risk, weights and a question', async () => {
    await load();
    await until(() => reports.length === 1, 'the routes at the start');
    assert.deepEqual([...Value.Errors(RouteReport, reports[0])], []);
    assert.deepEqual(sourcesOf('D5'), ['G1', 'G2']);
    const { demandMw, unservedMw, routes } = reports[0]!;
    assert.deepEqual([demandMw, unservedMw], [299, 0]);
    assert.ok(Math.abs(routes.reduce((sum, { powerMw }) => sum + powerMw, 0) - 299) < 1e-3);
    assert.deepEqual(
      maps[0]!.paths!.map(({ id }) => id),
      ['from G1', 'from G2'],
    );

    press('D5 at 90 MW');
    await until(() => reports.length === 2, 'the routes after the change');
    const [lacking] = reports[1]!.unserved;
    assert.equal(reports[1]!.unservedMw.toFixed(3), '18.000');
    assert.equal(lacking!.because, 'sources at their limit: G2, G1');

    press('D5 at 41 MW');
    await until(() => reports.length === 3, 'the routes after the change back');
    assert.deepEqual(reports[2]!.routes, routes);
    const over = () =>
      reports
        .at(-1)!
        .routes.filter(({ lines }) => lines.includes('L13'))
        .reduce((sum, { powerMw }) => sum + powerMw, 0);
    const before = over();
    press('line L13 is risky');
    await until(() => reports.length === 4, 'the routes at risk');
    assert.ok(over() < before, 'less goes over the line at risk');
    assert.equal(reports[3]!.timeMs, 1767225600000);
    press('losses alone count');
    await until(() => reports.length === 5, 'the routes without risk');
    assert.equal(over(), before);

    press('three ways from G1 to D6');
    await until(() => answers.length === 1, 'the answer');
    assert.deepEqual([...Value.Errors(PathAnswer, answers[0])], []);
    assert.equal(answers[0]!.shortest.length, 3);
    assert.deepEqual([refused, caught], [[], []]);
  });

  it('leaves out a line at fault, and one that it is told to, and takes it in again', async () => {
    await load();
    await until(() => reports.length === 1, 'the routes at the start');
    const uses = (line: string) => reports.at(-1)!.routes.some(({ lines }) => lines.includes(line));
    assert.ok(uses('L4') && uses('L12'));
    shared().apply({ lineId: 'L4', inService: false });
    await until(() => reports.length === 2, 'the routes without L4');
    assert.ok(!uses('L4'));
    give({ outOfService: ['L12'] });
    await until(() => reports.length === 3, 'the routes without L12');
    assert.ok(!uses('L12') && !uses('L4'));
    give([
      { lineId: 'L2', timeMs: 1, inService: false },
      { lineId: 'L9', timeMs: 1, inService: false },
    ]);
    await until(() => reports.length === 4, 'the routes without L2');
    assert.ok(!uses('L2') && uses('L9'), 'an open tie is no fault');
    shared().reset();
    give([{ outOfService: [] }, { lineId: 'L2', timeMs: 2, inService: true }, { optimize: true }]);
    await until(() => uses('L4') && uses('L12') && uses('L2'), 'the routes with all lines');
  });

  it('refuses what it does not understand, with reason and remedy, and goes on', async () => {
    await load();
    const wrong = [
      null,
      'optimize',
      { optimize: 'yes' },
      { lossWeight: -1 },
      { lossWeight: 0, riskWeight: 0 },
      { lineId: 'L99', timeMs: 1, risk: 0.5 },
      { lineId: 'L1', timeMs: 1, risk: 7 },
      { from: 'G1' },
      { from: 'G1', to: 'Nowhere' },
      { from: 'G1', to: 'G1' },
    ];
    give([...wrong, { nodeId: 'D1', timeMs: 1, loadMw: 3 }]);
    await until(() => refused.length === wrong.length, 'the refusals');
    for (const { reason, remedy, message } of refused) assert.ok(reason && remedy && message);
    give({ optimize: true });
    await until(() => reports.length > 0, 'the routes');
    assert.deepEqual(caught, []);
  });

  it('adds how far policies stay behind the optimum, when they are trained', async () => {
    await load({ comparesPolicy: true });
    // With one load to decide on, training is short.
    shared().together(() => {
      for (const nodeId of ['D1', 'D2', 'D3', 'D4', 'D5']) shared().apply({ nodeId, loadMw: 0 });
    });
    await until(() => reports.some(({ policy }) => policy !== undefined), 'the gap', 55_000);
    const { policy } = reports.at(-1)!;
    assert.ok(policy!.lowPercent >= 0 && policy!.lowPercent <= policy!.gapPercent);
    assert.ok(policy!.gapPercent <= policy!.highPercent && policy!.seeds === 10);
    assert.deepEqual(caught, []);
  });
});

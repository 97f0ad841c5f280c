import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import type { GridAlarm, PowerFlowReport, RouteReport, SupplyRoute } from '../../../lib/messages';
import { importNetwork } from '../../../lib/network/importers';
import { LiveNetwork } from '../../../lib/network/live';
import { operationsNetwork } from '../../../lib/network/operations-network';
import { OperationsNow, OperationsPage, OperationsTrends } from '../../../lib/operations-page';

const T = Date.UTC(2026, 0, 14, 10, 7);
const QUARTER = 900_000;

const network = () =>
  new LiveNetwork(
    importNetwork([{ name: 'topology', bytes: Buffer.from(JSON.stringify(operationsNetwork())) }]).network,
  );

const flow = (lossKw: number, timeMs = T): PowerFlowReport => ({
  timeMs,
  method: 'ac-radial',
  demandMw: 299,
  supplyMw: 300,
  lossKw,
  lossPercent: lossKw / 3000,
  minVoltagePu: 0.98,
  minVoltageNode: 'D6',
  residualPu: 1e-11,
  violations: [],
  feeders: [
    { id: 'L1', lossKw: 0.25 * lossKw },
    { id: 'L4', lossKw: 0.75 * lossKw },
  ],
  kinds: [{ id: 'line', lossKw }],
  nodes: [{ id: 'D1', voltagePu: 0.99, angleDegrees: 0, loadMw: 45, generationMw: 0 }],
  lines: [
    { id: 'L1', inService: true, fromMw: 60, lossKw: 0.25 * lossKw, currentA: 170, loadingPercent: 50 },
    { id: 'L4', inService: true, fromMw: 60, lossKw: 0.75 * lossKw, currentA: 170, loadingPercent: 60 },
    { id: 'L7', inService: false, fromMw: 0, lossKw: 0, currentA: 0, loadingPercent: 0 },
  ],
});

const route = (loadId: string, sourceId: string, lines: string[], nodes: string[]): SupplyRoute => ({
  loadId,
  loadName: loadId,
  sourceId,
  sourceName: `source ${sourceId}`,
  nodes,
  lines,
  powerMw: 40,
  lossKw: 10,
  risk: 0.3,
  riskSum: 0.3,
});
const routes = (...list: SupplyRoute[]): RouteReport => ({
  timeMs: T,
  lossWeight: 1,
  riskWeight: 1,
  routes: list,
  demandMw: 299,
  unservedMw: 0,
  lossKw: 700,
  lossPercent: 0.24,
  averageRisk: 0.3,
  cost: 1,
  unserved: [],
});
const D5_BY_G1 = route('D5', 'G1', ['L1', 'L3'], ['G1', 'D1', 'D5']);
const D5_BY_G2 = route('D5', 'G2', ['L13'], ['G2', 'D5']);

const alarm = (subject: string, more: Partial<GridAlarm> = {}): GridAlarm => ({
  alarmId: `grid/risk/above/0.6/${subject}`,
  change: 'raised',
  state: 'raised',
  severity: 'medium',
  subject,
  quantity: 'risk',
  value: 0.65,
  threshold: 0.6,
  timeMs: T,
  raisedMs: T,
  because: 'risk',
  ...more,
});

describe('page of grid operations', () => {
  let live: LiveNetwork;
  let page: OperationsPage;
  const now = () => page.told().now![0]!;

  beforeEach(() => {
    live = network();
    page = new OperationsPage(live);
  });

  it('tells everything once, by its schemas, and afterwards what has changed', () => {
    const { now, trends, map } = page.told();
    assert.ok(Value.Check(OperationsNow, now![0]));
    assert.ok(Value.Check(OperationsTrends, trends![0]));
    assert.equal(map![0]!.topology!.lines.length, 13);
    assert.equal(now![0]!.kpis.loadMw, 299);
    assert.deepEqual(page.told(), {});
    live.apply({ nodeId: 'D5', loadMw: 61 });
    const later = page.told();
    assert.equal(later.now![0]!.kpis.loadMw, 319);
    assert.equal(later.trends, undefined);
    assert.deepEqual(
      later.map![0]!.nodes!.map(({ id }) => id),
      ['D5'],
    );
    page.process([{ again: true }], T);
    assert.deepEqual(Object.keys(page.told()), ['now', 'trends']);
    page.process([undefined], T);
    assert.ok(page.told().map![0]!.topology);
  });

  it('colours lines by risk, temperature and state, and tells a fault from an open tie', () => {
    page.process(
      [
        { lineId: 'L1', timeMs: T, risk: 0.7, temperatureC: 80 },
        { lineId: 'L2', timeMs: T, risk: 0.6, temperatureC: 75.1 },
        { lineId: 'L3', timeMs: T, risk: 0.5, temperatureC: 75 },
      ],
      T,
    );
    live.apply({ lineId: 'L4', inService: false });
    live.apply({ lineId: 'L5', inService: false });
    page.process([{ lineId: 'L5', inService: false }], T);
    const { map, now } = page.told();
    const colours = Object.fromEntries(map![0]!.lines!.map(({ id, color }) => [id, color]));
    assert.deepEqual([colours.L1, colours.L2, colours.L3], ['#d0312d', '#e8912c', '#8391a0']);
    assert.deepEqual([colours.L4, colours.L5, colours.L7], ['#c026d3', '#8391a0', '#8391a0']);
    const states = Object.fromEntries(now![0]!.lines.map(({ id, state }) => [id, state]));
    assert.deepEqual([states.L1, states.L4, states.L5, states.L7], ['in', 'out', 'open', 'open']);
    assert.equal(now![0]!.kpis.linesOut, 1);
    // Of L1, L2 and L3.
    assert.ok(Math.abs(now![0]!.kpis.averageRisk! - 0.6) < 1e-12);
    assert.equal(now![0]!.kpis.worstRisk!.name, 'L1 North Power Plant – Downtown');
    page.process([{ lineId: 'L5', inService: true }], T);
    assert.equal(page.told().now![0]!.lines[4]!.state, 'out');
  });

  it('draws one path a source, and marks routes that are others than before', () => {
    page.process([routes(D5_BY_G1, route('D1', 'G1', ['L1'], ['G1', 'D1']))], T);
    const first = page.told();
    assert.deepEqual(first.map![0]!.paths, [
      { id: 'G1', label: 'routes from source G1', lines: ['L1', 'L3'], color: '#7c4dcc' },
    ]);
    assert.deepEqual(
      first.now![0]!.routes.map(({ load, via, isNew }) => [load, via, isNew]),
      [
        ['D1', [], false],
        ['D5', ['Downtown'], false],
      ],
    );
    page.process([routes(D5_BY_G2, route('D1', 'G1', ['L1'], ['G1', 'D1']))], T);
    const second = page.told();
    assert.deepEqual(
      second.map![0]!.paths!.map(({ id, lines }) => [id, lines]),
      [
        ['G1', ['L1']],
        ['G2', ['L13']],
      ],
    );
    assert.deepEqual(
      second.now![0]!.routes.map(({ load, isNew }) => [load, isNew]),
      [
        ['D1', false],
        ['D5', true],
      ],
    );
    // The same ways with another power: what was new stays so.
    page.process([routes({ ...D5_BY_G2, powerMw: 41 }, route('D1', 'G1', ['L1'], ['G1', 'D1']))], T);
    assert.equal(now().routes[1]!.isNew, true);
  });

  it('sums supply over nodes, and tells shares by quarter of an hour and loads by hour', () => {
    const at = (timeMs: number, renewableMw: number) => [
      { nodeId: 'G1', timeMs, generationMw: 60 },
      { nodeId: 'D3', timeMs, loadMw: 50, generationMw: 40, renewableMw },
      { nodeId: 'D1', timeMs, loadMw: 48 },
      { nodeId: 'elsewhere', timeMs, loadMw: 1e5, generationMw: 1e5 },
    ];
    page.process([{ timeMs: Date.UTC(2026, 0, 14, 9), loadMw: 90 }], T);
    page.process(at(T, 25), T);
    page.process(at(T + 60_000, 75), T);
    page.process(at(T + QUARTER, 10), T);
    const { trends, now } = page.told();
    const quarter = T - (T % QUARTER);
    assert.deepEqual(trends![0]!.renewable, [
      { startMs: quarter, mean: 0.5 },
      { startMs: quarter + QUARTER, mean: 0.1 },
    ]);
    assert.deepEqual(trends![0]!.measured, [
      { startMs: Date.UTC(2026, 0, 14, 9), mean: 90 },
      { startMs: Date.UTC(2026, 0, 14, 10), mean: 98 },
    ]);
    assert.equal(now![0]!.kpis.renewableShare, 0.1);
    assert.equal(now![0]!.timeMs, T + QUARTER);
  });

  it('keeps losses beside those of the routes, and says where they arise', () => {
    page.process([flow(900)], T);
    assert.deepEqual(page.told().trends![0]!.loss, [], 'before telemetry the loads are those of a file');
    page.process([{ nodeId: 'D1', timeMs: T, loadMw: 45 }, flow(1000), routes(D5_BY_G1), flow(1200, T + 5000)], T);
    const { loss, breakdown } = page.told().trends![0]!;
    assert.deepEqual(loss, [
      { timeMs: T, nowKw: 1000, bestKw: null },
      { timeMs: T + 5000, nowKw: 1200, bestKw: 700 },
    ]);
    assert.deepEqual(
      breakdown!.feeders.map(({ id, lossKw, share }) => [id, lossKw, share]),
      [
        ['L4', 900, 0.75],
        ['L1', 300, 0.25],
      ],
    );
    assert.deepEqual(
      breakdown!.lines.map(({ id }) => id),
      ['L4', 'L1'],
    );
    assert.equal(breakdown!.kinds[0]!.share, 1);
  });

  it('shows no losses of a network that has no power flow any more', () => {
    page.process([flow(1000)], T);
    assert.equal(now().kpis.lossKw, 1000);
    page.failed('grid-path-optimizer', 'cannot', T);
    assert.equal(now().kpis.lossKw, 1000);
    page.failed('grid-power-flow', 'an island is not fed', T);
    const { now: later, trends } = page.told();
    assert.equal(later![0]!.kpis.lossKw, null);
    assert.equal(trends![0]!.breakdown, undefined);
  });

  it('lists alarms that stand: the grave and new ones first, shelved ones last and not counted', () => {
    const standing = [
      alarm('L1', { shelvedUntilMs: T + 1, severity: 'high' }),
      alarm('L2', { state: 'acknowledged', acknowledgedBy: 'Ada' }),
      alarm('L3'),
      alarm('grid', { severity: 'high', quantity: 'demandMw', value: 360, threshold: 350 }),
    ];
    page.process([{ standing }], T);
    const view = now();
    assert.deepEqual(
      view.alarms.map(({ name }) => name),
      [
        'whole grid',
        'L3 Downtown – Shopping Complex',
        'L2 North Power Plant – Uptown',
        'L1 North Power Plant – Downtown',
      ],
    );
    assert.deepEqual(view.kpis.alarms, { standing: 3, high: 1, shelved: 1, unacknowledged: 2 });
    page.process([{ standing: [] }], T);
    assert.deepEqual(now().alarms, []);
  });

  it('refuses what it does not know or what does not fit, and shows refusals and faults, each once', () => {
    const { refused } = page.process([{ temperature: 7 }, 'text', [[]], { ...flow(1), lossKw: 'much' }], T)!;
    assert.deepEqual(
      refused.map(({ reason, place }) => [reason, place]),
      [
        ['not-for-the-page', 'payload[0]'],
        ['not-for-the-page', 'payload[1]'],
        ['not-for-the-page', 'payload[2]'],
        ['bad-value', 'payload[3].lossKw'],
      ],
    );
    for (let i = 0; i < 3; i++) {
      assert.equal(page.process([refused[0]], T + i), undefined);
      page.failed('grid-power-flow', 'no convergence', T + i);
    }
    assert.deepEqual(
      now().messages.map(({ text }) => text.slice(0, 40)),
      ['grid-power-flow: no convergence', 'payload[0] is nothing that the page show'],
    );
  });

  it('goes on from a snapshot with what nobody sends again', () => {
    live.apply({ lineId: 'L6', inService: false });
    page.process(
      [
        { nodeId: 'D3', timeMs: T, loadMw: 50, generationMw: 40, renewableMw: 10 },
        flow(1000),
        { standing: [alarm('L3')] },
        { lineId: 'L6', inService: false },
      ],
      T,
    );
    const before = page.told();
    const snapshot = JSON.parse(JSON.stringify(page.snapshot()));
    page = new OperationsPage(live);
    page.restore(snapshot);
    const after = page.told();
    assert.deepEqual(after.trends![0]!.loss, before.trends![0]!.loss);
    assert.deepEqual(after.trends![0]!.renewable, before.trends![0]!.renewable);
    assert.deepEqual(after.now![0]!.alarms, before.now![0]!.alarms);
    assert.equal(after.now![0]!.lines[5]!.state, 'open');
    assert.throws(() => page.restore({ operator: 'another' }), /not a snapshot of the page/);
    assert.throws(() => page.restore({ ...snapshot, trend: [{ timeMs: 'x' }] }), /not a snapshot of a trend/);
    page.reset();
    assert.deepEqual(page.told().trends![0]!.loss, []);
  });
});

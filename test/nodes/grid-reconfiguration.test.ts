import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Value } from '@sinclair/typebox/value';
import helper from 'node-red-node-test-helper';
import { type NetworkChange, ReconfigurationReport, type Refusal } from '../../lib/messages';
import type { LiveNetwork } from '../../lib/network/live';
import { toTopology } from '../../lib/network/to-topology';
import { SearchThread } from '../../nodes/grid-reconfiguration/search-thread';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { madeFeeder } from '../lib/routing/made-feeders';
import { until } from '../support/inbox';
import { useRuntime } from '../support/node-runtime';

const TYPES = [
  require('../../nodes/grid-reconfiguration/grid-reconfiguration'),
  require('../../nodes/grid-topology/grid-topology'),
  require('../../nodes/grid-topology-change/grid-topology-change'),
  require('@node-red/nodes/core/common/20-inject.js'),
  require('@node-red/nodes/core/common/25-catch.js'),
];
const EXAMPLE = JSON.parse(readFileSync(resolve(__dirname, '../../examples/grid-reconfiguration.json'), 'utf8')) as {
  id: string;
  type: string;
  name?: string;
}[];
const idOf = (type: string) => EXAMPLE.find((node) => node.type === type)!.id;
const [NODE, NETWORK, CHANGE] = ['grid-reconfiguration', 'grid-topology', 'grid-topology-change'].map(idOf) as [
  string,
  string,
  string,
];
/** No proof within the time of a test. */
const LARGE = { topology: JSON.stringify(toTopology(madeFeeder({ columns: 20, rows: 15, ties: 60, seed: 3 }))) };

describe('grid reconfiguration', function () {
  this.timeout(30_000);
  useRuntime();
  let reports: ReconfigurationReport[] = [];
  let changes: NetworkChange[][] = [];
  let refused: Refusal[] = [];
  let caught: string[] = [];
  const give = (payload: unknown, rest: object = {}) => helper.getNode(NODE).receive({ payload, ...rest });
  const shared = () => (helper.getNode(NETWORK) as unknown as { shared: LiveNetwork }).shared;
  const press = (name: string) => helper.getNode(EXAMPLE.find((node) => node.name === name)!.id).receive({});
  const isDone = () => reports.at(-1)?.state === 'done';
  const openLines = () => shared().model.branches.flatMap(({ id, inService }) => (inService ? [] : [id]));
  const search = async (command: object = {}) => {
    reports = [];
    give({ search: true, ...command });
    await until(isDone, 'a report');
    return reports.at(-1)!;
  };

  /** The example, with a catch node and without its waiting; the nodes themselves changed by settings. */
  async function load(settings: object = {}, network: object = {}, isNew = true): Promise<void> {
    const flow = EXAMPLE.filter(({ type }) => type !== 'comment').map((node) => {
      if (node.id === NODE) return { ...node, switchingDelay: 0.02, ...settings };
      if (node.id === NETWORK) return { ...node, ...network };
      return node.type === 'debug' ? { ...node, type: 'helper' } : node;
    });
    const place = { z: idOf('tab'), x: 1, y: 1 };
    const watch = [
      { ...place, id: 'catch', type: 'catch', scope: null, wires: [['caught']] },
      { ...place, id: 'caught', type: 'helper' },
    ];
    await helper.load(TYPES, [...flow, ...watch]);
    // Constraints and switched lines of the test before are kept, too.
    if (isNew) for (const id of [NODE, CHANGE]) helper.getNode(id).receive({ reset: true });
    [reports, changes, refused, caught] = [[], [], [], []];
    const listen = (id: string, take: (message: NodeMessage) => void) => helper.getNode(id).on('input', take);
    const named = (name: string) => EXAMPLE.find((node) => node.name === name)!.id;
    listen(named('report'), ({ payload }) => reports.push(payload as ReconfigurationReport));
    listen(named('refused'), ({ payload }) => refused.push(...(payload as Refusal[])));
    listen(CHANGE, ({ payload }) => changes.push(payload as NetworkChange[]));
    listen('caught', ({ error }) => caught.push((error as { message: string }).message));
  }

  it('does with its example what the comment there and the help say', async () => {
    await load();
    press('search');
    await until(isDone, 'the report');
    const report = reports.at(-1)!;
    assert.deepEqual([...Value.Errors(ReconfigurationReport, report)], []);
    const losses = [report.lossBeforeKw, report.lossAfterKw].map((kw) => Math.round(kw!));
    assert.deepEqual([losses, report.provenOptimal, report.withinLimits], [[419, 206], true, true]);
    const pairs = report.switching!.map(({ closeId, openId }) => [closeId, openId]);
    assert.deepEqual(pairs, [
      ['L12', 'L6'],
      ['L13', 'L3'],
    ]);
    assert.deepEqual([changes, openLines().includes('L12')], [[], true]);
    press('switch it');
    await until(() => changes.length === 2 && openLines().join() === report.openIds.join(), 'the switching');
    assert.deepEqual(
      changes,
      pairs.map(([closeId, openId]) => [
        { lineId: closeId, inService: true },
        { lineId: openId, inService: false },
      ]),
    );
    press('switch it');
    await until(() => refused.length === 1, 'a refusal');
    assert.equal(refused[0]!.reason, 'no-advice');
    press('works on L13, and search');
    await until(isDone, 'the report');
    await until(() => reports.at(-1)!.openIds.includes('L13'), 'the other report');
    assert.deepEqual(reports.at(-1)!.constraints, { outOfService: ['L13'], locked: [], twoPaths: [] });
    // What it has opened itself may be closed again, whatever telemetry says.
    give({ lineId: 'L3', timeMs: 1, inService: false });
    const again = await search({ outOfService: ['L9', 'L10', 'L13'] });
    assert.deepEqual([again.faulty, again.openIds.includes('L3')], [[], false]);
    assert.deepEqual(caught, []);
  });

  it('keeps constraints over a restart, and takes faults and risk from telemetry', async () => {
    await load({ riskWeight: 50 });
    give([{ outOfService: ['L12'] }, { locked: ['L1'], twoPaths: ['D2'] }]);
    await helper.unload();
    await load({ riskWeight: 50 }, {}, false);
    const kept = await search();
    assert.deepEqual(kept.constraints, { outOfService: ['L12'], locked: ['L1'], twoPaths: ['D2'] });
    assert.ok(kept.openIds.includes('L12') && !kept.openIds.includes('L1') && kept.costKw === undefined);
    give([
      { lineId: 'L13', timeMs: 5, risk: 1 },
      { lineId: 'L2', timeMs: 7, inService: false },
      { lineId: 'L8', timeMs: 6, inService: false },
      { nodeId: 'D1', timeMs: 9, voltagePu: 1 },
    ]);
    const without = await search({ outOfService: [], locked: [] });
    assert.deepEqual([without.faulty, without.timeMs], [['L2'], 7]);
    assert.ok(without.openIds.includes('L2') && without.costKw! > without.lossAfterKw);
    assert.deepEqual([refused, caught], [[], []]);
    give(undefined, { reset: true });
    assert.deepEqual((await search()).constraints, { outOfService: [], locked: [], twoPaths: [] });
  });

  it('stops switching with an error when the network is another one meanwhile', async () => {
    await load({ switchingDelay: 0.3 });
    await search();
    give({ apply: true });
    await until(() => changes.length === 1, 'the first pair');
    give([{ search: true }, { apply: true }]);
    await until(() => refused.length === 2, 'refusals');
    shared().apply({ lineId: 'L13', inService: true });
    await until(() => caught.length === 1, 'the error');
    assert.match(caught[0]!, /stopped after 1 of 2 pairs, as pair 2 can't be switched: L13, which is to be closed, is/);
    shared().reset();
    await search();
    shared().apply({ lineId: 'L4', inService: false });
    give({ apply: true });
    await until(() => caught.length === 2, 'the error');
    assert.match(caught[1]!, /after 0 of 2 pairs, as pair 1 can't be switched: no source feeds the island of node/);
    shared().reset();
    await search();
    give({ apply: true });
    await until(() => changes.length === 2, 'the first pair');
    give({ cancel: true });
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual([changes.length, caught.length], [2, 2]);
  });

  it('tells how far it is, is cancelled, and by a new search too', async () => {
    await load({ seconds: 60 }, LARGE);
    give({ search: true }, { req: 'kept' });
    await until(() => reports.length === 1, 'progress');
    assert.deepEqual([reports[0]!.state, reports[0]!.switching], ['searching', null]);
    assert.deepEqual([...Value.Errors(ReconfigurationReport, reports[0])], []);
    give({ apply: true });
    await until(() => refused.length === 1, 'a refusal');
    give({ search: true, seconds: 0.1 });
    await until(isDone, 'the second search');
    assert.equal(reports.filter(({ state }) => state === 'cancelled').length, 1);
    assert.ok(reports.at(-1)!.lowerBoundKw < reports.at(-1)!.lossAfterKw && reports.at(-1)!.seconds < 5);
    give({ search: true });
    give({ cancel: true });
    await until(() => reports.at(-1)!.state === 'cancelled', 'the end');
    give({ apply: true });
    await until(() => refused.length === 2, 'a refusal');
    assert.deepEqual(
      refused.map(({ reason }) => reason),
      ['searching', 'no-advice'],
    );
    assert.deepEqual(caught, []);
  });

  it('searches by itself when the network has changed, if it shall', async () => {
    await load({ autoSearch: true, leastSecondsBetween: 1 });
    await until(() => reports.length === 1, 'the first search');
    shared().apply({ nodeId: 'D1', loadMw: 10 });
    await until(() => reports.length === 2, 'another one');
    assert.ok(reports[1]!.lossAfterKw < reports[0]!.lossAfterKw);
    assert.deepEqual(changes, []);
  });

  it('refuses what it does not understand, and gives what has no solution to Catch', async () => {
    await load();
    give([
      7,
      null,
      {},
      { search: 'yes' },
      { lineId: 'L99', timeMs: 1 },
      { locked: ['L99'] },
      { lineId: 'L1', timeMs: 1 },
    ]);
    await until(() => refused.length === 6, 'the refusals');
    assert.deepEqual(
      refused.map(({ reason, place }) => `${reason} ${place}`),
      [
        'not-a-command payload[0]',
        'not-a-command payload[1]',
        'not-a-command payload[2]',
        'not-a-command payload[3].search',
        'unknown-id payload[4].lineId',
        'unknown-id payload[5].locked[0]',
      ],
    );
    give({ outOfService: ['L2', 'L7', 'L8'], search: true });
    await until(() => caught.length === 1, 'the error');
    assert.match(caught[0]!, /no branch that may be closed leads to node D2/);
    give({ outOfService: [] });
    await helper.unload();
    await load({ network: '' });
    assert.match(String(helper.getNode(NODE).error.lastCall.args[0]), /no grid topology is chosen/);
  });

  it('goes on with another thread when one has died', async () => {
    const thread = new SearchThread();
    const model = madeFeeder({ columns: 4, rows: 3, ties: 3, seed: 2 });
    const savings = { loadFactor: 0.5, pricePerKwh: 0.1 };
    const settings = { minVoltagePu: 0.3 };
    const run = () => thread.search({ model, settings, seconds: 1, seed: 1, savings, timeMs: 0 }, () => undefined);
    const first = run();
    await (thread as unknown as { worker: { terminate(): Promise<number> } }).worker.terminate();
    await assert.rejects(first, /the thread that searches ended with code \d: try again/);
    assert.equal((await run())!.provenOptimal, true);
    const last = run();
    await thread.close();
    assert.equal(await last, undefined);
  });
});

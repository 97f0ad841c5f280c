import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Value } from '@sinclair/typebox/value';
import helper from 'node-red-node-test-helper';
import type { CascadeResult, GridMapUpdate, Refusal } from '../../lib/messages';
import { CascadeScreening } from '../../lib/messages';
import { exampleNetwork } from '../../lib/network/example-network';
import { importNetwork } from '../../lib/network/importers';
import type { LiveNetwork } from '../../lib/network/live';
import { CascadeThread } from '../../nodes/grid-cascade/cascade-thread';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { until } from '../support/inbox';
import { useRuntime } from '../support/node-runtime';
import { sharedFile } from '../support/shared-data';

const TYPES = [
  require('../../nodes/grid-cascade/grid-cascade'),
  require('../../nodes/grid-topology/grid-topology'),
  require('@node-red/nodes/core/common/20-inject.js'),
  require('@node-red/nodes/core/common/25-catch.js'),
];
const EXAMPLE = JSON.parse(readFileSync(resolve(__dirname, '../../examples/grid-cascade.json'), 'utf8')) as {
  id: string;
  type: string;
  name?: string;
}[];
const NODE = EXAMPLE.find(({ type }) => type === 'grid-cascade')!.id;
const NETWORK = EXAMPLE.find(({ type }) => type === 'grid-topology')!.id;

describe('grid cascade', function () {
  this.timeout(60_000);
  useRuntime();
  let answers: NodeMessage[] = [];
  let refused: Refusal[] = [];
  let maps: GridMapUpdate[] = [];
  let screenings: CascadeScreening[] = [];
  let caught: string[] = [];
  const results = () => answers.map(({ payload }) => payload as CascadeResult);
  const give = (payload: unknown, rest: object = {}) => helper.getNode(NODE).receive({ payload, ...rest });
  const shared = () => (helper.getNode(NETWORK) as unknown as { shared: LiveNetwork }).shared;
  const press = (name: string) => helper.getNode(EXAMPLE.find((node) => node.name === name)!.id).receive({});

  /** The example, with a catch node; the nodes themselves changed by settings. */
  async function load(settings: object = {}, network: object = {}): Promise<void> {
    const flow = EXAMPLE.filter(({ type }) => type !== 'comment').map((node) => {
      if (node.id === NODE) return { ...node, ...settings };
      if (node.id === NETWORK) return { ...node, ...network };
      return node.type === 'debug' ? { ...node, type: 'helper' } : node;
    });
    const z = EXAMPLE.find(({ type }) => type === 'tab')!.id;
    const place = { z, x: 1, y: 1 };
    const watch = [
      { ...place, id: 'catch', type: 'catch', scope: null, wires: [['caught']] },
      { ...place, id: 'caught', type: 'helper' },
    ];
    await helper.load(TYPES, [...flow, ...watch]);
    [answers, refused, maps, screenings, caught] = [[], [], [], [], []];
    const listen = (name: string, take: (message: NodeMessage) => void) =>
      helper.getNode(EXAMPLE.find((node) => node.name === name)?.id ?? name).on('input', take);
    listen('cascade', (message) => answers.push(message));
    listen('refused', ({ payload }) => refused.push(...(payload as Refusal[])));
    listen('map', ({ payload }) => maps.push(payload as GridMapUpdate));
    listen('screening', ({ payload }) => screenings.push(payload as CascadeScreening));
    listen('caught', ({ error }) => caught.push((error as { message: string }).message));
  }

  it('does with its example what the comment there and the help say', async () => {
    await load();
    for (const [name, rounds, lostMw, loadMw] of [
      ['line L29', 2, 170, 1000],
      ['line L29 at 1.2 times the load', 4, 503, 1200],
      ['node N18', 3, 647, 1000],
      ['by shape: the most central node', 2, undefined, 1000],
    ] as const) {
      answers = [];
      press(name);
      await until(() => answers.length === 1, name);
      const [cascade] = results();
      assert.deepEqual([cascade!.rounds, cascade!.loadMw], [rounds, loadMw]);
      if (lostMw) assert.equal(Math.round(cascade!.lostMw), lostMw);
    }
    press('every line by itself');
    await until(() => screenings.at(-1)?.state === 'done', 'the screening');
    const report = screenings.at(-1)!;
    assert.deepEqual([...Value.Errors(CascadeScreening, report)], []);
    assert.deepEqual([report.outages.length, report.outages[0]!.lineId, report.outages[0]!.lostMw], [31, 'L30', 175]);
    assert.deepEqual([refused, caught], [[], []]);
  });

  it('draws the network, the cascade on it and what has changed, and refuses request by request', async () => {
    await load();
    await until(() => maps.length === 1, 'the network');
    assert.equal(maps[0]!.topology!.lines.length, 31);
    give({ remove: { lines: ['l29'] } }, { req: 'kept' });
    await until(() => maps.length === 2, 'the cascade');
    assert.equal(maps[1]!.lines!.filter(({ inService }) => inService === false).length, 4);
    assert.equal(answers[0]!.req, 'kept');
    shared().apply({ lineId: 'L30', inService: false });
    await until(() => maps.length === 3, 'the changed network');
    assert.equal(maps[2]!.topology!.lines[29]!.inService, false);
    give({ remove: { lines: ['L29'] } });
    await until(() => answers.length === 2, 'an answer');
    assert.deepEqual(
      results().map(({ revision }) => revision),
      [0, 1],
    );
    assert.ok(results()[1]!.linesOut.includes('L30'));
    give({ remove: { lines: ['L30'] } });
    await until(() => refused.length === 1, 'a refusal');
    assert.match(refused[0]!.message, /out of service already/);
    [answers, refused] = [[], []];
    give([{ remove: { lines: ['L1'] } }, { remove: { lines: ['L99'] } }, 'L1', null]);
    await until(() => answers.length === 1 && refused.length === 3, 'the answers');
    assert.deepEqual(
      refused.map(({ reason, place }) => [reason, place]),
      [
        ['bad-request', 'remove.lines[0]'],
        ['bad-request', 'payload'],
        ['bad-request', 'payload'],
      ],
    );
    assert.deepEqual(refused[0]!.original, { remove: { lines: ['L99'] } });
  });

  it('takes so many requests at once and no more, answers cascades within a screening, and cancels by reset', async () => {
    await load();
    give([{ screen: 'lines' }, ...Array.from({ length: 22 }, () => ({ remove: { lines: ['L1'] } }))]);
    await until(() => refused.length === 3, 'what is too many');
    assert.deepEqual(new Set(refused.map(({ reason }) => reason)), new Set(['too-many']));
    await until(() => answers.length === 19 && screenings.at(-1)?.state === 'done', 'all others');
    refused = [];
    give(Array.from({ length: 5 }, () => ({ screen: 'lines', loadFactor: 1.3 })));
    give(undefined, { reset: true });
    await until(() => refused.length === 5, 'what was cancelled');
    assert.deepEqual(new Set(refused.map(({ reason }) => reason)), new Set(['cancelled']));
    give({ remove: { lines: ['L1'] } });
    await until(() => answers.length === 20, 'an answer of another thread');
    assert.deepEqual(caught, []);
  });

  it('gives an error of the computation to Catch, and says which network is missing', async () => {
    await load();
    shared().graph.setEdgeAttribute('L1', 'reactancePu', 0);
    give({ remove: { lines: ['L2'] } });
    await until(() => caught.length === 1, 'the error');
    assert.match(caught[0]!, /branch L1 has the reactance 0 p\.u\.: give one that is not 0/);
    give({ method: 'motter-lai' });
    await until(() => answers.length === 1, 'the shape, which needs none');
    await helper.unload();
    await load({ network: '' });
    assert.match(String(helper.getNode(NODE).error.lastCall.args[0]), /no grid topology is chosen/);
  });

  it('goes on with another thread when one has died', async () => {
    const bytes = Buffer.from(JSON.stringify(exampleNetwork()));
    const { network: example } = importNetwork([{ name: 'example', bytes }]);
    const network = { model: example, original: example, revision: 0 };
    const thread = new CascadeThread({ factor: 1.5, leastMw: 10 });
    const job = { kind: 'flow', removal: { branches: [0], nodes: [] }, loadFactor: 1 } as const;
    const ignore = () => undefined;
    const first = thread.run(job, network, ignore);
    const { worker } = (thread as unknown as { thread: { worker: { terminate(): Promise<number> } } }).thread;
    await worker.terminate();
    await assert.rejects(first, /the thread that computes cascades ended with code \d: try again/);
    assert.ok('cascade' in ((await thread.run(job, network, ignore)) as object));
    await assert.rejects(thread.run({ ...job, removal: { branches: [99], nodes: [] } }, network, ignore), /branch 99/);
    const last = thread.run(job, network, ignore);
    await thread.cancel();
    assert.equal(await last, undefined);
    assert.equal(thread.waitingJobs, 0);
  });

  it('screens case118 to what a plain simulation loses', async function () {
    const file = sharedFile('networks/case118.m');
    if (file === undefined) return this.skip();
    await load({ leastRatingMw: 5 }, { path: file });
    const { branches } = shared().model;
    give({ screen: 'lines' });
    await until(() => screenings.at(-1)?.state === 'done', 'the screening', 50_000);
    const { outages, assumedRatings } = screenings.at(-1)!;
    assert.deepEqual([outages.length, assumedRatings.lines], [186, 186]);
    // By an implementation of the same rules in numpy, by pseudo-inverse.
    for (const [at, lostMw] of [
      [57, 1195.591337],
      [7, 959.091818],
    ] as const)
      assert.equal(outages.find(({ lineId }) => lineId === branches[at]!.id)!.lostMw, lostMw);
    assert.ok(outages.every(({ lostMw }, at) => at === 0 || lostMw <= outages[at - 1]!.lostMw));
  });
});

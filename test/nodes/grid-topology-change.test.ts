import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import helper from 'node-red-node-test-helper';
import type { Refusal } from '../../lib/messages';
import { exampleNetwork } from '../../lib/network/example-network';
import type { LiveTopology } from '../../lib/network/live';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { until } from '../support/inbox';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';

const topologyNode = require('../../nodes/grid-topology/grid-topology');
const changeNode = require('../../nodes/grid-topology-change/grid-topology-change');
const catchNode = require('@node-red/nodes/core/common/25-catch.js');

const userDir = tempFolder();
const STATE = join(userDir, 'gridloom/state/net.json');

/** Two change nodes on one network, and what listens to them. */
function flow(net: object | undefined, network = 'net') {
  const change = (id: string) => ({ id, z: 'tab', type: 'grid-topology-change', version: 1, network, x: 1, y: 1 });
  return [
    { id: 'tab', type: 'tab' },
    ...(net
      ? [{ id: 'net', type: 'grid-topology', name: 'Region', version: 1, path: '', topology: '{}', ...net }]
      : []),
    { ...change('one'), wires: [['sent'], ['refused']] },
    { ...change('two'), wires: [['sent-too'], []] },
    ...['sent', 'refused', 'sent-too', 'caught'].map((id) => ({ id, z: 'tab', type: 'helper', x: 1, y: 1 })),
    { id: 'catch', z: 'tab', type: 'catch', scope: ['one'], x: 1, y: 1, wires: [['caught']] },
  ];
}

const load = (net?: object, network?: string) => helper.load([topologyNode, changeNode, catchNode], flow(net, network));

/** The first payload at a helper node that `fits`; ask before what causes it. */
function next<T>(id: string, fits: (payload: T) => boolean = () => true): Promise<T> {
  return new Promise((done) => {
    helper.getNode(id).on('input', ({ payload }: NodeMessage) => fits(payload as T) && done(payload as T));
  });
}

const outOf = ({ lines }: LiveTopology) => lines.flatMap(({ id, inService }) => (inService === false ? [id] : []));
const send = (payload: unknown, more: object = {}) => helper.getNode('one').receive({ payload, ...more });

/** Which lines are out, as a change node tells on request. */
async function linesOut(): Promise<string[]> {
  const sent = next<LiveTopology>('sent');
  send({});
  return outOf(await sent);
}

async function reload(net: object): Promise<void> {
  await helper.unload();
  await load(net);
}

/** What a node has told the log, in the order in which it did; all nodes have the same spies. */
function told(id: string, level: 'warn' | 'error' | 'log'): string[] {
  const calls = helper.getNode('one')[level].getCalls() as { thisValue: { id: string }; args: [unknown] }[];
  return calls.filter(({ thisValue }) => thisValue.id === id).map(({ args: [text] }) => String(text));
}

describe('grid topology and grid topology change', function () {
  this.timeout(20_000);
  useRuntime(userDir);

  it('do with their example what the comment there says', async () => {
    const example = new NodeExample('grid-topology-change');
    await example.loadEmpty();
    const cut = example.next<LiveTopology>('network');
    example.press('cut N1 off');
    const { islandCount, islands } = await cut;
    assert.deepEqual([islandCount, islands.map(({ nodes }) => nodes)], [2, [['N1']]]);
    assert.deepEqual(await example.shown('2 islands'), { fill: 'yellow', shape: 'dot', text: '2 islands' });
    example.press('reset');
    example.press('more load at N4');
    assert.equal((await example.shown('1 changed')).fill, 'green');
    const asked = example.next<LiveTopology>('network');
    example.press('as it is');
    assert.equal((await asked).nodes[3]!.loadMw, 50);
    example.press('reset');
  });

  it('show a change at every node of the same network', async () => {
    await load({});
    const seen = next<LiveTopology>('sent-too', (network) => outOf(network).length > 0);
    send('{"lineId":"L3","inService":false}');
    assert.deepEqual(outOf(await seen), ['L3']);
    send(undefined, { reset: true });
    assert.deepEqual(await linesOut(), []);
  });

  it('refuse with place and remedy on the second output', async () => {
    await load({});
    const refused = next<Refusal[]>('refused');
    send([{ lineId: 'L99', inService: false }]);
    const [{ place, remedy, original }] = (await refused) as [Refusal];
    assert.deepEqual([place, remedy], ['payload.lineId', 'name a line that is there']);
    assert.deepEqual(original, { lineId: 'L99', inService: false });
  });

  it('keep changes over a restart, until the file says otherwise, or a reset', async () => {
    const path = join(userDir, 'kept.json');
    const topology = exampleNetwork();
    writeFileSync(path, JSON.stringify(topology));
    await load({ path });
    send([
      { lineId: 'L3', inService: false },
      { lineId: 'L4', inService: false },
      { nodeId: 'N4', loadMw: 50 },
    ]);
    await reload({ path });
    assert.deepEqual(await linesOut(), ['L3', 'L4']);
    assert.match(told('net', 'log').join(), /3 lines or nodes are changed as before the restart/);
    topology.lines[3]!.inService = false;
    writeFileSync(path, JSON.stringify(topology));
    await reload({ path });
    assert.deepEqual(await linesOut(), ['L3', 'L4']);
    assert.match(told('net', 'warn').join(), /1 lines or nodes that were changed are as in the file again/);
    topology.lines[3]!.inService = true;
    writeFileSync(path, JSON.stringify(topology));
    await reload({ path });
    assert.deepEqual(await linesOut(), ['L3']);
    send(undefined, { reset: true });
    await reload({ path });
    assert.deepEqual(await linesOut(), []);
  });

  it('forget a change that the file says otherwise, also when the file is as before again', async () => {
    const path = join(userDir, 'forgotten.json');
    const withL3 = (inService: boolean) => {
      const topology = exampleNetwork();
      topology.lines[2]!.inService = inService;
      writeFileSync(path, JSON.stringify(topology));
    };
    withL3(true);
    await load({ path });
    send({ lineId: 'L3', inService: false });
    for (const inService of [false, true]) {
      withL3(inService);
      await reload({ path });
    }
    assert.deepEqual(await linesOut(), []);
  });

  it('write a switched line before the node closes, as a power cut would come', async () => {
    await load({});
    send({ lineId: 'L5', inService: false });
    await until(() => existsSync(STATE) && readFileSync(STATE, 'utf8').includes('"L5"'), 'the line on the disk');
    send(undefined, { reset: true });
  });

  it('set a state that can not be used aside and start with the network of the file', async () => {
    mkdirSync(join(userDir, 'gridloom/state'), { recursive: true });
    writeFileSync(STATE, JSON.stringify({ type: 'grid-topology', state: { lines: 7 } }));
    await load({});
    assert.match(told('net', 'warn').join(), /set aside; the network is as in the file: it is no state of a network/);
    assert.deepEqual(await linesOut(), []);
  });

  it('read a path below the user folder, from the environment too', async () => {
    mkdirSync(join(userDir, 'grids'), { recursive: true });
    writeFileSync(join(userDir, 'grids/two.json'), '{"A":{"B":0.9},"B":{"A":0.9}}');
    process.env.GRIDLOOM_TEST_GRID = 'grids/two.json';
    try {
      await load({ path: '${GRIDLOOM_TEST_GRID}' });
      const sent = next<LiveTopology>('sent');
      send({});
      assert.deepEqual(
        (await sent).nodes.map(({ id }) => id),
        ['A', 'B'],
      );
    } finally {
      delete process.env.GRIDLOOM_TEST_GRID;
    }
  });

  it('tell the log the first findings and how many more there are', async () => {
    const nodes = Array.from({ length: 30 }, () => ({ id: 'A' }));
    await load({ topology: JSON.stringify({ nodes, lines: [{ id: 'L', from: 'A', to: 'B', reactancePu: 1 }] }) });
    const texts = told('net', 'warn');
    assert.equal(texts.length, 6);
    assert.match(texts[0]!, /^topology nodes\[1\] is a second node "A" and is left out; give each an id of its own$/);
    assert.match(texts[5]!, /^and 26 more findings: the preview/);
  });

  describe('without a network that can be used', () => {
    const cases: [string, object | undefined, string, RegExp][] = [
      ['none chosen', {}, '', /no grid topology is chosen: open the node and choose one/],
      ['one that is gone', undefined, 'net', /the grid topology of this node is missing or disabled/],
      ['one that is disabled', { d: true }, 'net', /the grid topology of this node is missing or disabled/],
      [
        'a file that is gone',
        { path: 'none.m' },
        'net',
        /"Region" can't be used: .*none\.m cannot be read \(ENOENT\); give/,
      ],
      [
        'a file that is no network',
        { path: 'bad.json' },
        'net',
        /"Region" can't be used: bad\.json is not valid JSON: .*; correct it there/,
      ],
      ['JSON that is none', { topology: '{"nodes":' }, 'net', /setting "topology" must be JSON/],
      [
        'JSON that is no network',
        { topology: '{"a":1}' },
        'net',
        /topology is of no format that is known; give a Gridloom/,
      ],
    ];
    for (const [what, net, network, expected] of cases) {
      it(`say what to do: ${what}`, async () => {
        writeFileSync(join(userDir, 'bad.json'), '{"nodes": [}');
        await load(net, network);
        assert.match(told('one', 'error')[0]!, expected);
        assert.equal(helper.getNode('one').status.lastCall.args[0].text, 'see settings');
        const caught = new Promise<NodeMessage>((done) => helper.getNode('caught').on('input', done));
        send({ lineId: 'L3', inService: false });
        assert.match(((await caught) as { error: { message: string } }).error.message, expected);
      });
    }
  });
});

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from '@sinclair/typebox';
import helper from 'node-red-node-test-helper';
import type { Operator } from '../../../lib/messages';
import { defineNode } from '../../../nodes/shell/definition';
import { gridNode } from '../../../nodes/shell/grid-node';
import type { NodeMessage } from '../../../nodes/shell/node-red';
import { operatorNode } from '../../../nodes/shell/operator-node';
import { readSettings } from '../../../nodes/shell/settings';
import { useRuntime } from '../../support/node-runtime';
import { tempFolder } from '../../support/temp-folder';

type Ports = { doubled: number; refused: { reason: string; original: unknown } };

const definition = defineNode({
  type: 'grid-test-doubler',
  version: 2,
  migrations: { 1: (config) => ({ ...config, factor: Number(config.times) }) },
  color: '#fff',
  inputs: 1,
  outputs: [
    { name: 'doubled', schema: Type.Number() },
    { name: 'refused', schema: Type.Unknown() },
  ],
  settings: Type.Object({
    factor: Type.Integer({ default: 2, minimum: 1, maximum: 9, description: 'Factor' }),
    names: Type.Array(Type.String(), { default: [], description: 'Names' }),
  }),
});

/** Multiplies numbers and counts them; throws at a boolean, as an operator never should. */
function doubler(factor: number): Operator<unknown, Ports> {
  let count = 0;
  return {
    process(batch) {
      if (batch[0] === true) throw new Error('a bug');
      const doubled = batch.filter((x) => typeof x === 'number').map((x) => x * factor);
      count += doubled.length;
      return {
        doubled,
        refused: batch.filter((x) => typeof x !== 'number').map((original) => ({ reason: 'no-number', original })),
      };
    },
    flush: () => ({ doubled: [count] }),
    reset: () => {
      count = 0;
    },
    snapshot: () => ({ count }),
    restore: (state) => {
      if (typeof (state as { count?: unknown }).count !== 'number') throw new Error('no count in it');
      count = (state as { count: number }).count;
    },
  };
}

const doublerNode = operatorNode(definition, (settings) => ({ operator: doubler(settings.factor) }));
const asyncNode = gridNode(
  defineNode({ type: 'grid-test-async', version: 1, color: '#fff', inputs: 1, outputs: [], settings: Type.Object({}) }),
  () => ({ input: async () => Promise.reject(new Error('it rejects')) }),
);

const NODE = {
  id: 'n',
  z: 'tab',
  type: 'grid-test-doubler',
  version: 2,
  factor: '3',
  names: 'a\nb',
  wires: [['h0'], ['h1']],
};
const flow = (node: object) => [
  { id: 'tab', type: 'tab' },
  node,
  { id: 'h0', z: 'tab', type: 'helper' },
  { id: 'h1', z: 'tab', type: 'helper' },
  { id: 'caught', z: 'tab', type: 'catch', scope: ['n'], wires: [['h2']] },
  { id: 'completed', z: 'tab', type: 'complete', scope: ['n'], wires: [['h3']] },
  { id: 'h2', z: 'tab', type: 'helper' },
  { id: 'h3', z: 'tab', type: 'helper' },
];
const catchNode = require('@node-red/nodes/core/common/25-catch.js');
const completeNode = require('@node-red/nodes/core/common/24-complete.js');
const userDir = tempFolder();
const stateFile = join(userDir, 'gridloom/state/n.json');

async function load(node: object = NODE): Promise<void> {
  await helper.load([doublerNode, asyncNode, catchNode, completeNode], flow(node));
}

function next(id: string): Promise<NodeMessage> {
  return new Promise((resolve) => helper.getNode(id).on('input', (message: NodeMessage) => resolve(message)));
}

describe('shell of the nodes', () => {
  useRuntime(userDir);
  afterEach(() => rmSync(stateFile, { force: true }));

  it('sends results on the first output, refusals on the second, and keeps unrelated properties', async () => {
    await load();
    const results = next('h0');
    const refusals = next('h1');
    const completed = next('h3');
    helper.getNode('n').receive({ payload: [1, 'x', 2], topic: 't', customer: 7 });
    const [result, refusal, complete] = await Promise.all([results, refusals, completed]);
    assert.deepEqual([result.payload, result.topic, result.customer], [[3, 6], 't', 7]);
    assert.deepEqual(refusal.payload, [{ reason: 'no-number', original: 'x' }]);
    assert.equal(refusal.customer, 7);
    assert.equal(complete.customer, 7);
  });

  it('accepts a single element as a batch of one', async () => {
    await load();
    const results = next('h0');
    helper.getNode('n').receive({ payload: 5 });
    assert.deepEqual((await results).payload, [15]);
  });

  it('gives a throw to Catch with the message', async () => {
    await load();
    const caught = next('h2');
    helper.getNode('n').receive({ payload: true, customer: 8 });
    const message = (await caught) as { error: { message: string }; customer: number };
    assert.match(message.error.message, /a bug/);
    assert.equal(message.customer, 8);
  });

  it('gives a rejection of an async handler to Catch, and the process lives', async () => {
    await load({ id: 'n', z: 'tab', type: 'grid-test-async', wires: [] });
    const caught = next('h2');
    helper.getNode('n').receive({ payload: 1 });
    assert.match(((await caught) as unknown as { error: { message: string } }).error.message, /it rejects/);
  });

  it('says which setting is wrong and what it needs, and gives every message to Catch', async () => {
    await load({ ...NODE, factor: '12' });
    const caught = next('h2');
    helper.getNode('n').receive({ payload: 1 });
    const { error } = (await caught) as unknown as { error: { message: string } };
    assert.match(error.message, /setting "factor" must be a whole number from 1 to 9, but is "12"/);
  });

  it('migrates the settings of an older flow', async () => {
    await load({ ...NODE, version: 1, factor: undefined, times: '4' });
    const results = next('h0');
    helper.getNode('n').receive({ payload: 1 });
    assert.deepEqual((await results).payload, [4]);
  });

  it('takes an emptied list as empty, and a number with a fraction not as a whole one', async () => {
    assert.deepEqual(readSettings(definition, { ...NODE, names: '' }).names, []);
    assert.deepEqual(readSettings(definition, { ...NODE, names: '18\n19' }).names, ['18', '19']);
    assert.throws(() => readSettings(definition, { ...NODE, factor: '2.7' }), /must be a whole number/);
  });

  it('refuses a flow of a newer version and says what to do', async () => {
    await load({ ...NODE, version: 9 });
    const caught = next('h2');
    helper.getNode('n').receive({ payload: 1 });
    assert.match(((await caught) as unknown as { error: { message: string } }).error.message, /newer version.*update/);
  });

  it('keeps its state over a restart and when it is disabled, and forgets it at msg.reset', async () => {
    await load();
    helper.getNode('n').receive({ payload: [1, 2, 3] });
    await helper.getNode('n').close(false);
    await helper.unload();
    assert.ok(existsSync(stateFile));

    await load();
    const restored = next('h0');
    helper.getNode('n').receive({ flush: true });
    assert.deepEqual((await restored).payload, [3]);

    const forgotten = next('h0');
    helper.getNode('n').receive({ reset: true });
    helper.getNode('n').receive({ flush: true });
    assert.deepEqual((await forgotten).payload, [0]);
    await helper.getNode('n').close(true);
    assert.ok(existsSync(stateFile), 'a node that is disabled is closed as if it were deleted');
  });

  it('sets a state file aside that it cannot use, and starts empty', async () => {
    writeFileSync(stateFile, '{"type":"grid-test-doubler","state":{"cou');
    await load();
    const started = next('h0');
    helper.getNode('n').receive({ flush: true });
    assert.deepEqual((await started).payload, [0]);
    assert.match(readFileSync(`${stateFile}.bad`, 'utf8'), /cou$/);
    assert.deepEqual(
      readdirSync(join(userDir, 'gridloom/state')).filter((name) => name.endsWith('.new')),
      [],
    );
  });
});

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import helper from 'node-red-node-test-helper';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { useRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';

const sampleNode = require('../../nodes/grid-city-sample/grid-city-sample');
const catchNode = require('@node-red/nodes/core/common/25-catch.js');

describe('grid city sample', function () {
  this.timeout(20_000);
  let folder: string;
  useRuntime();
  beforeEach(async () => {
    folder = tempFolder();
    const at = { z: 'tab', x: 1, y: 1 };
    await helper.load(
      [sampleNode, catchNode],
      [
        { id: 'tab', type: 'tab' },
        { id: 'sample', type: 'grid-city-sample', ...at, version: 1, folder, households: '2', wires: [['out']] },
        { id: 'out', type: 'helper', ...at },
        { id: 'catch', type: 'catch', ...at, wires: [['caught']] },
        { id: 'caught', type: 'helper', ...at },
      ],
    );
  });

  function answer(payload: unknown): Promise<NodeMessage> {
    const next = ['out', 'caught'].map(
      (id) => new Promise<NodeMessage>((done) => helper.getNode(id).once('input', done)),
    );
    helper.getNode('sample').receive({ payload });
    return Promise.race(next);
  }

  const csv = () => readdirSync(join(folder, 'csv')).sort();
  const text = (name: string) => readFileSync(join(folder, 'csv', name), 'utf8');

  it('writes the files of its settings, and says how many rows they have', async () => {
    const { payload } = await answer(Date.now());
    assert.deepEqual(payload, { folder, files: 16, rows: 2 * 3 * 2 * 2 * 24 });
    assert.equal(csv().length, 12);
    assert.equal(readdirSync(join(folder, 'json')).length, 4);
    const lines = text('district_Valdora_101_2026-01-12.csv').trimEnd().split('\n');
    assert.equal(lines.length, 1 + 2 * 24);
    assert.match(lines[1]!, /^H001,2026-01-12 00:00,(\d\.\d\d)?$/);
  });

  it('takes a seed and days from the message, and gives the same files for the same seed', async () => {
    const name = 'district_Valdora_101_2026-01-12.csv';
    const { payload } = await answer({ seed: 7, days: 1 });
    assert.deepEqual(payload, { folder, files: 8, rows: 2 * 3 * 2 * 24 });
    const first = text(name);
    await answer({ seed: 8 });
    assert.notEqual(text(name), first);
    await answer({ seed: 7 });
    assert.equal(text(name), first);
  });

  it('refuses what it can not use, and writes nothing', async () => {
    for (const payload of [{ seed: -1 }, { days: 0 }, { seed: '' }, { folder: '/etc' }]) {
      const { error } = (await answer(payload)) as { error?: { message: string } };
      assert.match(error!.message, /not usable: (seed|days|folder): .*send \{"seed"/, JSON.stringify(payload));
    }
    assert.deepEqual(readdirSync(folder), []);
  });
});

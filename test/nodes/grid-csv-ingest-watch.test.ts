import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import helper from 'node-red-node-test-helper';
import type { Refusal } from '../../lib/messages';
import { districtDay } from '../support/district-day';
import { until } from '../support/inbox';
import { IngestNode, rowsOf } from '../support/ingest-node';
import { startRuntime, stopRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';

const DAY = 'district_X_101_2026-01-12.csv';
const REPAIRED = 'district_X_101_2026-01-12.repaired.csv';
const HEADER = 'household_id,timestamp,consumption_kwh';

describe('grid csv ingest that watches a folder', function () {
  this.timeout(30_000);
  const userDir = tempFolder();
  const folder = mkdtempSync(join(userDir, 'data-'));
  const settings = { path: folder, watchSeconds: 1, quarantineFolder: join(folder, 'quarantine') };
  let node: IngestNode;

  before(async () => {
    await startRuntime(userDir);
    node = await IngestNode.load(settings);
  });
  after(stopRuntime);
  afterEach(() => node.forget());

  const done = () => node.progress.filter(({ state }) => state === 'done').length;
  const looks = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1000 + 100));

  it('reads a new file once it rests, once', async () => {
    const rows = districtDay('2026-01-12', 1).split('\n').slice(0, -1);
    writeFileSync(join(folder, DAY), `${rows[0]}\n`);
    // A file that still grows: a row every 100 ms.
    for (const row of rows.slice(1, 20)) {
      appendFileSync(join(folder, DAY), `${row}\n`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.equal(node.elements().length, 0, 'it is left while it grows');
    await until(() => done() > 0, 'the import');
    await looks(2);
    assert.equal(done(), 1);
    assert.equal(node.elements().length, 19);
    assert.equal(node.of('completed').length, 0, 'no message asked for it');
  });

  it('reads only the new rows of a file that has grown', async () => {
    const bad = 'H002,2026-01-12 00:00,bad';
    appendFileSync(join(folder, DAY), `H001,2026-01-12 20:00,1\n${bad}\n`);
    await until(() => done() > 0, 'the import');
    assert.deepEqual(rowsOf(node.elements()), ['H001 2026-01-12T20']);
    assert.deepEqual(
      node.elements<Refusal>('refused').map(({ reason }) => reason),
      ['value'],
    );
    const { rowsRead, rowsAccepted, rowsQuarantined } = node.progress.at(-1)!;
    assert.deepEqual([rowsRead, rowsAccepted, rowsQuarantined], [2, 1, 1]);
  });

  it('reads the repaired row from a file of its own, and never its own quarantine', async () => {
    writeFileSync(join(folder, REPAIRED), `${HEADER}\nH002,2026-01-12 00:00,1\n`);
    await until(() => done() > 0, 'the import');
    await looks(2);
    assert.equal(done(), 1);
    assert.deepEqual(
      node.elements().map(({ meterId }) => meterId),
      ['X/101/H002'],
    );
  });

  it('reads a file anew that was replaced by a shorter one, with a notice', async () => {
    writeFileSync(join(folder, DAY), `${HEADER}\nH009,2026-01-12 03:00,1\n`);
    await until(() => done() > 0, 'the import');
    assert.deepEqual(rowsOf(node.elements()), ['H009 2026-01-12T03']);
    const [notice] = node.elements<Refusal>('refused');
    assert.deepEqual([notice!.reason, notice!.place], ['replaced', DAY]);
    assert.match(notice!.remedy, /read as a new one/);
  });

  it('knows after a restart what it has read', async () => {
    await helper.unload();
    node = await IngestNode.load(settings);
    await looks(3);
    assert.deepEqual(node.arrived, []);
  });
});

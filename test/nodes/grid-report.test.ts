import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import helper from 'node-red-node-test-helper';
import type { Refusal } from '../../lib/messages';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { districtRisk } from '../support/district-risk';
import { until } from '../support/inbox';
import { useRuntime } from '../support/node-runtime';
import { gridloom } from '../support/run-gridloom';
import { tempFolder } from '../support/temp-folder';

const reportNode = require('../../nodes/grid-report/grid-report');
const riskNode = require('../../nodes/grid-threshold-risk/grid-threshold-risk');
const ingestNode = require('../../nodes/grid-csv-ingest/grid-csv-ingest');
const catchNode = require('@node-red/nodes/core/common/25-catch.js');

interface Written {
  folder: string;
  files: string[];
  page: string;
  districtDays: number;
  levels: { high: number; medium: number; low: number; noRisk: number };
}

const risk = districtRisk;

describe('grid report', function () {
  this.timeout(30_000);
  const userDir = tempFolder();
  let written: NodeMessage[] = [];
  let refused: NodeMessage[] = [];
  let caught: NodeMessage[] = [];

  useRuntime(userDir);

  const newFolder = () => mkdtempSync(join(userDir, 'report-'));
  let nodes = 0;

  /** A report node, of a new id unless one is given, with nodes before it. */
  async function load(settings: object, more: object[] = [], id = `report${++nodes}`): Promise<string> {
    const at = { z: 'tab', x: 1, y: 1 };
    const flow = [
      { id: 'tab', type: 'tab' },
      { ...at, id, type: 'grid-report', version: 1, maximumDetails: 1, ...settings, wires: [['written'], ['refused']] },
      { ...at, id: 'catch', type: 'catch', scope: null, wires: [['caught']] },
      ...['written', 'refused', 'caught'].map((name) => ({ ...at, id: name, type: 'helper' })),
      ...more.map((node) => ({ ...at, ...node })),
    ];
    await helper.load([reportNode, riskNode, ingestNode, catchNode], flow);
    [written, refused, caught] = [[], [], []];
    helper.getNode('written').on('input', (message: NodeMessage) => written.push(message));
    helper.getNode('refused').on('input', (message: NodeMessage) => refused.push(message));
    helper.getNode('caught').on('input', (message: NodeMessage) => caught.push(message));
    return id;
  }

  const last = () => written.at(-1)!.payload as Written;
  const faultOf = (message: NodeMessage) => (message.error as { message: string }).message;
  const filesIn = (folder: string) =>
    existsSync(folder)
      ? (readdirSync(folder, { recursive: true }) as string[]).filter((name) => /\.\w+$/.test(name))
      : [];

  it('writes when the last message of an import brings scores, and when it is told to', async () => {
    const folder = join(newFolder(), 'new');
    const id = await load({ folder });
    helper.getNode(id).receive({ payload: [risk()] });
    helper.getNode(id).receive({ payload: [], complete: true });
    helper
      .getNode(id)
      .receive({ payload: [risk({ district: '102', score: 0, level: 'NO RISK' })], complete: true, topic: 't' });
    await until(() => written.length === 1, 'the report');
    assert.equal(written[0]!.topic, 't');
    const { files, page, districtDays, levels } = last();
    assert.deepEqual([districtDays, levels], [2, { high: 0, medium: 1, low: 0, noRisk: 1 }]);
    assert.deepEqual(filesIn(folder).sort(), [...files].sort());
    assert.match(readFileSync(page, 'utf8'), /Northport/);
    helper.getNode(id).receive({ payload: 'write' });
    await until(() => written.length === 2, 'the second report');
    await until(() => helper.getNode(id).status.lastCall.args[0].text === '2 district-days', 'the status');
  });

  it('refuses a score that is in the report already, and begins anew after reset', async () => {
    const id = await load({ folder: newFolder() });
    helper.getNode(id).receive({ payload: [risk()] });
    helper.getNode(id).receive({ payload: [risk(), { nothing: 'known' }], customer: 7 });
    await until(() => refused.length === 1, 'the refusals');
    assert.deepEqual(
      (refused[0]!.payload as Refusal[]).map(({ reason }) => reason),
      ['duplicate', 'not-a-score'],
    );
    assert.equal(refused[0]!.customer, 7);
    helper.getNode(id).receive({ payload: 'write' });
    // A reset while files are written is about the next report.
    helper.getNode(id).receive({ reset: true });
    helper.getNode(id).receive({ payload: risk({ district: '7' }) });
    await until(() => written.length === 1, 'the report');
    assert.equal(last().districtDays, 1);
    assert.match(readFileSync(join(last().folder, 'summary_csv/Northport_summary.csv'), 'utf8'), /Northport,101,/);
    helper.getNode(id).receive({ payload: 'write' });
    await until(() => written.length === 2, 'the next report');
    assert.doesNotMatch(
      readFileSync(join(last().folder, 'summary_csv/Northport_summary.csv'), 'utf8'),
      /Northport,101,/,
    );
    assert.equal(refused.length, 1);
  });

  it('knows its scores after a restart', async () => {
    const folder = newFolder();
    const id = await load({ folder });
    helper.getNode(id).receive({ payload: [risk(), risk({ district: '102' })] });
    await until(() => helper.getNode(id).status.lastCall?.args[0].text === '2 district-days', 'the scores');
    await helper.getNode(id).close(false);
    await helper.unload();
    await load({ folder }, [], id);
    helper.getNode(id).receive({ payload: 'write' });
    await until(() => written.length === 1, 'the report');
    assert.equal(last().districtDays, 2);
  });

  it('asks for the folder when there is none', async () => {
    const id = await load({ folder: '' });
    helper.getNode(id).receive({ payload: 'write' });
    await until(() => caught.length === 1, 'the fault');
    assert.match(faultOf(caught[0]!), /setting "folder" is empty: give the folder that the report is written to/);
    assert.equal(helper.getNode(id).status.lastCall.args[0].fill, 'red');
  });

  it('gives a folder that cannot be written to to Catch, leaves no half files, and writes when it can', async () => {
    const parent = newFolder();
    const folder = join(parent, 'report');
    writeFileSync(folder, 'a file');
    const id = await load({ folder });
    helper.getNode(id).receive({ payload: [risk()], complete: true });
    await until(() => caught.length === 1, 'the fault');
    assert.match(faultOf(caught[0]!), /EEXIST|ENOTDIR/);
    assert.deepEqual(readdirSync(parent), ['report']);
    await helper.getNode(id).close(false);
    await helper.unload();
    await load({ folder: join(parent, 'other') }, [], id);
    helper.getNode(id).receive({ payload: 'write' });
    await until(() => written.length === 1, 'the report');
    assert.deepEqual(
      filesIn(join(parent, 'other')).filter((name) => name.endsWith('.new')),
      [],
    );
  });

  it('keeps cities of any name inside the folder', async () => {
    const parent = newFolder();
    const folder = join(parent, 'report');
    const id = await load({ folder });
    const names = ['../../out', '/etc/x', 'a/b', '..', '.', '', 'CON', 'x\0y', '<script>', 'é'.repeat(200), 'A', 'a'];
    helper.getNode(id).receive({ payload: names.map((city) => risk({ city })), complete: true });
    await until(() => written.length === 1, 'the report');
    assert.deepEqual(readdirSync(parent), ['report']);
    assert.equal(filesIn(join(folder, 'summary_csv')).length, names.length);
    assert.deepEqual(filesIn(folder).length, last().files.length);
    assert.doesNotMatch(readFileSync(last().page, 'utf8'), /<script>,|<td><script>/);
  });

  for (const estimated of ['exclude', 'count'] as const) {
    it(`is, after an import, byte for byte what gridloom analyze writes (estimated readings: ${estimated})`, async () => {
      const data = newFolder();
      const generated = await gridloom('generate-city', data, '--seed', '11', '--days', '3', '--missing-share', '0.1');
      assert.equal(generated.code, 0, generated.err);
      const expected = newFolder();
      const analyzed = await gridloom('analyze', data, '--out', expected, '--estimated', estimated, '--plots', 'none');
      assert.equal(analyzed.code, 0, analyzed.err);
      const folder = newFolder();
      const report = `report${nodes + 1}`;
      await load({ folder, estimated }, [
        { id: 'ingest', type: 'grid-csv-ingest', version: 1, path: data, wires: [['risk', report], [], ['risk'], []] },
        { id: 'risk', type: 'grid-threshold-risk', version: 1, estimated, wires: [[], [], [report], []] },
      ]);
      helper.getNode('ingest').receive({ reset: true });
      helper.getNode('risk').receive({ reset: true });
      helper.getNode('ingest').receive({ payload: 'start' });
      await until(() => written.length > 0, 'the report');
      assert.equal(last().districtDays, 18);
      assert.deepEqual([refused, caught], [[], []]);
      let compared = 0;
      for (const kind of ['summary_csv', 'reports_json']) {
        for (const name of readdirSync(join(expected, kind)).filter((one) => !one.endsWith('_full.json'))) {
          assert.equal(
            readFileSync(join(folder, kind, name), 'utf8'),
            readFileSync(join(expected, kind, name), 'utf8'),
            name,
          );
          compared++;
        }
      }
      assert.equal(compared, 2 + 2 * 3);
    });
  }
});

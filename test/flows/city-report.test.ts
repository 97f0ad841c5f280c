import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import helper from 'node-red-node-test-helper';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { districtRisk } from '../support/district-risk';
import { startRuntime, stopRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';

const reportNode = require('../../nodes/grid-report/grid-report');

const risk = (district: string) =>
  districtRisk({
    district,
    violations: 12,
    violationRatio: 0.5,
    peakHourRisk: 0,
    criticalHours: [],
    score: 0.3,
    level: 'LOW',
    because: '12 of 24',
  });

describe('grid report, when one analysis follows the other', function () {
  this.timeout(20_000);
  const folder = tempFolder();
  before(async () => {
    await startRuntime();
    const at = { z: 'tab', x: 1, y: 1 };
    await helper.load(reportNode, [
      { id: 'tab', type: 'tab' },
      { id: 'report', type: 'grid-report', ...at, version: 1, folder, wires: [['out'], []] },
      { id: 'out', type: 'helper', ...at },
    ]);
  });
  after(stopRuntime);

  it('loses nothing of the next report while one is still written', async () => {
    const written: unknown[] = [];
    const both = new Promise<void>((done) => {
      helper.getNode('out').on('input', ({ payload }: NodeMessage) => {
        if (written.push((payload as { districtDays: number }).districtDays) === 2) done();
      });
    });
    const report = helper.getNode('report');
    report.receive({ payload: [risk('101'), risk('102')], complete: true });
    report.receive({ reset: true });
    report.receive({ payload: [risk('103')], complete: true });
    await both;
    assert.deepEqual(written, [2, 1]);
    const [, ...rows] = readFileSync(join(folder, 'summary_csv/Northport_summary.csv'), 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      rows.map((row) => row.split(',').slice(0, 2)),
      [['Northport', '103']],
    );
  });
});

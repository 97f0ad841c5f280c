import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { getFlows, startGridloom } from '../support/gridloom-process';
import { tempFolder } from '../support/temp-folder';

describe('the flow City consumption as npm start puts it in', function () {
  this.timeout(60_000);

  it('has its folder and its addresses, and says when there is no report yet', async () => {
    const userDir = tempFolder();
    const system = await startGridloom(userDir);
    const { flows } = await getFlows(system.editor);
    const types = flows.filter(({ z }) => z === 'gl-city-tab').map(({ type }) => type);
    for (const type of ['grid-csv-ingest', 'grid-threshold-risk', 'grid-report', 'grid-city-sample', 'grid-vee']) {
      assert.ok(types.includes(type), type);
    }
    assert.equal(flows.filter(({ type }) => type === 'ui-base').length, 1, 'both pages are on one dashboard');
    assert.ok(existsSync(join(userDir, 'city/data')));
    assert.equal((await fetch(`${system.dashboard}/city`)).status, 200);
    const report = await fetch(`${system.editor}gridloom/city/report`);
    assert.equal(report.status, 404);
    assert.match(await report.text(), /analyse files first/);
    assert.equal((await fetch(`${system.editor}gridloom/city/summary/Valdora_summary.csv`)).status, 404);
    assert.doesNotMatch(system.output(), /uncaught|unhandled/i);
    assert.equal(await system.interrupt(), 0);
  });
});

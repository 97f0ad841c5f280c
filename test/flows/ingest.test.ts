import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { districtDay } from '../support/district-day';
import { until } from '../support/inbox';
import { type NodeRedWithFlow, startNodeRedWithFlow } from '../support/node-red-with-flow';
import { tempFolder } from '../support/temp-folder';

const HOUSEHOLDS = 12_500;
const ROWS = HOUSEHOLDS * 24;
const LARGE_ROWS = 2_000_000;

describe('an import in Node-RED', function () {
  this.timeout(60_000);
  const folder = tempFolder();
  let nodeRed: NodeRedWithFlow;

  before(async () => {
    const day = join(folder, 'district_Northport_101_2026-01-12.csv');
    writeFileSync(day, districtDay('2026-01-12', HOUSEHOLDS));
    writeLargeFile(join(folder, 'large.csv'));
    nodeRed = await startNodeRedWithFlow([
      { id: 'tab', type: 'tab' },
      ...lane('large', join(folder, 'large.csv'), 0).filter(({ id }) => id !== 'large-rows'),
      { z: 'tab', x: 100, y: 100, id: 'large-rows', type: 'function', func: 'return null;', outputs: 1, wires: [[]] },
      ...lane('killed', day, 20),
      ...lane('stopped', day, 5),
    ]);
  });
  after(() => nodeRed?.stop());

  /** An ingest node that starts at a button; what leaves it is logged, `busyMs` for each message. */
  function lane(id: string, path: string, busyMs: number): { id: string; type: string; [property: string]: unknown }[] {
    const at = { z: 'tab', x: 100, y: 100 };
    const props = [{ p: 'payload' }];
    return [
      { ...at, id: `${id}-start`, type: 'inject', payload: 'start', payloadType: 'str', props, wires: [[id]] },
      { ...at, id, type: 'grid-csv-ingest', version: 1, path, wires: [[`${id}-rows`], [], [], [`${id}-progress`]] },
      { ...at, id: `${id}-rows`, type: 'row-log', file: fileOf(id, 'rows'), busyMs },
      { ...at, id: `${id}-progress`, type: 'row-log', file: fileOf(id, 'progress'), busyMs: 0 },
    ];
  }

  const fileOf = (id: string, what: string) => join(folder, `${id}-${what}`);
  const sizeOf = (id: string) => statSync(fileOf(id, 'rows'), { throwIfNoEntry: false })?.size ?? 0;
  const linesOf = (id: string, what: string) => readFileSync(fileOf(id, what), 'utf8').split('\n').slice(0, -1);
  /** Rows that came, each as `household@hour`. */
  const rowsOf = (id: string) => linesOf(id, 'rows').flatMap((line) => line.split(' ').filter(Boolean));
  const isDone = (id: string) => linesOf(id, 'progress').some((line) => line.startsWith('done'));

  async function start(id: string): Promise<void> {
    const { status } = await fetch(`${nodeRed.url}inject/${id}-start`, { method: 'POST' });
    assert.equal(status, 200);
  }

  it('needs no more memory for a large file', async function () {
    if (process.platform !== 'linux') this.skip();
    const residentMb = () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${nodeRed.pid}/status`, 'utf8'))![1]) / 1024;
    const before = residentMb();
    let highest = before;
    const beganMs = Date.now();
    await start('large');
    await until(
      () => {
        highest = Math.max(highest, residentMb());
        return isDone('large');
      },
      'the end',
      40_000,
    );
    const seconds = (Date.now() - beganMs) / 1000;
    const megabytes = statSync(join(folder, 'large.csv')).size / 1e6;
    console.log(
      `      ${megabytes.toFixed(0)} MB in ${seconds.toFixed(1)} s; memory ${before.toFixed(0)} MB before, at most ${highest.toFixed(0)} MB`,
    );
    assert.equal(linesOf('large', 'progress').at(-1), `done ${LARGE_ROWS} ${LARGE_ROWS} 0`);
    // V8 lets the heap grow by some 150 MB between collections; the readings of the whole file would take 600 MB.
    assert.ok(highest - before < 220, `${highest - before} MB more`);
  });

  it('goes on after it was killed: no row is missing, and only those of the last seconds come twice', async () => {
    await start('killed');
    await until(() => existsSync(join(nodeRed.userDir, 'gridloom/state/killed.json')), 'the first saved position');
    const size = sizeOf('killed');
    const saved = rowsOf('killed').length;
    await until(() => sizeOf('killed') > size * 1.1, 'some more rows');
    process.kill(nodeRed.pid, 'SIGKILL');
    await until(() => !nodeRed.isAlive(), 'the end of the process');
    const killed = rowsOf('killed').length;
    assert.ok(killed < ROWS, 'it was killed in the middle');
    await nodeRed.restart();
    await start('killed');
    await until(() => isDone('killed'), 'the end', 20_000);
    const rows = rowsOf('killed');
    const twice = rows.length - ROWS;
    console.log(`      position saved after ${saved} rows, killed after ${killed} of ${ROWS}; ${twice} came twice`);
    assert.equal(new Set(rows).size, ROWS);
    // The position may have been saved up to a few messages before it was seen here.
    assert.ok(twice <= killed - saved + 5000, `${twice} rows came twice`);
  });

  it('goes on after Node-RED was stopped: every row comes exactly once', async () => {
    await start('stopped');
    await until(() => sizeOf('stopped') > 500_000, 'some rows');
    await nodeRed.restart();
    assert.ok(rowsOf('stopped').length < ROWS, 'it was stopped in the middle');
    await start('stopped');
    await until(() => isDone('stopped'), 'the end', 20_000);
    const rows = rowsOf('stopped');
    assert.equal(new Set(rows).size, ROWS);
    assert.equal(rows.length, ROWS);
  });

  /** Hour after hour of 1000 households. */
  function writeLargeFile(path: string): void {
    const pieces = ['household_id,timestamp,consumption_kwh\n'];
    for (let hour = 0; hour < LARGE_ROWS / 1000; hour++) {
      const time = new Date(Date.UTC(2025, 0, 1, hour)).toISOString().slice(0, 16).replace('T', ' ');
      let text = '';
      for (let h = 0; h < 1000; h++) text += `H${h},${time},${1 + (h % 100) / 100}\n`;
      pieces.push(text);
    }
    writeFileSync(path, pieces.join(''));
  }
});

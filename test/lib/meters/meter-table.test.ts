import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BYTES_PER_METER } from '../../../lib/meters';
import { COLUMNS, MeterTable } from '../../../lib/meters/meter-table';

function put(table: MeterTable, id: string): void {
  const base = table.row(id);
  table.rows[base] = id.charCodeAt(0);
}

describe('meters: table of meters', () => {
  it('forgets the meter not heard of for longest', () => {
    const table = new MeterTable(3);
    for (const id of ['a', 'b', 'c', 'a', 'd']) put(table, id);
    assert.deepEqual([table.size, table.evicted], [3, 1]);
    const known = (id: string) => !Number.isNaN(table.rows[table.row(id) + COLUMNS.NEWEST_MS]!);
    assert.deepEqual(['a', 'c', 'd', 'b'].map(known), [true, true, true, false]);
  });

  it('keeps rows while it grows', () => {
    const table = new MeterTable(5000);
    for (let i = 0; i < 5000; i++) {
      // The row first: it may move all rows to a larger array.
      const base = table.row(`m${i}`);
      table.rows[base] = i;
    }
    for (let i = 0; i < 5000; i++) assert.equal(table.rows[table.row(`m${i}`)], i);
  });

  it('restores exactly, into a smaller table the latest, and refuses what is not its own', () => {
    const table = new MeterTable(4);
    for (const id of ['a', 'b', 'c', 'd', 'a']) put(table, id);
    const state = JSON.parse(JSON.stringify(table.snapshot()));
    const same = new MeterTable(4);
    same.restore(state);
    assert.deepEqual(same.snapshot(), table.snapshot());
    const small = new MeterTable(2);
    small.restore(state);
    assert.deepEqual((small.snapshot() as { ids: string[] }).ids, ['d', 'a']);
    for (const wrong of [
      undefined,
      null,
      5,
      {},
      { ...state, width: 1 },
      { ...state, rows: 'AAAA' },
      { ...state, ids: ['a', 'a', 'b', 'c'] },
    ]) {
      assert.throws(() => new MeterTable(4).restore(wrong), /meter state: .*(start without it|cut off)/);
    }
  });

  it('takes about the bytes it states', async function () {
    this.timeout(10_000);
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const used = async () => {
      // Array buffers of earlier tests are swept in the background.
      for (let i = 0; i < 3; i++) {
        collect();
        await setTimeout(20);
      }
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const count = 65_536;
    const before = await used();
    const table = new MeterTable(count);
    for (let i = 0; i < count; i++) table.row(JSON.parse(`"meter-${i}"`));
    const bytes = ((await used()) - before) / count;
    assert.equal(table.size, count);
    assert.ok(
      bytes > 0.8 * BYTES_PER_METER && bytes < 1.15 * BYTES_PER_METER,
      `${bytes} bytes, not ${BYTES_PER_METER}`,
    );
  });
});

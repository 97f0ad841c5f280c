import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import helper from 'node-red-node-test-helper';
import type { RejectedRow } from '../../lib/ingest';
import type { Refusal } from '../../lib/messages';
import { districtDay } from '../support/district-day';
import { until } from '../support/inbox';
import { IngestNode, rowsOf } from '../support/ingest-node';
import { useRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';

const DAY = 'district_Northport_101_2026-01-12.csv';
const HEADER = 'household_id,timestamp,consumption_kwh';
const TEMP = tempFolder();
const METADATA = { city: 'Northport', date: '2026-01-12', districts: [{ district_id: '101', threshold: 1.2 }] };

describe('grid csv ingest', function () {
  this.timeout(20_000);
  useRuntime(TEMP);

  /** A folder with files, by name. */
  function folderOf(files: Record<string, string>): string {
    const folder = mkdtempSync(join(TEMP, 'data-'));
    mkdirSync(join(folder, 'csv'));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return folder;
  }

  /** The state is kept by the id of the node: each test starts without. */
  async function load(settings: object): Promise<IngestNode> {
    const node = await IngestNode.load(settings);
    await node.run({ reset: true });
    node.forget();
    return node;
  }

  describe('settings', () => {
    for (const [field, value, fault] of [
      ['unit', 'kJ', /setting "unit" must be one of/],
      ['intervalMinutes', '7', /setting "intervalMinutes" must divide an hour/],
      ['timeZone', 'Atlantis/Center', /Atlantis\/Center/],
      ['fileNames', 'x_{town}', /\{town\} is none of \{city\}, \{district\}, \{date\}/],
    ] as const) {
      it(`refuses ${field} ${value}: red status, every message to Catch`, async () => {
        const node = await IngestNode.load({ [field]: value });
        await node.run({ payload: `${HEADER}\n` });
        assert.match(node.errors[0]!, fault);
        assert.equal(node.status.fill, 'red');
        assert.deepEqual(node.of('readings'), []);
      });
    }
  });

  describe('content of messages', () => {
    const content = `${HEADER}\nH001,2026-01-12 05:00,0.29\n`;
    for (const [what, message] of [
      ['text with a file name', { payload: content, filename: DAY }],
      ['a Buffer with the path of a file', { payload: Buffer.from(content), filename: `C:\\data\\${DAY}` }],
      ['an upload', { payload: Buffer.from(content), file: { name: DAY } }],
    ] as const) {
      it(`reads ${what}`, async () => {
        const node = await load({});
        await node.run(message);
        assert.deepEqual(node.elements(), [
          {
            meterId: 'Northport/101/H001',
            timeMs: Date.UTC(2026, 0, 12, 6),
            interval: { startMs: Date.UTC(2026, 0, 12, 5), lengthMs: 3_600_000, energyWh: 290 },
            quality: 'good',
            flags: [],
            city: 'Northport',
            district: '101',
            household: 'H001',
            dialect: 'csv',
          },
        ]);
        assert.deepEqual(node.of('readings')[0]!.filename, DAY);
        assert.equal(node.of('completed').length, 1);
      });
    }

    for (const [what, payload] of [
      ['an object', METADATA],
      ['text', JSON.stringify(METADATA, null, 2)],
      ['a single line of text', JSON.stringify(METADATA)],
      ['a Buffer', Buffer.from(JSON.stringify(METADATA, null, 2))],
    ] as const) {
      it(`passes metadata on that comes as ${what}`, async () => {
        const node = await load({});
        await node.run({ payload });
        const [{ payload: passed } = {}] = node.of('metadata');
        assert.deepEqual(JSON.parse((passed as { metadata: string }).metadata), METADATA);
        assert.deepEqual([node.of('readings').length, node.of('refused').length], [0, 0]);
      });
    }

    it('says what is missing when there is neither path nor content', async () => {
      const node = await load({});
      await node.run({ payload: 'start' });
      assert.match(node.errors[0]!, /no path is set: open the node and give a folder or file, or send CSV/);
    });
  });

  describe('paths in messages', () => {
    it('reads a file and a folder below the one of the settings, each file once however it is named', async () => {
      const folder = folderOf({
        [`csv/${DAY}`]: districtDay('2026-01-12', 1),
        'csv/other.csv': districtDay('2026-01-13', 1),
      });
      const node = await load({ path: folder });
      await node.run({ payload: `csv/${DAY}` });
      assert.equal(node.elements().length, 24);
      await node.run({ payload: { path: 'csv' } });
      assert.equal(node.elements().length, 48);
      await node.run({ payload: 'start' });
      assert.equal(node.elements().length, 48);
    });

    it('does not take files of the same name in two folders for one', async () => {
      const folder = folderOf({});
      for (const [name, households] of [
        ['a', 1],
        ['b', 2],
      ] as const) {
        mkdirSync(join(folder, name));
        writeFileSync(join(folder, name, 'x.csv'), districtDay('2026-01-12', households));
      }
      const node = await load({ path: folder });
      await node.run({ payload: 'a' });
      await node.run({ payload: 'b' });
      assert.equal(node.elements().length, 24 + 48);
    });

    for (const path of [
      '../secret.csv',
      '..',
      '/etc/passwd',
      'csv/../../secret.csv',
      'a\0.csv',
      'link.csv',
      'out/x.csv',
    ]) {
      it(`refuses ${JSON.stringify(path)}`, async () => {
        const folder = folderOf({});
        const outside = folderOf({ 'x.csv': districtDay('2026-01-12', 1) });
        symlinkSync(join(outside, 'x.csv'), join(folder, 'link.csv'));
        symlinkSync(outside, join(folder, 'out'));
        const node = await load({ path: folder });
        await node.run({ payload: path });
        assert.match(node.errors[0]!, /is outside the folder of the node: name a file below it/);
        assert.deepEqual(node.of('readings'), []);
      });
    }

    it('refuses any path when the settings name no folder', async () => {
      const node = await load({});
      await node.run({ payload: { path: 'x.csv' } });
      assert.match(node.errors[0]!, /set the folder that files may be read from/);
    });

    it('gives a folder that does not exist, and a file that is no CSV, to Catch with the remedy', async () => {
      const node = await load({ path: join(folderOf({}), 'none') });
      await node.run({ payload: 'start' });
      assert.match(node.errors[0]!, /none cannot be read \(ENOENT\): give a folder or file that exists/);
      await helper.unload();
      const folder = folderOf({ 'x.pdf': 'x' });
      const other = await load({ path: folder });
      await other.run({ payload: 'x.pdf' });
      assert.match(other.errors[0]!, /x\.pdf is not read: give a folder, or a file that ends in \.csv/);
      await other.run({ payload: 'none.csv' });
      assert.match(other.errors[1]!, /none\.csv cannot be read \(ENOENT\)/);
    });
  });

  it('sends batches as parts that belong together, the last with complete, the count and flush', async () => {
    const folder = folderOf({ [DAY]: districtDay('2026-01-12', 10) });
    const node = await load({ path: folder, batchRows: '50' });
    await node.run({});
    const messages = node.of('readings');
    assert.deepEqual(
      messages.map(({ payload }) => (payload as unknown[]).length),
      [50, 50, 50, 50, 40, 0],
    );
    const parts = messages.map(({ parts: one }) => one as { id: string; type: string; index: number; count?: number });
    assert.deepEqual(
      parts.map(({ type, index, count }) => [type, index, count]),
      [0, 1, 2, 3, 4, 5].map((index) => ['array', index, index === 5 ? 6 : undefined]),
    );
    assert.equal(new Set(parts.map(({ id }) => id)).size, 1);
    assert.deepEqual(
      messages.map(({ complete, flush }) => [complete, flush]),
      [...new Array(5).fill([undefined, undefined]), [true, true]],
    );
    assert.equal(node.status.text === '240 in, 0 out' || node.status.fill === 'grey', true);
    await until(() => node.status.text === '240 in, 0 out', 'the status');
  });

  it('leaves flush out when it is not wanted', async () => {
    const node = await load({ flushAtEnd: false });
    await node.run({ payload: districtDay('2026-01-12', 1), filename: DAY });
    assert.deepEqual(Object.hasOwn(node.of('readings').at(-1)!, 'flush'), false);
  });

  it('sends refused rows with place, reason and bytes, and counts every row', async () => {
    const bad = Buffer.concat([Buffer.from('H003,2026-01-12 01:00,1,'), Buffer.from([0xff, 0xfe])]);
    const lines = [
      'H001,2026-01-12 00:00,0.82',
      'H001,2026-01-12 01:00,',
      'H001,2026-01-12 02:00,abc',
      'H001,2026-01-12 00:00,0.83',
      'H002,2026-01-13 00:00,1',
    ];
    const text = Buffer.concat([Buffer.from(`${HEADER}\n${lines.join('\n')}\n`), bad, Buffer.from('\n')]);
    const node = await load({});
    await node.run({ payload: text, filename: DAY });
    const refused = node.elements<RejectedRow>('refused').sort((a, b) => a.line - b.line);
    const offsetOf = (line: string) => text.indexOf(line);
    assert.deepEqual(
      refused.map(({ file, line, byteOffset, column, reason }) => [file, line, byteOffset, column, reason]),
      [
        [DAY, 4, offsetOf('H001,2026-01-12 02:00,abc'), 'consumption_kwh', 'value'],
        [DAY, 5, offsetOf('H001,2026-01-12 00:00,0.83'), '', 'duplicate'],
        [DAY, 6, offsetOf('H002,2026-01-13'), 'timestamp', 'other-day'],
        [DAY, 7, text.indexOf(bad), '', 'columns'],
      ],
    );
    for (const row of refused) assert.ok(row.message !== '' && row.remedy !== '' && row.original !== '');
    assert.deepEqual(Buffer.from(refused[3]!.originalBase64, 'base64'), bad);
    const last = node.progress.at(-1)!;
    assert.deepEqual([last.state, last.percent, last.files, last.filesDone], ['done', 100, 1, 1]);
    assert.deepEqual([last.rowsRead, last.rowsAccepted, last.rowsQuarantined], [6, 2, 4]);
    assert.deepEqual(
      node.elements().map(({ quality }) => quality),
      ['good', 'missing'],
    );
  });

  it('sends the metadata of a day before its rows, days in order', async () => {
    const folder = folderOf({
      'city_Northport_2026-01-13.json': JSON.stringify({ ...METADATA, date: '2026-01-13' }),
      'city_Northport_2026-01-12.json': JSON.stringify(METADATA),
      'district_Northport_101_2026-01-13.csv': districtDay('2026-01-13', 1),
      [DAY]: districtDay('2026-01-12', 1),
    });
    const node = await load({ path: folder });
    await node.run({});
    assert.deepEqual(
      node.arrived
        .filter(({ port }) => port !== 'progress' && port !== 'completed')
        .map(({ message }) => message.topic),
      [
        'city_Northport_2026-01-12.json',
        DAY,
        'city_Northport_2026-01-13.json',
        'district_Northport_101_2026-01-13.csv',
        'import',
      ],
    );
  });

  it('tells of a file that cannot be opened or is empty, and reads the others', async () => {
    const folder = folderOf({ 'district_A_1_2026-01-12.csv': '', [DAY]: districtDay('2026-01-12', 1) });
    symlinkSync('/etc/hosts', join(folder, 'link.csv'));
    const node = await load({ path: folder });
    await node.run({});
    assert.deepEqual(
      node.elements<Refusal>('refused').map(({ place, reason }) => [place, reason]),
      [
        ['link.csv', 'not-a-file'],
        ['district_A_1_2026-01-12.csv', 'empty'],
      ],
    );
    assert.equal(node.elements().length, 24);
    assert.equal(node.progress.at(-1)!.state, 'done');
  });

  it('writes rows and list of an import into a folder of its own, byte for byte, and does not read them again', async () => {
    const bad = 'H001,2026-01-12 02:00,"=1+1"';
    const content = `\uFEFF${HEADER}\r\nH001,2026-01-12 01:00,1\r\n${bad}\r\n`;
    const at = Buffer.from(content).indexOf(bad);
    const folder = folderOf({ [`csv/${DAY}`]: content });
    const quarantineFolder = join(folder, 'quarantine');
    const node = await load({ path: folder, quarantineFolder });
    await node.run({});
    await new Promise((resolve) => setTimeout(resolve, 5));
    await node.run({ payload: `${HEADER}\nH002,2026-01-12 01:00,x\n`, filename: '../../..' });
    await node.run({ payload: 'start' });
    const imports = readdirSync(quarantineFolder).sort();
    assert.equal(imports.length, 3);
    const read = (...path: string[]) => readFileSync(join(quarantineFolder, ...path), 'utf8');
    assert.equal(read(imports[0]!, 'rows/csv', DAY), `\uFEFF${HEADER}\n${bad}\n`);
    const list = read(imports[0]!, 'rejected_rows.csv').split('\n');
    assert.equal(list[0], 'file,line,byte_offset,column,reason,message,remedy,original');
    assert.match(list[1]!, new RegExp(`^csv/${DAY},3,${at},consumption_kwh,value,`));
    assert.equal(read(imports[1]!, 'rows/upload.csv'), `${HEADER}\nH002,2026-01-12 01:00,x\n`);
    assert.deepEqual(readdirSync(join(quarantineFolder, imports[2]!)), ['rejected_rows.csv']);
    assert.deepEqual(node.errors, []);
  });

  it('gives a quarantine folder that cannot be written to to Catch, and reads again once it can', async () => {
    const folder = folderOf({ [DAY]: districtDay('2026-01-12', 1), occupied: 'a file' });
    const node = await load({ path: folder, quarantineFolder: join(folder, 'occupied/quarantine') });
    await node.run({});
    assert.match(node.errors[0]!, /ENOTDIR/);
    assert.equal(node.progress.at(-1)!.state, 'failed');
    const messages = node.of('progress').length;
    await new Promise((resolve) => setTimeout(resolve, 1200));
    assert.equal(node.of('progress').length, messages, 'nothing is under way any more');
  });

  describe('an import that takes a while', () => {
    const rows = 24 * 3000;
    const file = districtDay('2026-01-12', 3000);

    it('tells its progress once a second, in rows too, and does not run twice at once', async () => {
      const folder = folderOf({ [DAY]: file });
      const node = await load({ path: folder, flowControl: 'acknowledge' });
      node.receive({ payload: 'start' });
      node.receive({ payload: 'start' });
      await until(() => node.of('readings').length === 4, 'the first messages');
      await until(() => node.progress.length >= 2, 'two seconds');
      const [progress] = node.progress;
      assert.equal(progress!.state, 'reading');
      assert.ok(progress!.rowsRead > 0 && progress!.percent > 0 && progress!.percent < 100);
      assert.equal(progress!.rowsRead, progress!.rowsAccepted + progress!.rowsQuarantined);
      await acknowledgeAll(node, 0, 2);
      assert.deepEqual(
        node.progress.filter(({ state }) => state === 'done').map(({ rowsRead }) => rowsRead),
        [rows, 0],
      );
      assert.equal(new Set(rowsOf(node.elements())).size, rows);
      assert.equal(node.elements().length, rows);
    });

    it('ends at stop, and goes on at the same row', async () => {
      const folder = folderOf({ [DAY]: file });
      const node = await load({ path: folder, quarantineFolder: join(folder, 'q') });
      for (let stops = 0; stops < 3; stops++) {
        const before = node.of('readings').length;
        node.receive({ payload: 'start' });
        await until(() => node.of('readings').length > before + 2, 'some readings');
        await node.run({ payload: 'stop' });
        const { state, rowsRead, rowsAccepted } = node.progress.at(-1)!;
        assert.deepEqual([state, rowsRead], ['stopped', rowsAccepted]);
        assert.equal(Object.hasOwn(node.of('readings').at(-1)!, 'complete'), false);
      }
      const stopped = node.elements().length;
      assert.ok(stopped < rows, 'it was stopped in the middle');
      await node.run({ payload: 'start' });
      assert.deepEqual(rowsOf(node.elements()), rowsOf(node.elements()).sort());
      assert.equal(new Set(rowsOf(node.elements())).size, rows);
      assert.equal(node.elements().length, rows);
    });

    it('keeps the rejected rows of an import that is stopped', async () => {
      const folder = folderOf({ [DAY]: file.replace('\n', '\nH00001,2026-01-12 00:00,bad\n') });
      const node = await load({ path: folder, quarantineFolder: join(folder, 'q') });
      node.receive({ payload: 'start' });
      await until(() => node.of('readings').length > 2, 'some readings');
      await node.run({ payload: 'stop' });
      const [first] = readdirSync(join(folder, 'q'));
      const kept = readFileSync(join(folder, 'q', first!, 'rows', DAY), 'utf8');
      assert.equal(kept, `${HEADER}\nH00001,2026-01-12 00:00,bad\n`);
    });

    it('reads all again after reset, and obeys a start right after a stop', async () => {
      const folder = folderOf({ [DAY]: file });
      const node = await load({ path: folder });
      node.receive({ payload: 'start' });
      node.receive({ payload: 'stop' });
      node.receive({ payload: 'start' });
      await until(() => node.of('completed').length === 3, 'the import');
      assert.equal(node.elements().length, rows);
      await node.run({ reset: true });
      node.forget();
      await node.run({ payload: 'start' });
      assert.equal(node.elements().length, rows);
    });

    for (const [batchRows, busyMs] of [
      ['1000', 5],
      ['100', 1],
    ] as const) {
      it(`does not run ahead of a slow node, with ${batchRows} readings a message`, async () => {
        const folder = folderOf({ [DAY]: file });
        const slow = {
          id: 'slow',
          z: 'tab',
          x: 1,
          y: 1,
          type: 'function',
          func: `const until = Date.now() + ${busyMs}; while (Date.now() < until); return msg;`,
          outputs: 1,
          wires: [['seen']],
        };
        const seen = { id: 'seen', z: 'tab', type: 'helper', x: 1, y: 1 };
        const node = await IngestNode.load({ path: folder, batchRows }, [slow, seen], ['slow']);
        let count = 0;
        let most = 0;
        let sent = 0;
        const ingest = helper.getNode('ingest');
        const { send } = ingest;
        ingest.send = (message: unknown) => {
          // The first output is sent as a message, the others as a list.
          if (!Array.isArray(message)) sent++;
          send.call(ingest, message);
        };
        helper.getNode('seen').on('input', () => {
          count++;
          most = Math.max(most, sent - count);
        });
        await node.run({ reset: true });
        await node.run({ payload: 'start' });
        await until(() => count === sent, 'the slow node');
        console.log(`        ${count} messages, at most ${most} under way`);
        assert.equal(node.elements().length, rows);
        // The first 256 KiB tell the format and go out together, some 10,000 rows; then it is 64 KiB at a time.
        assert.ok(most <= 15_000 / Number(batchRows), `${most} under way`);
      });
    }

    it('has no more than four messages under way when they have to come back', async () => {
      const folder = folderOf({ [DAY]: file });
      const node = await load({ path: folder, flowControl: 'acknowledge', batchRows: '500' });
      node.receive({ payload: 'start' });
      await until(() => node.of('readings').length >= 4, 'the first messages');
      for (let round = 0; round < 5; round++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        assert.equal(node.of('readings').length, 4 + round);
        node.receive(node.of('readings')[round]!);
      }
      await acknowledgeAll(node, 5);
      assert.equal(node.elements().length, rows);
      assert.ok(node.of('readings').every(({ payload }) => (payload as unknown[]).length <= 500));
    });

    it('takes no message that comes back for a start, from whatever import and however often', async () => {
      const folder = folderOf({ [DAY]: districtDay('2026-01-12', 1) });
      const node = await load({ path: folder, flowControl: 'acknowledge' });
      node.receive({ payload: 'start' });
      await acknowledgeAll(node);
      const old = node.of('readings');
      await helper.unload();
      const next = await IngestNode.load({ path: folder, flowControl: 'automatic' });
      for (const message of [...old, ...old]) await next.run(message);
      assert.deepEqual([next.of('readings').length, next.errors.length], [0, 0]);
    });

    /** Gives all messages back as they come, until the imports have ended. */
    async function acknowledgeAll(node: IngestNode, from = 0, imports = 1): Promise<void> {
      let given = from;
      await until(() => {
        const messages = node.of('readings');
        while (given < messages.length) node.receive(messages[given++]!);
        return node.of('completed').length === given + imports;
      }, 'the imports');
    }
  });
});

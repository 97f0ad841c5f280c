import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  CITY_FILE,
  CsvImport,
  CsvSettings,
  DISTRICT_FILE,
  FileNames,
  findDataFiles,
  type ImportOutput,
  type ImportState,
  PlaceSettings,
  type RowCounts,
} from '../../../lib/ingest';
import type { MeterReading } from '../../../lib/messages';
import { withDefaults } from '../../../lib/stream/settings';
import { districtDay } from '../../support/district-day';
import { tempFolder } from '../../support/temp-folder';

const HEADER = 'household_id,timestamp,consumption_kwh';
const DAY = 'district_Northport_101_2026-01-12.csv';
const NOW_MS = Date.UTC(2026, 5, 1);
const TEMP = tempFolder();
const CSV = withDefaults(CsvSettings, {}, 'csv');
const PLACE = withDefaults(PlaceSettings, {}, 'place');
const NAMES = [new FileNames(DISTRICT_FILE), new FileNames(CITY_FILE)] as const;

/** A folder that is imported again and again, with what came out of the last import. */
class Imports {
  readonly folder = mkdtempSync(join(TEMP, 'data-'));
  state: ImportState = {};
  rows: string[] = [];
  readings: MeterReading[] = [];
  refused: { reason: string; line: number; text: string }[] = [];
  headers: string[] = [];
  documents: string[] = [];
  counts: RowCounts = { read: 0, accepted: 0, quarantined: 0 };

  /** `interrupt` is asked whenever the import waits: `stop` as by a signal, `fail` as when the receivers are gone. */
  async run(interrupt: () => 'go on' | 'stop' | 'fail' = () => 'go on'): Promise<void> {
    Object.assign(this, { rows: [], readings: [], refused: [], headers: [], documents: [] });
    const abort = new AbortController();
    const output: ImportOutput = {
      readings: (readings) => {
        this.readings.push(...readings);
        for (const { household, interval } of readings) {
          this.rows.push(
            `${household} ${new Date(interval!.startMs).toISOString().slice(0, 13)} ${interval!.energyWh}`,
          );
        }
      },
      rejected: ({ reason, line, bytes }) => this.refused.push({ reason, line, text: bytes.toString() }),
      metadata: (text) => this.documents.push(text.replace(/^\uFEFF/, '')),
      notice: ({ reason, file }) => this.refused.push({ reason, line: 0, text: file }),
      fileRead: async (_file, header) => {
        this.headers.push(Buffer.from(header).toString());
      },
      ready: async () => {
        const what = interrupt();
        if (what === 'stop') abort.abort();
        if (what === 'fail') throw new Error('gone');
      },
      noted: async () => undefined,
    };
    // As after a restart: what is kept is what JSON keeps.
    this.state = JSON.parse(JSON.stringify(this.state));
    const importer = new CsvImport(CSV, PLACE, output, this.state, NOW_MS, abort.signal);
    const found = await findDataFiles(this.folder, ...NAMES);
    try {
      await importer.run(found);
    } finally {
      this.counts = importer.progress.rows;
    }
  }

  write(name: string, content: string | Buffer): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }
}

const row = (hour: number, kwh: string) => `H001,2026-01-12 ${String(hour).padStart(2, '0')}:00,${kwh}`;
const sent = (hour: number, wh: number) => `H001 2026-01-12T${String(hour).padStart(2, '0')} ${wh}`;

describe('import of files', function () {
  this.timeout(20_000);
  it('reads a file once, and one that has grown on from its old end', async () => {
    const imports = new Imports();
    const path = imports.write(DAY, `${HEADER}\n${row(0, '1')}\n${row(1, '2')}\n`);
    await imports.run();
    assert.deepEqual(imports.rows, [sent(0, 1000), sent(1, 2000)]);
    await imports.run();
    assert.deepEqual(imports.rows, []);
    appendFileSync(path, `${row(1, '3')}\n${row(2, '3')}\n`);
    await imports.run();
    assert.deepEqual(imports.rows, [sent(2, 3000)]);
    assert.deepEqual(imports.refused, [{ reason: 'duplicate', line: 4, text: row(1, '3') }]);
    assert.deepEqual(imports.counts, { read: 2, accepted: 1, quarantined: 1 });
  });

  it('hands on metadata in whatever encoding as text', async () => {
    const imports = new Imports();
    const text = '{"city": "Köln", "districts": []}';
    imports.write('city_A_2026-01-12.json', text);
    imports.write('city_B_2026-01-12.json', Buffer.from(text, 'latin1'));
    imports.write('city_C_2026-01-12.json', Buffer.from(`\uFEFF${text}`, 'utf16le'));
    await imports.run();
    assert.deepEqual(imports.documents, [text, text, text]);
  });

  for (const [encoding, encode] of [
    ['UTF-8', (text: string) => Buffer.from(text)],
    ['UTF-16 LE', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 BE', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ] as const) {
    it(`reads a last line again that was not complete (${encoding})`, async () => {
      const imports = new Imports();
      const whole = `${HEADER}\n${row(0, '1')}\n${row(1, '2')}\n${row(2, '3')}\n`;
      const cut = whole.indexOf(row(1, '2')) + 12;
      imports.write(DAY, encode(whole.slice(0, cut)));
      await imports.run();
      assert.deepEqual(imports.rows, [sent(0, 1000)]);
      assert.equal(imports.refused.length, 1);
      imports.write(DAY, encode(whole));
      await imports.run();
      assert.deepEqual([imports.rows, imports.refused], [[sent(1, 2000), sent(2, 3000)], []]);
      assert.deepEqual(imports.counts, { read: 2, accepted: 2, quarantined: 0 });
    });

    it(`does not read a last line twice that only lacked its line end (${encoding})`, async () => {
      const imports = new Imports();
      imports.write(DAY, encode(`${HEADER}\n${row(0, '1')}`));
      await imports.run();
      assert.deepEqual(imports.rows, [sent(0, 1000)]);
      imports.write(DAY, encode(`${HEADER}\n${row(0, '1')}\r\n${row(1, '2')}`));
      await imports.run();
      assert.deepEqual([imports.rows, imports.refused], [[sent(1, 2000)], []]);
    });
  }

  it('reads a file anew that has become shorter, and says so', async () => {
    const imports = new Imports();
    imports.write(DAY, `${HEADER}\n${row(0, '1')}\n${row(1, '2')}\n`);
    await imports.run();
    imports.write(DAY, `${HEADER}\n${row(5, '1')}\n`);
    await imports.run();
    assert.deepEqual(imports.rows, [sent(5, 1000)]);
    assert.deepEqual(
      imports.refused.map(({ reason }) => reason),
      ['replaced'],
    );
  });

  it('reads a repaired file as one of its day', async () => {
    const imports = new Imports();
    imports.write(DAY, `${HEADER}\n${row(0, '1')}\n${row(1, 'x')}\n`);
    await imports.run();
    imports.write(DAY.replace('.csv', '.repaired.csv'), `${HEADER}\n${row(1, '2')}\n`);
    await imports.run();
    assert.deepEqual(imports.rows, [sent(1, 2000)]);
    assert.deepEqual([imports.readings[0]!.city, imports.readings[0]!.district], ['Northport', '101']);
  });

  it('goes on when a file is gone before it is opened', async () => {
    const imports = new Imports();
    const gone = imports.write(DAY, `${HEADER}\n${row(0, '1')}\n`);
    imports.write('district_Northport_102_2026-01-13.csv', districtDay('2026-01-13', 3000));
    imports.write('district_Northport_103_2026-01-13.csv', districtDay('2026-01-13', 1));
    imports.write('district_Northport_104_2026-01-13.csv', districtDay('2026-01-13', 1));
    let waits = 0;
    const second = join(imports.folder, 'district_Northport_103_2026-01-13.csv');
    await imports.run(() => {
      if (waits++ === 1) for (const path of [gone, second]) rmSync(path, { force: true });
      return 'go on';
    });
    assert.deepEqual(imports.refused, [
      { reason: 'unreadable', line: 0, text: 'district_Northport_103_2026-01-13.csv' },
    ]);
    assert.equal(imports.rows.length, 1 + 24 * 3001);
  });

  describe('interrupted anywhere', () => {
    const lines = [HEADER];
    for (let h = 0; h < 500; h++) {
      for (let hour = 0; hour < 24; hour++) {
        lines.push(
          `H${h},2026-01-12 ${String(hour).padStart(2, '0')}:00,${hour === 7 && h % 9 === 0 ? 'bad' : h / 100}`,
        );
      }
    }
    const content = `${lines.join('\n')}\n`;
    const expected = lines.slice(1).filter((line) => !line.endsWith('bad')).length;

    it('by a stop, it goes on at the same row: every row comes exactly once', () =>
      fc.assert(
        fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }), async (stops) => {
          const imports = new Imports();
          imports.write(DAY, content);
          imports.write(DAY.replace('101', '102'), content);
          const rows: string[] = [];
          const refused: number[] = [];
          const total = { read: 0, accepted: 0, quarantined: 0 };
          for (const after of [...stops, Number.POSITIVE_INFINITY]) {
            let waits = 0;
            await imports.run(() => (++waits === after ? 'stop' : 'go on')).catch(() => undefined);
            rows.push(...imports.readings.map(({ meterId, timeMs }) => `${meterId} ${timeMs}`));
            refused.push(...imports.refused.map(({ line }) => line));
            for (const key of ['read', 'accepted', 'quarantined'] as const) total[key] += imports.counts[key];
          }
          assert.equal(rows.length, 2 * expected);
          assert.equal(new Set(rows).size, 2 * expected);
          assert.equal(refused.length, 2 * (lines.length - 1 - expected));
          assert.deepEqual(total, { read: 2 * 12_000, accepted: 2 * expected, quarantined: 2 * (12_000 - expected) });
        }),
        { seed: 7, numRuns: 10 },
      ));

    it('because the receivers are gone, what they may not have got is sent again', async () => {
      const imports = new Imports();
      imports.write(DAY, content);
      let waits = 0;
      await assert.rejects(() => imports.run(() => (++waits === 5 ? 'fail' : 'go on')), /gone/);
      const first = imports.rows;
      await imports.run();
      const all = new Set([...first, ...imports.rows]);
      assert.equal(all.size, expected);
      assert.ok(first.length + imports.rows.length > expected);
    });
  });

  it('skips what it knows of a very large file, and still knows its header', async () => {
    const imports = new Imports();
    // Long names make many bytes of few rows.
    const nameOf = (h: number) => `H${h}`.padEnd(120, '-');
    const pieces = [`${HEADER}\n`];
    for (let hour = 0; hour < 470; hour++) {
      const time = new Date(Date.UTC(2025, 0, 1, hour)).toISOString().slice(0, 16).replace('T', ' ');
      let text = '';
      for (let h = 0; h < 1000; h++) text += `${nameOf(h)},${time},1.5\n`;
      pieces.push(text);
    }
    const rows = 470_000;
    const path = imports.write('large.csv', pieces.join(''));
    // As if another import had read it, all but the last row.
    const { size, mtimeMs } = statSync(path);
    const last = `${nameOf(999)},2025-01-20 13:00,1.5\n`;
    const position = { byteOffset: size - last.length, line: rows + 1 };
    const known = { read: rows - 1, accepted: rows - 1, quarantined: 0 };
    imports.state[path] = { size, modifiedMs: mtimeMs, position, rows: known };
    appendFileSync(path, `H1,2025-01-20 14:00,x\n`);
    await imports.run();
    assert.deepEqual(imports.rows, [`${nameOf(999)} 2025-01-20T13 1500`]);
    assert.deepEqual(imports.refused, [{ reason: 'value', line: rows + 2, text: 'H1,2025-01-20 14:00,x' }]);
    assert.deepEqual(imports.headers, [`${HEADER}\n`]);
    assert.deepEqual(imports.counts, { read: 2, accepted: 1, quarantined: 1 });
  });
});

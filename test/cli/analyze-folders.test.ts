import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Value } from '@sinclair/typebox/value';
import { Analysis } from '../../cli/analyze/analysis';
import { CsvSettings } from '../../lib/ingest';
import { csvRecords, filesBelow, type Summary } from '../support/city-run';
import { HEADER } from '../support/city-sample';
import { gridloom } from '../support/run-gridloom';
import { tempFolder } from '../support/temp-folder';

const DATE = '2025-01-13';
const rows = (household = 'H001', more = '') =>
  `${HEADER}\n${household},${DATE} 00:00,1.5\n${household},${DATE} 01:00,bad\n${more}`;

const SETTINGS: ConstructorParameters<typeof Analysis>[1] = {
  csv: Value.Create(CsvSettings),
  place: { city: 'X', district: 'Y', timeZone: 'UTC', cityTimeZones: [] },
  fallback: { thresholdKwh: 1.5, criticalHours: [] },
  estimated: 'exclude',
  maximumDetails: 0,
  aggregates: 'all',
  hasPlots: false,
  vee: 'flag',
};

describe('gridloom analyze: folders and names', function () {
  this.timeout(20_000);
  const all = tempFolder();
  let root: string;
  let data: string;
  let out: string;

  beforeEach(() => {
    root = mkdtempSync(join(all, 'case-'));
    data = join(root, 'data');
    out = join(root, 'out');
    mkdirSync(data);
  });
  const put = (name: string | Buffer, text: string | Buffer) =>
    writeFileSync(typeof name === 'string' ? join(data, name) : Buffer.concat([Buffer.from(`${data}/`), name]), text);

  async function analyze(plots = 'none') {
    const { code, out: text, err } = await gridloom('analyze', data, '--out', out, '--json', '--plots', plots);
    assert.equal(code, 0, err);
    const summary: Summary = JSON.parse(text);
    assert.equal(summary.rowsRead, summary.rowsAccepted + summary.rowsQuarantined);
    return { summary, err, files: filesBelow(out), reasons: summary.notices.map(({ reason }) => reason).sort() };
  }

  it('names that lead elsewhere, run as formulas, or move the cursor stay within OUTPUT and harmless', async () => {
    const cities = [
      '..',
      '.hidden',
      '..\\..\\x',
      '=cmd()',
      'A\u001b[31mred\u0007',
      '<script>alert(1)</script'.replace('/', ''),
      '-rf',
      'con',
      '\u202etxt',
      'x'.repeat(150),
    ];
    for (const city of cities) {
      put(`district_${city}_101_${DATE}.csv`, rows('=HYPERLINK("x")'.replaceAll('"', "'")));
      put(
        `city_${city.slice(0, 9)}_${DATE}.json`,
        JSON.stringify({ city: `${city}/../../y`, date: DATE, districts: [], critical_hours: [] }),
      );
    }
    const { summary, err, files } = await analyze();
    assert.deepEqual(summary.districts.map(({ city }) => city).sort(), [...cities].sort());
    assert.deepEqual(readdirSync(root).sort(), ['data', 'out']);
    assert.doesNotMatch(err.replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
    for (const [path, bytes] of files) {
      if (!path.startsWith('quarantine/rows/')) assert.doesNotMatch(path, /\.\.|[\p{Cc}\u202e=<>\\]|(^|\/)[.-]/u);
      if (path.endsWith('.csv') && !path.startsWith('quarantine/rows/')) {
        for (const record of csvRecords(String(bytes))) {
          for (const cell of Object.values(record)) assert.doesNotMatch(cell, /^[=@]|^[-+](?![\d.])/, path);
        }
      }
    }
    for (const city of cities) {
      assert.equal(String(files.get(`quarantine/rows/district_${city}_101_${DATE}.csv`)).split('\n').length, 3);
    }
  });

  it('names that are markup or move the cursor are harmless in plots and page', async () => {
    const city = `A\u001b[31m<script>alert(1)<&'"]]>`;
    put(`district_${city}_101_${DATE}.csv`, rows(`<img src=x onerror='alert'>`));
    const { files } = await analyze('1');
    const drawn = [...files].filter(([path]) => /\.(html|svg)$/.test(path));
    assert.ok(drawn.length > 3);
    for (const [path, bytes] of drawn)
      assert.doesNotMatch(String(bytes), /<script>alert|<img src=x|[^\P{Cc}\t\n]/u, path);
  });

  it('a file name as long as the file system allows, with rejected rows', async () => {
    const name = `${'n'.repeat(251)}.csv`;
    put(name, rows());
    const { files } = await analyze();
    assert.ok(files.has(`quarantine/rows/${name}`));
  });

  it('links are not followed, other things are no files, and a folder may be called x.csv', async () => {
    writeFileSync(join(root, 'secret.csv'), rows());
    put(`district_A_101_${DATE}.csv`, rows());
    symlinkSync(join(root, 'secret.csv'), join(data, 'link.csv'));
    symlinkSync(data, join(data, 'loop'));
    mkdirSync(join(data, 'x.csv'));
    const { summary, reasons } = await analyze();
    assert.equal(summary.rowsRead, 2);
    assert.deepEqual(reasons, ['no-metadata', 'not-a-file', 'not-a-file']);
  });

  it('a link that is named on the command line is followed', async () => {
    put(`district_A_101_${DATE}.csv`, rows());
    symlinkSync(data, join(root, 'linked'));
    const { code, out: text } = await gridloom(
      'analyze',
      join(root, 'linked'),
      '--out',
      out,
      '--json',
      '--plots',
      'none',
    );
    assert.deepEqual([code, JSON.parse(text).rowsRead], [0, 2]);
  });

  it('a name that is not UTF-8 is a notice', async () => {
    put(Buffer.from('K\xf6ln.csv', 'latin1'), rows());
    put(`district_A_101_${DATE}.csv`, rows());
    const { summary, reasons } = await analyze();
    assert.equal(summary.rowsRead, 2);
    assert.deepEqual(reasons, ['no-metadata', 'unreadable']);
  });

  it('what may not be read is a notice', async function () {
    if (process.getuid?.() === 0) this.skip();
    put(`district_A_101_${DATE}.csv`, rows());
    put(`district_B_101_${DATE}.csv`, rows());
    put(`city_A_${DATE}.json`, '{}');
    mkdirSync(join(data, 'closed'));
    for (const name of [`district_B_101_${DATE}.csv`, `city_A_${DATE}.json`, 'closed']) chmodSync(join(data, name), 0);
    const { summary, reasons } = await analyze();
    chmodSync(join(data, 'closed'), 0o700);
    assert.equal(summary.rowsRead, 2);
    assert.deepEqual(reasons, ['no-metadata', 'unreadable', 'unreadable', 'unreadable']);
  });

  it('a file that disappears is a notice, and the rest goes on', async () => {
    for (const city of ['A', 'B', 'C']) put(`district_${city}_101_${DATE}.csv`, rows());
    const onProgress = () => rmSync(join(data, `district_B_101_${DATE}.csv`), { force: true });
    const analysis = new Analysis(out, SETTINGS, Date.UTC(2026, 0, 1), onProgress, new AbortController().signal);
    const result = await analysis.run(data);
    assert.deepEqual(
      result.districts.map(({ city }) => city),
      ['A', 'C'],
    );
    assert.deepEqual(
      result.notices.filter(({ reason }) => reason === 'unreadable').map(({ file }) => file),
      [`district_B_101_${DATE}.csv`],
    );
  });

  it('an analysis that is interrupted leaves nothing unfinished', async () => {
    for (const city of ['A', 'B']) put(`district_${city}_101_${DATE}.csv`, rows());
    const controller = new AbortController();
    const analysis = new Analysis(out, SETTINGS, Date.UTC(2026, 0, 1), () => controller.abort(), controller.signal);
    await assert.rejects(analysis.run(data), /abort/);
    assert.deepEqual([...filesBelow(out).keys()], []);
  });

  it('DATA within OUTPUT is refused: an earlier quarantine there may be under repair', async () => {
    put(`district_A_101_${DATE}.csv`, rows());
    await analyze();
    for (const place of [join(out, 'quarantine/rows'), out]) {
      const { code, err } = await gridloom('analyze', place, '--out', out);
      assert.equal(code, 2);
      assert.match(err, /--out: give a folder that DATA is not in/);
    }
    assert.ok(existsSync(join(out, `quarantine/rows/district_A_101_${DATE}.csv`)));
  });

  it('OUTPUT within DATA is not read the next time', async () => {
    put(`district_A_101_${DATE}.csv`, rows());
    out = join(data, 'out');
    await analyze();
    assert.equal((await analyze()).summary.rowsRead, 2);
  });

  it('OUTPUT that is a file: exit code 1, and the file stays', async () => {
    put(`district_A_101_${DATE}.csv`, rows());
    writeFileSync(out, 'kept');
    const { code, err } = await gridloom('analyze', data, '--out', out);
    assert.equal(code, 1);
    assert.match(err, /out/);
    assert.equal(readFileSync(out, 'utf8'), 'kept');
  });

  it('a long file, district after district, gives every day of the city once and whole', async () => {
    const lines = ['city,district,household,timestamp,kwh'];
    for (const district of ['1', '2']) {
      for (let day = 10; day < 16; day++) {
        for (const household of ['H1', 'H2'])
          lines.push(`A,${district},${household},2025-01-${day} 12:00,${district}.25`);
      }
    }
    put('long.csv', `${lines.join('\n')}\n`);
    const { summary, files } = await analyze();
    assert.equal(summary.districts.length, 12);
    const days = csvRecords(String(files.get('aggregates/city_day.csv')));
    assert.deepEqual(
      days.map(({ date, households, sum_kwh }) => [date, households, sum_kwh]),
      // Two households at 1.25 and two at 2.25 kWh.
      Array.from({ length: 6 }, (_, i) => [`2025-01-${10 + i}`, '4', '7']),
    );
    const [month, ...more] = csvRecords(String(files.get('aggregates/city_month.csv')));
    assert.deepEqual([month!.date, month!.sum_kwh, more.length], ['2025-01', '42', 0]);
  });

  it('metadata in Latin-1 and UTF-16 names the same city as the file', async () => {
    for (const [city, encoding] of [
      ['Köln', 'latin1'],
      ['Fürth', 'utf16le'],
    ] as const) {
      put(`district_${city}_101_${DATE}.csv`, rows());
      const text = JSON.stringify({
        city,
        date: DATE,
        districts: [{ district_id: '101', threshold: 1.4 }],
        critical_hours: [],
      });
      put(`city_${city}_${DATE}.json`, Buffer.from(encoding === 'utf16le' ? `\ufeff${text}` : text, encoding));
    }
    const { summary, reasons } = await analyze();
    assert.deepEqual(reasons, []);
    assert.deepEqual(
      summary.districts.map(({ threshold }) => threshold),
      [1.4, 1.4],
    );
  });

  it('takes files that share their days, each with other households, in whatever order', async () => {
    for (const [name, households] of [
      ['a.csv', ['H1', 'H2']],
      ['b.csv', ['H3', 'H4']],
    ] as const) {
      const lines = [HEADER];
      for (const date of ['2025-01-13', '2025-01-14', '2025-01-15', '2025-01-16']) {
        for (const household of households) lines.push(`${household},${date} 00:00,1.5`);
      }
      put(name, lines.join('\n'));
    }
    const { summary } = await analyze();
    assert.deepEqual([summary.rowsAccepted, summary.rowsQuarantined], [16, 0]);
    assert.deepEqual(
      summary.districts.map(({ households, rows: count }) => [households, count]),
      Array.from({ length: 4 }, () => [4, 4]),
    );
  });

  it('a table that cannot be written: exit code 1, and nothing unfinished stays', async () => {
    put(`district_X_101_${DATE}.csv`, rows());
    mkdirSync(join(out, 'aggregates/city_day.csv'), { recursive: true });
    const { code, err } = await gridloom('analyze', data, '--out', out, '--plots', 'none');
    assert.equal(code, 1);
    assert.match(err, /city_day\.csv/);
    assert.deepEqual(
      [...filesBelow(out).keys()].filter((path) => path.endsWith('.new')),
      [],
    );
  });
});

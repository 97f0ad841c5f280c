import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { givenColumns } from '../../cli/theft/reading-columns';
import { ReadingsCsv } from '../../cli/theft/readings-csv';
import { tempFolder } from '../support/temp-folder';

const NOW = Date.UTC(2026, 5, 1);
const folder = tempFolder();

interface Row {
  meterId: string;
  time: string;
  values: (number | null)[];
}

/** Reads files as the command does; rows as objects, absent quantities as null. */
async function read(files: Record<string, string | Uint8Array>, columns = '', timeZone = 'UTC') {
  const csv = new ReadingsCsv({ columns: givenColumns(columns), timeZone, latestMs: NOW, mostListed: 5 });
  const paths = Object.entries(files).map(([name, content]) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  });
  const rows: Row[] = [];
  for await (const batch of csv.batches(paths, new AbortController().signal)) {
    for (let i = 0; i < batch.count; i++) {
      const { powerW, voltageV, currentA, powerFactor } = batch;
      const values = [powerW, voltageV, currentA, powerFactor].map((column) => column[i]!);
      rows.push({
        meterId: csv.meters[batch.meter[i]!]!.meterId,
        time: new Date(batch.timeMs[i]!).toISOString(),
        values: values.map((value) => (Number.isNaN(value) ? null : value)),
      });
    }
  }
  return { csv, rows };
}

const PLAIN =
  'timeStamp,Power,Voltage,Current,PF\n' +
  '2026-01-01T00:00:00Z,431.5,230.1,1.95,0.96\n' +
  '2026-01-01T00:00:05Z,430,229.9,,\n';
const PLAIN_ROWS: Row[] = [
  { meterId: 'home', time: '2026-01-01T00:00:00.000Z', values: [431.5, 230.1, 1.95, 0.96] },
  { meterId: 'home', time: '2026-01-01T00:00:05.000Z', values: [430, 229.9, null, null] },
];

describe('readings of meters from CSV', () => {
  it('reads the columns of the facts; a file without meters is one meter, named like the file', async () => {
    const { rows, csv } = await read({ 'home.csv': PLAIN });
    assert.deepEqual(rows, PLAIN_ROWS);
    assert.deepEqual([csv.rows, csv.refused.total, csv.withoutPower], [2, 0, 0]);
  });

  it('reads the same from gzip, with CR LF, a byte order mark, UTF-16, tabs, semicolons and decimal commas', async () => {
    const semicolons = PLAIN.replaceAll(',', ';').replaceAll('.', ',');
    const variants: Record<string, string | Uint8Array> = {
      'home.csv.gz': gzipSync(PLAIN),
      'home.csv': PLAIN.replaceAll('\n', '\r\n'),
      'home.txt': `\ufeff${PLAIN.replaceAll(',', '\t')}`,
      'home.CSV': Buffer.from(`\ufeff${semicolons}`, 'utf16le'),
      home: semicolons.trimEnd(),
      'home.tsv': PLAIN.replace('431.5', '"431.5"').replace('Power', '"Power"'),
    };
    for (const [name, content] of Object.entries(variants)) {
      assert.deepEqual((await read({ [name]: content })).rows, PLAIN_ROWS, name);
    }
  });

  it('tells many meters apart, and where they are', async () => {
    const text =
      'meter_id,feeder,household,district,city,timeStamp,Power\n' +
      'a,F1,H1,D1,Zürich,2026-01-01 00:00:00,1\nb,F1,,,,2026-01-01 00:00:00,2\n' +
      'a,F1,H1,D1,Zürich,2026-01-01 00:00:05,3\nb,F1,,,,2026-01-01 00:00:05,4\n';
    for (const bytes of [Buffer.from(text), Buffer.from(text, 'latin1')]) {
      const { rows, csv } = await read({ 'many.csv': bytes });
      assert.deepEqual(rows.map(({ meterId, values }) => [meterId, values[0]]).sort(), [
        ['a', 1],
        ['a', 3],
        ['b', 2],
        ['b', 4],
      ]);
      const [a, b] = csv.meters;
      const place = { feeder: 'F1', household: 'H1', district: 'D1', city: 'Zürich' };
      assert.deepEqual(a, { meterId: 'a', ...place, isFeeder: false });
      assert.deepEqual([b?.feeder, b?.household, b?.isFeeder], ['F1', undefined, true]);
    }
  });

  it('takes columns by name and by number, with units, and date and time from two columns', async () => {
    const text = 'Date;Time;P;cos;mV\n16/12/2006;17:24:00;4.216;50;231500\n16/12/2006;17:25:00;?;50;231000\n';
    const { rows, csv } = await read({ 'uci.csv': text }, 'Power=P:kW,PF=4:%,Voltage=mV:mV', 'Europe/Paris');
    assert.deepEqual(rows, [{ meterId: 'uci', time: '2006-12-16T16:24:00.000Z', values: [4216, 231.5, null, 0.5] }]);
    assert.equal(csv.withoutPower, 1);
    assert.throws(() => givenColumns('Power=P:kVA'), /units of Power are W, kW, MW/);
    assert.throws(() => givenColumns('Energy=P'), /roles are timeStamp/);
    await assert.rejects(read({ 'x.csv': text }, 'Power=Q'), /x.csv: .*no such column; the file has Date, Time, P/);
    await assert.rejects(read({ 'x.csv': 'ts,V\n2026-01-01T00:00:00Z,5\n' }), /no column of Power/);
  });

  it('knows the hours that a clock shows twice or not at all', async () => {
    const times = ['2025-10-26 01:59:30', '2025-10-26 02:59:30', '2025-10-26 02:00:30', '2025-10-26 03:00:30'];
    const autumn = ['timeStamp,Power', ...times.map((time) => `${time},1`)].join('\n');
    const { rows } = await read({ 'autumn.csv': autumn }, '', 'Europe/Berlin');
    assert.deepEqual(
      rows.map(({ time }) => time.slice(11, 19)),
      ['23:59:30', '00:59:30', '01:00:30', '02:00:30'],
    );
    const spring = 'timeStamp,Power\n2026-03-29 01:59:30,1\n2026-03-29 02:30:00,1\n2026-03-29 03:00:30,1\n';
    const { csv } = await read({ 'spring.csv': spring }, '', 'Europe/Berlin');
    assert.deepEqual(csv.refused.byReason, { 'no-such-time': 1 });
  });

  it('refuses damaged rows with line, reason and remedy, and takes all others', async () => {
    const good = (i: number) => `2026-01-01T00:00:${String(i).padStart(2, '0')}Z,a,${100 + i},230`;
    const text = [
      'timeStamp,meter,Power,Voltage',
      good(0),
      '2026-01-01T00:00:01Z,a,12x,230',
      '2026-01-01T00:00:02Z,a,100',
      '2026-13-01T00:00:03Z,a,100,230',
      '2026-01-01T00:00:04Z,,100,230',
      good(5),
      'timeStamp,meter,Power,Voltage',
      '2027-01-01T00:00:06Z,a,100,230',
      '2026-01-01T00:00:07Z,a,1e99,230',
      '"2026-01-01T00:00:08Z,a,100,230',
      '',
      '2026-01-01T00:00:09Z,a,100,230,,',
      `${'x'.repeat(100_000)}`,
      '2026-03-01T00:00:09Z,a,66,230',
      '2026-01-01T00:00:10Z,a,,230',
      good(11),
    ].join('\n');
    const { rows, csv } = await read({ 'damaged.csv': text });
    assert.deepEqual(
      rows.map(({ values }) => values[0]),
      [100, 105, 100, 111],
    );
    assert.deepEqual(csv.refused.byReason, {
      columns: 1,
      future: 1,
      implausible: 1,
      'line-too-long': 1,
      meter: 1,
      quote: 1,
      'repeated-header': 1,
      'time-jump': 1,
      timestamp: 1,
      value: 1,
    });
    assert.equal(csv.refused.total + csv.withoutPower + rows.length, csv.rows);
    assert.deepEqual(
      csv.refused.examples.map(({ file, line, reason }) => [file, line, reason]),
      [
        ['damaged.csv', 3, 'value'],
        ['damaged.csv', 4, 'columns'],
        ['damaged.csv', 5, 'timestamp'],
        ['damaged.csv', 6, 'meter'],
        ['damaged.csv', 8, 'repeated-header'],
      ],
    );
    assert.ok(csv.refused.examples.every(({ message, remedy, original }) => message && remedy && original));
  });

  it('is not led astray by one wrong date, nor does it lose rows behind a real gap', async () => {
    const lines = ['2024-05-05 00:00:00,1', '2016-01-01 00:00:00,2', '2016-01-01 00:00:05,3', '2025-01-01 00:00:00,4'];
    lines.push('2016-01-01 00:00:10,5', '2016-03-01 00:00:00,6', '2016-03-01 00:00:05,7', '2016-06-01 00:00:00,8');
    const { rows, csv } = await read({ 'gaps.csv': ['timeStamp,Power', ...lines].join('\n') });
    assert.deepEqual(
      rows.map(({ values }) => values[0]),
      [2, 3, 5, 6, 7, 8],
    );
    assert.deepEqual(csv.refused.byReason, { 'time-jump': 2 });
  });

  it('takes what is whole of an archive that breaks off', async () => {
    const lines = Array.from(
      { length: 60_000 },
      (_, i) => `${new Date(NOW - 1e9 + i * 5000).toISOString()},${i % 977}`,
    );
    const packed = gzipSync(['timeStamp,Power', ...lines].join('\n'));
    const { rows, csv } = await read({ 'cut.csv.gz': packed.subarray(0, packed.length / 2) });
    assert.ok(rows.length > 1000 && rows.length < 60_000, `${rows.length}`);
    assert.equal(csv.refused.byReason['damaged-archive'], 1);
  }).timeout(20_000);

  it('gives what a plain reading gives, whatever the numbers, over the ends of its buffers', async () => {
    const number = fc.oneof(fc.integer({ min: -9999, max: 9999 }), fc.double({ min: -1e5, max: 1e5, noNaN: true }));
    const given = fc.array(fc.tuple(fc.constantFrom('a', 'ä', 'meter 3'), number, fc.option(fc.nat(400))), {
      minLength: 1,
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(given, fc.constantFrom(1, 700), async (some, times) => {
        // Repeated, so that a file is longer than a buffer.
        const all = Array.from({ length: times }, () => some).flat();
        const start = NOW - 86_400_000;
        const text = all.map(([meter, power, volts], i) => {
          return `${new Date(start + i * 1000).toISOString()},${meter},${power},${volts ?? ''}`;
        });
        const { rows, csv } = await read({ 'p.csv': ['timeStamp,meter,Power,Voltage', ...text].join('\n') });
        assert.equal(csv.refused.total, 0);
        const byMeter = (list: unknown[][]) => list.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
        assert.deepEqual(
          byMeter(rows.map(({ meterId, time, values }) => [`${time} ${meterId}`, ...values])),
          byMeter(
            all.map(([meter, power, volts], i) => {
              return [`${new Date(start + i * 1000).toISOString()} ${meter}`, Number(String(power)), volts, null, null];
            }),
          ),
        );
      }),
      { seed: 31, numRuns: 40 },
    );
  }).timeout(60_000);
});

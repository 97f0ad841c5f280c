import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import {
  CsvReader,
  type CsvSettings,
  DistrictDays,
  FileNames,
  ImportContext,
  PlaceSettings,
} from '../../../lib/ingest';
import { HourRows } from '../../../lib/stream';
import { csvSettings } from './read-bytes';

const HEADER = 'household_id,timestamp,consumption_kwh';
const LONG = 'city,district_id,household_id,timestamp,consumption_kwh';
const NAMES = new FileNames('district_{city}_{district}_{date}');
const NOW = Date.UTC(2026, 10, 1);
const hh = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

interface Options {
  csv?: Partial<CsvSettings>;
  place?: Partial<PlaceSettings>;
  openCells?: number;
}

/** Reads files, by name and text, into district-days: rows as `household place kwh`, faults as `line reason`. */
function sort(files: [name: string, text: string][], { csv, place, openCells = 4e6 }: Options = {}) {
  const context = new ImportContext();
  const settings = csvSettings(csv);
  const days: { key: string; clock: number[]; households: string[]; rows: string[] }[] = [];
  const rows = new HourRows();
  const sorter = new DistrictDays(
    context,
    { ...Value.Create(PlaceSettings), ...place },
    settings.intervalMinutes * 60_000,
    NOW,
    { openCells, isStrict: true },
    ({ city, district, table }) => {
      table.toHourRows(rows, (id) => context.household(id));
      const texts = Array.from(
        { length: rows.count },
        (_, i) =>
          `${rows.households[rows.household[i]!]} ${rows.hour[i]} ${rows.kwh[i]}${rows.isEstimated[i] ? ' estimated' : ''}`,
      );
      days.push({
        key: `${city} ${district} ${table.day.date}`,
        clock: table.day.clock,
        households: rows.households,
        rows: texts,
      });
    },
  );
  const faults: string[] = [];
  for (const [name, text] of files) {
    sorter.beginFile(NAMES.read(name));
    const reader: CsvReader = new CsvReader(
      settings,
      {
        rows(batch) {
          sorter.setTimeKind(reader.format!.time.kind);
          sorter.take(batch);
        },
        reject: ({ line, reason }) => faults.push(`${line} ${reason}`),
      },
      context,
    );
    reader.write(Buffer.from(text));
    reader.end();
    assert.equal(reader.rowsRead, reader.rowsAccepted + reader.rowsQuarantined);
  }
  sorter.end();
  return { days, faults };
}

const file = (date: string, times: readonly string[], values = times.map((_, i) => String(i))) =>
  `${HEADER}\n${times.map((time, i) => `H1,${date} ${time},${values[i]}`).join('\n')}\n`;

describe('district-days', function () {
  this.timeout(30_000);

  it('a named file has one day; what does not fit is refused for its reason', () => {
    const text = `${HEADER}
H1,2026-01-12 00:00,1
H1,2026-01-12 00:00,1
H1,2026-01-12 00:00,2
H1,2026-01-12 01:00,
H1,2026-01-12 01:00,
H1,2026-01-12 01:00,3
H1,2026-01-12 01:00,
H1,2026-01-11 23:00,1
H1,2026-01-13 00:00,1
H1,2026-01-12 24:00,1
H1,2026-01-12 02:30,1
H1,2026-11-03 00:00,1
H2,2026-01-12 23:00,4
`;
    const { days, faults } = sort([['district_X_101_2026-01-12.csv', text]]);
    assert.deepEqual(
      days.map(({ key, rows }) => [key, rows]),
      [['X 101 2026-01-12', ['H1 0 1', 'H1 1 3', 'H2 23 4']]],
    );
    assert.deepEqual(faults, [
      ...['3 duplicate', '4 duplicate', '6 duplicate', '8 duplicate', '9 other-day', '10 other-day', '11 other-day'],
      ...['12 off-interval', '13 future'],
    ]);
  });

  it('a day of 23 hours has no 02:00', () => {
    const times = Array.from({ length: 24 }, (_, hour) => hh(hour));
    const { days, faults } = sort([['district_X_1_2026-03-29.csv', file('2026-03-29', times)]], {
      place: { timeZone: 'Europe/Berlin' },
    });
    assert.deepEqual(faults, ['4 no-such-time']);
    assert.deepEqual(days[0]!.clock, [0, 1, ...Array.from({ length: 21 }, (_, i) => i + 3)]);
    assert.deepEqual(days[0]!.rows.slice(0, 4), ['H1 0 0', 'H1 1 1', 'H1 2 3', 'H1 3 4']);
    assert.equal(days[0]!.rows.at(-1), 'H1 22 23');
  });

  it('a day of 25 hours has 02:00 twice, whichever of the two is missing; a third is a duplicate', () => {
    const berlin = { place: { timeZone: 'Europe/Berlin' } };
    for (const [first, second] of [
      ['5', '6'],
      ['', '6'],
      ['5', ''],
      ['', ''],
    ] as const) {
      const text = file('2026-10-25', ['01:00', '02:00', '02:00', '03:00', '02:00'], ['1', first, second, '7', '9']);
      const { days, faults } = sort([['district_X_1_2026-10-25.csv', text]], berlin);
      const kwh = (value: string) => (value === '' ? 'NaN' : value);
      // An empty cell takes the value that comes later: the first that is free.
      const late = first === '' ? ['9', kwh(second)] : second === '' ? ['5', '9'] : ['5', '6'];
      assert.deepEqual(
        days[0]!.rows,
        ['H1 1 1', `H1 2 ${late[0]}`, `H1 3 ${late[1]}`, 'H1 4 7'].map((row) => row),
      );
      assert.deepEqual(faults, first !== '' && second !== '' ? ['6 duplicate'] : []);
      assert.equal(days[0]!.clock.length, 25);
    }
  });

  it('a household whose only row is refused is none of the day', () => {
    const text = `${HEADER}\nH1,2026-10-25 00:00,1\nH2,2026-10-25 02:30,1\nH3,2026-10-25 05:30,1\n`;
    const { days, faults } = sort([['district_X_1_2026-10-25.csv', text]], { place: { timeZone: 'Europe/Berlin' } });
    assert.deepEqual(faults, ['3 off-interval', '4 off-interval']);
    assert.deepEqual(days[0]!.households, ['H1']);
  });

  it('takes as many households as come, day after day', () => {
    const day = (date: string, count: number): [string, string] => {
      const names = Array.from({ length: count }, (_, i) => `${date} H${i}`);
      const lines = names.flatMap((name, i) => [0, 23].map((hour) => `${name},${date} ${hh(hour)},${i}.${hour}`));
      return [`district_X_1_${date}.csv`, [HEADER, ...lines].join('\n')];
    };
    const { days, faults } = sort([day('2026-01-12', 300), day('2026-01-13', 3), day('2026-01-14', 1100)]);
    assert.deepEqual(faults, []);
    for (const [k, count] of [300, 3, 1100].entries()) {
      const date = `2026-01-${12 + k}`;
      const expected = Array.from({ length: count }, (_, i) => [
        `${date} H${i} 0 ${i}`,
        `${date} H${i} 23 ${i}.23`,
      ]).flat();
      assert.deepEqual(days[k]!.rows, expected);
    }
  });

  it('instants fall on the day of their city', () => {
    const text = `${LONG}
A,1,H1,2026-01-12T23:00:00Z,1
B,1,H1,2026-01-12T23:00:00Z,2
A,1,H1,2026-03-29T01:00:00+01:00,3
A,1,H1,2026-03-29T03:00:00+02:00,4
`;
    const place = { timeZone: 'UTC', cityTimeZones: [{ city: 'A', timeZone: 'Europe/Berlin' }] };
    const { days, faults } = sort([['long.csv', text]], { place });
    assert.deepEqual(faults, []);
    assert.deepEqual(
      days.map(({ key, rows }) => [key, ...rows]),
      [
        ['B 1 2026-01-12', 'H1 23 2'],
        ['A 1 2026-01-13', 'H1 0 1'],
        ['A 1 2026-03-29', 'H1 1 3', 'H1 2 4'],
      ],
    );
    const named = sort(
      [['district_A_1_2026-01-12.csv', `${HEADER}\nH1,2026-01-12T23:00:00Z,1\nH1,2026-01-11T23:00:00Z,2\n`]],
      { place },
    );
    assert.deepEqual(named.faults, ['2 other-day']);
    assert.deepEqual(named.days[0]!.rows, ['H1 0 2']);
  });

  it('half hours are added up to hours; with less than nine tenths of it an hour is estimated', () => {
    const text = file(
      '2026-01-12',
      ['00:00', '00:30', '01:00', '01:30', '02:00', '02:30', '03:30'],
      ['0.1', '0.2', '1', '', '', '', '3'],
    );
    const { days, faults } = sort([['district_X_1_2026-01-12.csv', text]], { csv: { intervalMinutes: 30 } });
    assert.deepEqual(faults, []);
    assert.deepEqual(days[0]!.rows, ['H1 0 0.3', 'H1 1 2 estimated', 'H1 2 NaN', 'H1 3 6 estimated']);
  });

  it('a file in order of time hands its days on as it goes, and what comes after is late', () => {
    const rows = [12, 13, 14, 15].flatMap((day) =>
      ['H1', 'H2'].map((name) => `A,1,${name},2026-01-${day} 00:00,${day}`),
    );
    const text = `${LONG}\n${rows.join('\n')}\nA,1,H3,2026-01-12 01:00,9\nA,1,H3,2026-01-14 01:00,9\n`;
    const { days, faults } = sort([['long.csv', text]]);
    assert.deepEqual(faults, ['10 late']);
    assert.deepEqual(
      days.map(({ key, rows: { length } }) => [key, length]),
      [
        ['A 1 2026-01-12', 2],
        ['A 1 2026-01-13', 2],
        ['A 1 2026-01-14', 3],
        ['A 1 2026-01-15', 2],
      ],
    );
  });

  it('a repaired file beside the first goes to the same day', () => {
    const { days, faults } = sort([
      ['district_X_1_2026-01-12.csv', file('2026-01-12', ['00:00', '25:00'])],
      ['district_X_1_2026-01-12.repaired.csv', file('2026-01-12', ['01:00'], ['7'])],
    ]);
    assert.deepEqual(faults, ['3 timestamp']);
    assert.deepEqual(
      days.map(({ rows }) => rows),
      [['H1 0 0', 'H1 1 7']],
    );
  });

  it('no row is lost and no district-day comes twice, whatever files are mixed in whatever order', () => {
    const row = fc.record({
      city: fc.constantFrom('A', 'B'),
      household: fc.constantFrom('H1', 'H2', 'H3'),
      day: fc.integer({ min: 12, max: 16 }),
      hour: fc.integer({ min: 0, max: 3 }),
      kwh: fc.integer({ min: 1, max: 9 }),
    });
    const rows = fc.array(row, { maxLength: 25 });
    const files = fc.array(
      fc.oneof(
        rows.map((list): [string, string] => [
          'long.csv',
          [LONG, ...list.map((r) => `${r.city},1,${r.household},2026-01-${r.day} ${hh(r.hour)},${r.kwh}`)].join('\n'),
        ]),
        fc
          .tuple(fc.constantFrom('A', 'B'), fc.integer({ min: 12, max: 16 }), rows)
          .map(([city, day, list]): [string, string] => [
            `district_${city}_1_2026-01-${day}.csv`,
            [HEADER, ...list.map((r) => `${r.household},2026-01-${r.day} ${hh(r.hour)},${r.kwh}`)].join('\n'),
          ]),
      ),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(files, fc.constantFrom(1, 4e6), (list, openCells) => {
        const { days, faults } = sort(list, { openCells });
        assert.equal(new Set(days.map(({ key }) => key)).size, days.length);
        const read = list.reduce((sum, [, text]) => sum + text.split('\n').length - 1, 0);
        const taken = days.reduce((sum, day) => sum + day.rows.length, 0);
        assert.equal(taken + faults.length, read);
      }),
      { seed: 31, numRuns: 120 },
    );
  });

  it('any day of any zone can be read without an error', () => {
    const zone = fc.constantFrom(
      'Europe/Berlin',
      'America/Santiago',
      'Africa/Cairo',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'Europe/Amsterdam',
      'Asia/Beirut',
    );
    fc.assert(
      fc.property(zone, fc.integer({ min: -25_000, max: 20_700 }), (timeZone, day) => {
        const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
        const times = Array.from({ length: 24 }, (_, hour) => hh(hour));
        const { days, faults } = sort([[`district_X_1_${date}.csv`, file(date, times)]], { place: { timeZone } });
        assert.equal((days[0]?.rows.length ?? 0) + faults.length, 24);
      }),
      { seed: 32, numRuns: 150 },
    );
  });
});

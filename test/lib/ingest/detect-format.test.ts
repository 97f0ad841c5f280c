import assert from 'node:assert/strict';
import { type CsvSettings, detectFormat, FormatError, ImportContext } from '../../../lib/ingest';
import { encode } from './damaged-file';
import { csvSettings, readBytes } from './read-bytes';

const ROWS = [
  ['H001', 0, 0.5],
  ['H001', 1, 1.25],
  ['H002', 0, 12],
  ['H002', 23, 0.07],
] as const;
const DAY = Date.UTC(2026, 0, 13);

/** The same four readings written in another way. */
function written(write: (household: string, hour: string, kwh: string) => string, header: string, mark = '.'): string {
  const rows = ROWS.map(([household, hour, kwh]) =>
    write(household, String(hour).padStart(2, '0'), String(kwh).replace('.', mark)),
  );
  return [...(header === '' ? [] : [header]), ...rows].join('\n');
}

function assertRead(bytes: Uint8Array, settings: Partial<CsvSettings> = {}): void {
  const { accepted, rejects } = readBytes(bytes, [], csvSettings(settings));
  assert.deepEqual(rejects, []);
  assert.deepEqual(
    accepted.map(({ household, timeMs, kwh }) => [household, (timeMs - DAY) / 3_600_000, kwh]),
    ROWS.map((row) => [...row]),
  );
}

const HEADER = 'household_id,timestamp,consumption_kwh';
const plain = (h: string, t: string, v: string) => `${h},2026-01-13 ${t}:00,${v}`;

const WAYS: [string, string, Partial<CsvSettings>?][] = [
  ['commas', written(plain, HEADER)],
  ['no header', written(plain, '')],
  [
    'semicolons and decimal commas',
    written((h, t, v) => `${h};13.01.2026 ${t}:00;${v}`, 'meter;datum;kwh', ','),
    { timestampColumn: 'datum' },
  ],
  ['tabs', written((h, t, v) => `${h}\t2026-01-13T${t}:00:00Z\t${v}`, 'id\ttime\tvalue')],
  ['pipes', written((h, t, v) => `${h}|2026/01/13 ${t}:00|${v}`, 'household|ts|energy')],
  [
    'quotes around all',
    written((h, t, v) => `"${h}","2026-01-13 ${t}:00","${v}"`, '"household_id","timestamp","consumption_kwh"'),
  ],
  ['quoted decimal commas', written((h, t, v) => `${h},2026-01-13 ${t}:00,"${v}"`, HEADER, ',')],
  [
    'single quotes',
    written((h, t, v) => `'${h}','2026-01-13 ${t}:00','${v}'`, "'household_id','timestamp','consumption_kwh'"),
  ],
  ['day before month', written((h, t, v) => `${h},13/1/2026 ${t}:00,${v}`, HEADER)],
  ['month before day', written((h, t, v) => `${h},1/13/26 ${t}:00:00,${v}`, HEADER)],
  ['date and time apart', written((h, t, v) => `${h},2026-01-13,${t}:00,${v}`, 'household,date,time,kwh')],
  [
    'other order, more columns',
    written((h, t, v) => `x,${v},${t},2026-01-13 ${t}:00,${h}`, 'note,consumption kWh,nr,Date Time,Household-ID'),
  ],
  ['a delimiter at the end of rows', written((h, t, v) => `${plain(h, t, v)},`, HEADER)],
  ['blanks around cells', written((h, t, v) => ` ${h} ,\t2026-01-13 ${t}:00 , ${v} `, HEADER)],
  [
    'columns by number',
    written((h, t, v) => `${v},${h},2026-01-13 ${t}:00`, 'a,b,c'),
    { householdColumn: '2', timestampColumn: '3', valueColumns: ['1'] },
  ],
  [
    'columns of the same name, by number',
    written(plain, 'x,x,x'),
    { householdColumn: '1', timestampColumn: '2', valueColumns: ['3'] },
  ],
  ['a damaged header', written(plain, '####')],
  ['seconds since 1970', written((h, t, v) => `${h},${DAY / 1000 + Number(t) * 3600},${v}`, HEADER)],
  ['an offset from UTC', written((h, t, v) => `${h},2026-01-13T${t}:00+00:00,${v}`, HEADER)],
  ['a format that is given', written((h, t, v) => `${h},13.01.26-${t}h,${v}`, HEADER), { timeFormat: 'dd.MM.yy-HHh' }],
];

describe('format of a file', () => {
  for (const [name, text, settings] of WAYS) {
    it(name, () => {
      for (const encoding of ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const) {
        assertRead(encode(text, encoding), settings);
        assertRead(encode(text.replaceAll('\n', '\r\n'), encoding, true), settings);
      }
    });
  }

  it('day and month are told apart by how time moves on', () => {
    const text = (pick: (day: number) => string) =>
      `${HEADER}\n${[3, 4, 5].map((day) => `H1,${pick(day)} 00:00,1\nH1,${pick(day)} 12:00,1`).join('\n')}\n`;
    const days = (bytes: string) =>
      readBytes(Buffer.from(bytes)).accepted.map(({ timeMs }) => new Date(timeMs).toISOString().slice(0, 10));
    const expected = ['2026-02-03', '2026-02-03', '2026-02-04', '2026-02-04', '2026-02-05', '2026-02-05'];
    assert.deepEqual(days(text((day) => `0${day}/02/2026`)), expected);
    assert.deepEqual(days(text((day) => `02/0${day}/2026`)), expected);
  });

  it('a decimal comma between commas is not read as a smaller number', () => {
    const { accepted, rejects } = readBytes(Buffer.from(written(plain, HEADER, ',')));
    // "12" has no decimals and is the one row with as many cells as the header.
    assert.deepEqual(
      accepted.map(({ kwh }) => kwh),
      [12],
    );
    assert.deepEqual(
      rejects.map(({ reason, detail }) => [reason, detail]),
      Array(3).fill(['columns', '4 cells instead of 3']),
    );
  });

  it('a format that cannot be says what and how to mend it', () => {
    const faults: [string, Partial<CsvSettings>, RegExp][] = [
      ['', {}, /empty/],
      [' \n\t\n', {}, /empty/],
      ['a,b\n1,2\n', {}, /no column of the timestamp/],
      ['id,when,kwh\nH1,yesterday,1\n', {}, /no column of the timestamp/],
      ['id,time,kwh\nH1,yesterday,1\n', {}, /in no known format/],
      [written(plain, 'household_id,timestamp,timestamp'), {}, /two columns are called "timestamp"/],
      [written(plain, 'timestamp,timestamp,household,household,kwh,kwh'), {}, /two columns are called/],
      [written(plain, HEADER), { householdColumn: 'meter' }, /no column "meter"/],
      [written(plain, HEADER), { valueColumns: ['7'] }, /no column "7"/],
      [written(plain, HEADER), { timeFormat: 'HH:mm' }, /needs year, month and day/],
      [`${'x,'.repeat(2000)}\n`.repeat(3), {}, /2001 columns/],
    ];
    for (const [text, settings, message] of faults) {
      assert.throws(
        () => detectFormat(Buffer.from(text), true, csvSettings(settings)),
        (error: unknown) => error instanceof FormatError && message.test(error.message) && error.remedy !== '',
        text,
      );
    }
  });

  it('the format of the last file is taken again only where it fits', () => {
    const context = new ImportContext();
    const detect = (text: string | Uint8Array) => detectFormat(Buffer.from(text), true, csvSettings(), context);
    const first = detect(written(plain, HEADER));
    assert.equal(detect(`${written(plain, HEADER)}\nH003,2026-01-13 00:00,9`), first);
    assert.equal(detect(written((h, t, v) => `${h},13.1.2026 ${t}:00,${v}`, HEADER)).time.text, 'd.M.yyyy H:mm');
    const latin = detect(encode(`${written(plain, HEADER)}\nMüller,2026-01-13 00:00,1\n`, 'windows-1252'));
    assert.equal(latin.encoding, 'windows-1252');
    assert.equal(detect(`${written(plain, HEADER)}\nMüller,2026-01-13 00:00,1\n`).encoding, 'utf-8');
  });
});

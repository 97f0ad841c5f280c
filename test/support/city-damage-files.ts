import { type Damage, editLines, LINE } from './city-damage-rows';
import { HEADER, METADATA, type Row, type Sample, TARGET } from './city-sample';
import { Random } from './random';

const edit = (sample: Sample, change: (text: string) => string | Buffer) =>
  sample.set(TARGET, Buffer.from(change(sample.get(TARGET)!.toString())));

/** The file is written in another way, and nothing is lost. */
const rewritten = (name: string, change: (text: string) => string | Buffer): Damage => ({
  name,
  damage: (sample) => edit(sample, change),
});

/** No row of the file can be read. */
const unreadable = (name: string, change: (text: string) => string): Damage => ({
  name,
  damage: (sample) => edit(sample, change),
  rejected: { count: 72, reason: 'format' },
  left: () => [],
  notices: ['no-csv'],
});

const nothing = (name: string, text: string): Damage => ({
  name,
  damage: (sample) => edit(sample, () => text),
  rejected: [],
  left: () => [],
  notices: ['empty', 'no-csv'],
});

/** The metadata is written like this instead. */
function metadata(
  name: string,
  change: (document: { city: unknown; districts: Record<string, unknown>[]; critical_hours: unknown }) => unknown,
  expected: Pick<Damage, 'notices' | 'rule'>,
): Damage {
  return {
    name,
    damage: (sample) => {
      const document = JSON.parse(sample.get(METADATA)!.toString());
      const changed = change(document) ?? document;
      sample.set(METADATA, Buffer.from(typeof changed === 'string' ? changed : JSON.stringify(changed)));
    },
    ...expected,
  };
}

const utf16 = (text: string, isBig: boolean, isMarked = true) => {
  const bytes = Buffer.from(isMarked ? `\ufeff${text}` : text, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};
const columns = (text: string, pick: (cells: string[]) => string[]) =>
  text.replace(/.+/g, (line) => pick(line.split(',')).join(','));
const renamed = (from: string, to: string) => (rows: Row[]) =>
  rows.map((one) => ({ ...one, household: one.household.replace(from, to) }));
/** Bytes of chance, the same each time. */
const noise = (length: number) => {
  const random = new Random(3);
  return Buffer.from(Array.from({ length }, () => random.below(256)));
};
const DEFAULTS = { threshold: 1.5, critical: [] };

/** Damage of a whole file or of metadata. */
export const FILE_DAMAGES: Damage[] = [
  rewritten('semicolons', (text) => text.replaceAll(',', ';')),
  rewritten('semicolons and decimal commas', (text) => text.replaceAll(',', ';').replaceAll('.', ',')),
  rewritten('all cells quoted', (text) => columns(text, (cells) => cells.map((cell) => `"${cell}"`))),
  rewritten('a byte order mark', (text) => `\ufeff${text}`),
  rewritten('UTF-16 LE', (text) => utf16(text, false)),
  rewritten('UTF-16 BE', (text) => utf16(text, true)),
  rewritten('UTF-16 without a mark', (text) => utf16(text, false, false)),
  rewritten('CR LF', (text) => text.replaceAll('\n', '\r\n')),
  rewritten('CR alone', (text) => text.replaceAll('\n', '\r')),
  rewritten('mixed line ends', (text) => text.replace(/\n/g, (_, i) => ['\n', '\r\n', '\r'][i % 3]!)),
  rewritten('no header', (text) => text.slice(HEADER.length + 1)),
  rewritten('a damaged header', (text) => `#!?${text.slice(9)}`),
  rewritten('columns in another order', (text) => columns(text, ([a, b, c]) => [c!, a!, b!])),
  rewritten('a column more', (text) => columns(text, ([a, b, c]) => [a!, `n${a}`, b!, c!])),
  rewritten('the other end of the world writes dates', (text) => text.replaceAll('2025-01-13', '1/13/2025')),
  unreadable('a column name twice', (text) => text.replace('household_id,timestamp', 'timestamp,timestamp')),
  unreadable('no consumption column', (text) => columns(text, ([a, b]) => [a!, b!])),
  unreadable('no times', (text) => text.replaceAll(/2025-01-13 \d\d:00/g, 'yesterday')),
  nothing('an empty file', ''),
  nothing('a header and no rows', `${HEADER}\n`),
  nothing('blank lines only', '\n\n  \n\t\r\n'),
  {
    name: 'names in Latin-1',
    damage: (sample) => edit(sample, (text) => Buffer.from(text.replaceAll('H001', 'Häuser'), 'latin1')),
    left: renamed('H001', 'Häuser'),
  },
  {
    name: 'one row that is not UTF-8 among umlauts',
    damage: (sample) =>
      edit(sample, (text) => {
        const [before = '', after = ''] = text.replaceAll('H001', 'Küche').split('Küche,2025-01-13 03:00');
        return Buffer.concat([
          Buffer.from(before),
          Buffer.from('K\xfcche,2025-01-13 03:00', 'latin1'),
          Buffer.from(after),
        ]);
      }),
    rejected: [[LINE, 'household']],
    left: (rows) => renamed('H001', 'Küche')(rows).filter((_, i) => i !== LINE - 2),
  },
  {
    name: 'a bad row in UTF-16 BE',
    damage: (sample) => {
      editLines(sample, (lines) => lines.with(LINE - 1, 'H001,2025-01-13 03:00,\u00e4€'));
      edit(sample, (text) => utf16(text, true));
    },
    rejected: [[LINE, 'value']],
    left: (rows) => rows.filter((_, i) => i !== LINE - 2),
  },
  {
    name: 'a last line of 5 MB without an end',
    damage: (sample) => edit(sample, (text) => text + 'x'.repeat(5_000_000)),
    rejected: [[74, 'line-too-long']],
  },
  {
    name: 'binary garbage',
    isAnyRejected: true,
    damage: (sample) => sample.set(TARGET, noise(20_000)),
    left: () => [],
    notices: ['no-csv'],
  },
  {
    name: 'the same file again in another folder',
    damage: (sample) => sample.set(TARGET.replace('csv/', 'csv/copy/'), sample.get(TARGET)!),
    rejected: { count: 72, reason: 'duplicate' },
  },
  {
    name: 'a file that names no district',
    damage: (sample) => sample.set('csv/export.csv', sample.get(TARGET)!),
    hasMore: true,
    notices: ['no-metadata'],
  },
  {
    name: 'a long file of days that have files of their own',
    damage: (sample) => {
      const long = [...sample].filter(([path]) => path.includes('Valdora_101')).map(([, bytes]) => bytes.toString());
      const rows = long.flatMap((text) => text.trimEnd().split('\n').slice(1)).map((line) => `Valdora,101,${line}`);
      sample.set('csv/all.csv', Buffer.from(['city,district,household,timestamp,kwh', ...rows].join('\n')));
    },
    rejected: { count: 72, reason: 'duplicate' },
  },
  {
    name: 'no metadata',
    damage: (sample) => sample.delete(METADATA),
    rule: DEFAULTS,
    notices: ['no-metadata'],
  },
  metadata('corrupt metadata', (document) => JSON.stringify(document).slice(0, -20), {
    rule: DEFAULTS,
    notices: ['metadata', 'no-metadata'],
  }),
  metadata('metadata that is a list', (document) => [document], {
    rule: DEFAULTS,
    notices: ['metadata', 'no-metadata'],
  }),
  metadata('empty metadata', () => ' ', { rule: DEFAULTS, notices: ['metadata', 'no-metadata'] }),
  metadata('a threshold as text', ({ districts }) => void (districts[0]!.threshold = ' 1.2 '), {
    rule: { threshold: 1.2 },
  }),
  metadata('a negative threshold', ({ districts }) => void (districts[0]!.threshold = -1), {
    rule: { threshold: 1.5 },
    notices: ['metadata'],
  }),
  metadata('no threshold', ({ districts }) => void delete districts[0]!.threshold, {
    rule: { threshold: 1.5 },
    notices: ['metadata'],
  }),
  metadata('a district id as a number', ({ districts }) => void (districts[0]!.district_id = 101), {}),
  metadata(
    'critical hours that are none',
    (d) => void (d.critical_hours = ['18:00', 99, null, '7 pm', '19', '24:00']),
    { rule: { critical: ['18:00', '19:00'] }, notices: Array(4).fill('metadata') },
  ),
  metadata('critical hours as text', (d) => void (d.critical_hours = '18:00'), {
    rule: { critical: [] },
    notices: ['metadata'],
  }),
  metadata('a district that is not in the metadata', (d) => void d.districts.shift(), {
    rule: { threshold: 1.5 },
    notices: ['no-metadata'],
  }),
  metadata(
    'a district in the metadata without a file',
    (d) => void d.districts.push({ district_id: '999', threshold: 1 }),
    { notices: ['no-csv'] },
  ),
  metadata('no city in the metadata, but in its name', (d) => void (d.city = null), { notices: ['metadata'] }),
  metadata('a city that leads out of the folder', (d) => void (d.city = '../../x'), {
    rule: DEFAULTS,
    notices: ['no-csv', 'no-csv', 'no-metadata'],
  }),
];

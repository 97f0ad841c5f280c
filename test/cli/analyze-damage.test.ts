import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FILE_DAMAGES } from '../support/city-damage-files';
import { type Damage, LINE, ROW_DAMAGES } from '../support/city-damage-rows';
import { csvRecords, type DistrictSummary, filesBelow, type Summary } from '../support/city-run';
import { figuresOf, goodSample, HEADER, type Row, rowsOf, ruleOf, type Sample, TARGET } from '../support/city-sample';
import { gridloom } from '../support/run-gridloom';
import { tempFolder } from '../support/temp-folder';

const GOOD = goodSample();
const CSVS = [...GOOD.keys()].filter((path) => path.endsWith('.csv'));

/** Puts the files into a folder, analyses it, and gives what came of it. */
async function analyzed(folder: string, sample: Sample, ...args: string[]) {
  const data = join(folder, 'data');
  const out = join(folder, 'out');
  for (const [path, bytes] of sample) {
    mkdirSync(dirname(join(data, path)), { recursive: true });
    writeFileSync(join(data, path), bytes);
  }
  const { code, out: text, err } = await gridloom('analyze', data, '--out', out, '--json', '--plots', 'none', ...args);
  assert.equal(code, 0, err);
  const files = filesBelow(out);
  const rejects = csvRecords(String(files.get('quarantine/rejected_rows.csv')));
  const summary: Summary = JSON.parse(text);
  assert.equal(summary.rowsRead, summary.rowsAccepted + summary.rowsQuarantined);
  assert.equal(rejects.length, summary.rowsQuarantined);
  assertQuarantine(sample, rejects, files);
  // What was read stays as it was, and nothing is written elsewhere.
  assert.deepEqual([...filesBelow(data)].sort(), [...sample].sort());
  assert.deepEqual(readdirSync(folder).sort(), ['data', 'out']);
  assert.ok(![...files.keys()].some((path) => path.endsWith('.new')));
  return { summary, rejects, files, err, data, out };
}

/** Every row of the list is in the file at its place, and byte for byte among the rows to be repaired. */
function assertQuarantine(sample: Sample, rejects: Record<string, string>[], files: Map<string, Buffer>): void {
  for (const path of new Set(rejects.map(({ file }) => file!))) {
    const bytes = sample.get(path)!;
    const unit = bytes[0] === 0xff && bytes[1] === 0xfe ? 'le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'be' : '8';
    const lf = Buffer.from(unit === '8' ? [10] : unit === 'le' ? [10, 0] : [0, 10]);
    const rows = rejects.filter(({ file }) => file === path);
    const quarantined = files.get(`quarantine/rows/${path}`)!;
    let rest = quarantined;
    for (const { byte_offset, line, reason } of rows.toReversed()) {
      const start = Number(byte_offset);
      let end = start;
      const isEnd = () =>
        end >= bytes.length ||
        (unit === '8' ? [10, 13].includes(bytes[end]!) : bytes.subarray(end, end + 2).equals(lf));
      while (!isEnd()) end += lf.length;
      if (unit === '8') assert.equal(linesBefore(bytes.subarray(0, start)), Number(line), `line of byte ${start}`);
      const original = bytes.subarray(start, reason === 'line-too-long' ? start + 65_536 : end);
      const tail = Buffer.concat([original, lf]);
      assert.ok(rest.subarray(rest.length - tail.length).equals(tail), `bytes of line ${line}`);
      rest = rest.subarray(0, rest.length - tail.length);
    }
    // What is left is the beginning of the file: its mark and its header, or nothing.
    assert.ok(rest.length === 0 || rest.equals(Buffer.concat([bytes.subarray(0, rest.length - lf.length), lf])), path);
  }
}

const linesBefore = (bytes: Buffer) => bytes.toString('latin1').split(/\r\n|\n|\r/).length;

function assertFigures(
  districts: readonly DistrictSummary[],
  path: string,
  rows: Row[],
  rule = ruleOf(GOOD, path),
): void {
  const found = districts.filter((one) => path.includes(`district_${one.city}_${one.district_id}_${one.date}`));
  assert.equal(found.length, rows.length === 0 ? 0 : 1, path);
  if (rows.length === 0) return;
  const { avg_consumption, ...expected } = figuresOf(rows, rule);
  const { avg_consumption: average, city, district_id, date, ...figures } = found[0]!;
  assert.deepEqual(figures, expected, path);
  assert.ok(Math.abs((average as number) - avg_consumption) < 1e-12);
}

function assertRejected({ rejected = [], isAnyRejected }: Damage, rejects: Record<string, string>[]): void {
  const ofTarget = rejects.filter(({ file }) => file === TARGET);
  if (isAnyRejected) assert.ok(ofTarget.length > 0);
  else if (Array.isArray(rejected)) {
    const found = ofTarget.map(({ line, reason }) => [Number(line), reason]);
    assert.deepEqual(found, rejected);
  } else {
    assert.deepEqual(
      ofTarget.map(({ reason }) => reason),
      Array(rejected.count).fill(rejected.reason),
    );
  }
  for (const { message, remedy } of rejects) assert.ok(message !== '' && remedy !== '');
}

describe('gridloom analyze on damaged files', function () {
  this.timeout(20_000);
  const root = tempFolder();

  for (const one of [...ROW_DAMAGES, ...FILE_DAMAGES]) {
    it(one.name, async () => {
      const folder = join(root, 'case');
      try {
        const sample = new Map(GOOD);
        one.damage(sample);
        const { summary, rejects } = await analyzed(folder, sample, ...(one.args ?? []));
        assertRejected(one, rejects);
        assert.deepEqual(summary.notices.map(({ reason }) => reason).sort(), one.notices ?? []);
        for (const path of CSVS) {
          const { threshold, critical } = ruleOf(GOOD, path);
          if (path === TARGET) {
            const rows = rowsOf(GOOD);
            const rule = { threshold: one.rule?.threshold ?? threshold, critical: one.rule?.critical ?? critical };
            assertFigures(summary.districts, path, one.left ? one.left(rows) : rows, rule);
          } else if (!isAffected(one, path)) assertFigures(summary.districts, path, rowsOf(GOOD, path));
        }
        const isGone = one.left?.(rowsOf(GOOD)).length === 0;
        if (!one.hasMore) assert.equal(summary.districts.length, CSVS.length - (isGone ? 1 : 0));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }

  it('rows that are repaired and fed in again give the figures of the undamaged file', async () => {
    const good = GOOD.get(TARGET)!.toString().trimEnd().split('\n');
    const sample = new Map(GOOD);
    // The damaged rows of the table that stand in the place of a good one, one below the other.
    const bad = ROW_DAMAGES.filter(({ rejected, left }) => left && Array.isArray(rejected) && rejected[0]?.[0] === LINE)
      .filter(({ left }) => left!(rowsOf(GOOD)).length === 71)
      .map((one) => {
        const damaged = new Map(GOOD);
        one.damage(damaged);
        return damaged.get(TARGET)!.toString().split('\n')[LINE - 1]!;
      });
    assert.ok(bad.length >= 25);
    sample.set(TARGET, Buffer.from([good[0], ...bad, ...good.slice(1 + bad.length), ''].join('\n')));
    const first = await analyzed(join(root, 'first'), sample);
    assert.equal(first.rejects.length, bad.length);
    const [header, ...quarantined] = first.files.get(`quarantine/rows/${TARGET}`)!.toString().trimEnd().split('\n');
    assert.equal(header, HEADER);
    assert.equal(quarantined.length, bad.length);
    const repaired = first.rejects.map(({ line }) => good[Number(line) - 1]);
    sample.set(TARGET.replace('.csv', '.repaired.csv'), Buffer.from([header, ...repaired, ''].join('\n')));
    const second = await analyzed(join(root, 'second'), sample);
    assert.equal(second.rejects.length, bad.length);
    for (const path of CSVS) assertFigures(second.summary.districts, path, rowsOf(GOOD, path));
    assert.equal(second.summary.rowsAccepted, CSVS.length * 72);
  });

  it('the days of 23 and 25 hours', async () => {
    const day = (date: string, hours: string[]) =>
      Buffer.from([HEADER, ...hours.map((hour, i) => `H001,${date} ${hour},${1 + i / 100}`), ''].join('\n'));
    const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
    const twice = hours.toSpliced(2, 0, '02:00');
    const sample: Sample = new Map([
      ['district_Valdora_101_2025-03-30.csv', day('2025-03-30', hours)],
      ['district_Valdora_101_2025-10-26.csv', day('2025-10-26', twice)],
      ['district_Valdora_102_2025-10-26.csv', day('2025-10-26', [...twice, '02:00'])],
    ]);
    const { summary, rejects } = await analyzed(join(root, 'clock'), sample, '--time-zone', 'Europe/Berlin');
    assert.deepEqual(
      rejects.map(({ file, line, reason }) => [file, line, reason]),
      [
        ['district_Valdora_101_2025-03-30.csv', '4', 'no-such-time'],
        ['district_Valdora_102_2025-10-26.csv', '27', 'duplicate'],
      ],
    );
    assert.deepEqual(
      summary.districts.map(({ rows, peak_hour, max_consumption }) => [rows, peak_hour, max_consumption]),
      [
        [23, '23:00', 1.23],
        [25, '23:00', 1.24],
        [25, '23:00', 1.24],
      ],
    );
    assert.ok(existsSync(join(root, 'clock/out/summary_csv/Valdora_summary.csv')));
  });
});

/** Damage of the metadata of a city concerns its other district too. */
function isAffected({ rule }: Damage, path: string): boolean {
  return rule !== undefined && path.includes('Valdora_102_2025-01-13');
}

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FileNames, rejectedRow } from '../../../lib/ingest';
import { damagedFile, encode } from './damaged-file';
import { collector, csvSettings, readBytes, readFrom, readText } from './read-bytes';

const HEADER = 'household_id,timestamp,consumption_kwh';
const DAY = Date.UTC(2026, 0, 12);
const HOUR = 3_600_000;

/** What must not depend on how a file comes in. */
const resultOf = ({ accepted, rejects, reader }: ReturnType<typeof readBytes>) => ({
  accepted,
  rejects,
  counts: [reader.rowsRead, reader.rowsAccepted, reader.rowsQuarantined],
  header: reader.headerBytes,
});

/** Lines of a file of units of one or two bytes, with where they begin; without the byte order mark. */
function linesOf(bytes: Buffer, unit: Buffer): { offset: number; bytes: Buffer }[] {
  const width = unit.length;
  const codeAt = (i: number) =>
    [10, 13].find((code) => unit.every((one, k) => bytes[i + k] === (one === 0 ? 0 : code)));
  const lines: { offset: number; bytes: Buffer }[] = [];
  const bom = [
    [0xef, 0xbb, 0xbf],
    [0xff, 0xfe],
    [0xfe, 0xff],
  ].find((mark) => mark.every((byte, i) => bytes[i] === byte));
  let from = bom && (bom.length === 2) === (width === 2) ? bom.length : 0;
  for (let i = from; i < bytes.length; i += width) {
    const code = codeAt(i);
    if (code === undefined) continue;
    lines.push({ offset: from, bytes: bytes.subarray(from, i) });
    if (code === 13 && codeAt(i + width) === 10) i += width;
    from = i + width;
  }
  lines.push({ offset: from, bytes: bytes.subarray(from) });
  return lines;
}

describe('csv reader', function () {
  this.timeout(30_000);

  it('reads the original file: rows, missing values, times as wall clock', () => {
    const { accepted, reader } = readText(`${HEADER}\nH001,2026-01-12 00:00,1.25\nH001,2026-01-12 01:00,\n`);
    assert.deepEqual(
      accepted.map(({ household, timeMs, kwh }) => [household, timeMs, kwh]),
      [
        ['H001', DAY, 1.25],
        ['H001', DAY + HOUR, Number.NaN],
      ],
    );
    assert.deepEqual([reader.rowsRead, reader.rowsAccepted, reader.rowsQuarantined], [2, 2, 0]);
  });

  it('gives the same whatever the pieces that a damaged file comes in', () => {
    fc.assert(
      fc.property(damagedFile, fc.array(fc.nat(), { maxLength: 6 }), (bytes, cuts) => {
        const whole = resultOf(readBytes(bytes));
        assert.deepEqual(resultOf(readBytes(bytes, cuts)), whole);
        const { counts, rejects } = whole;
        assert.equal(counts[0], counts[1]! + counts[2]!);
        assert.equal(rejects.length, counts[2]);
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  it('the bytes of a rejected row are the bytes of the file at its offset, and its line is that line', () => {
    fc.assert(
      fc.property(damagedFile, (bytes) => {
        const { rejects, reader } = readBytes(bytes);
        const lines = linesOf(bytes, reader.lineEnd);
        for (const { byteOffset, bytes: original, line } of rejects) {
          assert.ok(original.equals(bytes.subarray(byteOffset, byteOffset + original.length)));
          assert.ok(original.equals(lines[line - 1]!.bytes));
          assert.equal(byteOffset, lines[line - 1]!.offset);
        }
      }),
      { seed: 12, numRuns: 400 },
    );
  });

  it('goes on from any line below the header, with the header for its rejected rows', () => {
    fc.assert(
      fc.property(damagedFile, fc.nat(), (bytes, at) => {
        const whole = readBytes(bytes);
        const { headerBytes, lineEnd } = whole.reader;
        const lines = linesOf(bytes, lineEnd);
        const headerLine = lines.findIndex((one) => one.bytes.length > 0 && headerBytes.includes(one.bytes)) + 1;
        const line = headerLine + 1 + (at % Math.max(1, lines.length - headerLine));
        if (line > lines.length) return;
        const rest = readFrom(bytes, { byteOffset: lines[line - 1]!.offset, line });
        assert.deepEqual(
          rest.accepted,
          whole.accepted.filter((one) => one.line >= line),
        );
        assert.deepEqual(
          rest.rejects.sort((a, b) => a.line - b.line),
          whole.rejects.filter((one) => one.line >= line),
        );
        assert.ok(rest.reader.headerBytes.equals(headerBytes));
      }),
      { seed: 13, numRuns: 400 },
    );
  });

  it('is at the beginning of a line whenever it is interrupted, and the rest is exactly what was not read', () => {
    const prefix = `${HEADER}\r\n${Array.from({ length: 8200 }, (_, i) => `Hä${i},2026-01-12 00:00,1.25\r\n`).join('')}`;
    fc.assert(
      fc.property(damagedFile, fc.constantFrom('utf-8', 'utf-16be'), fc.nat(), (tail, encoding, at) => {
        const bytes = Buffer.concat([encode(prefix, encoding, true), tail]);
        // In UTF-8 the format is not known yet before the cut, in UTF-16 it is.
        const cut = bytes.length - (at % (tail.length + 40));
        const whole = readBytes(bytes);
        const first = collector(csvSettings());
        first.reader.write(bytes.slice(0, cut));
        const rest = readFrom(bytes, first.reader.position);
        assert.deepEqual(first.accepted.length + rest.accepted.length, whole.accepted.length);
        assert.deepEqual(rest.accepted, whole.accepted.slice(first.accepted.length));
        const rejects = [...first.rejects, ...rest.rejects].sort((a, b) => a.line - b.line);
        assert.deepEqual(rejects, whole.rejects);
      }),
      { seed: 15, numRuns: 6 },
    );
  });

  it('never throws on random bytes', () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.array(fc.constantFrom(0, 9, 10, 13, 34, 39, 44, 48, 59, 65, 124, 128, 195, 216, 254, 255), { maxLength: 300 }),
    );
    fc.assert(
      fc.property(noise, fc.boolean(), (list, isHeaded) => {
        const bytes = Buffer.concat([Buffer.from(isHeaded ? `${HEADER}\n` : ''), Buffer.from(list)]);
        for (const encoding of ['auto', 'windows-1252', 'utf-16be'] as const) {
          const { reader, rejects } = readBytes(bytes, [], csvSettings({ encoding }));
          assert.equal(reader.rowsRead, reader.rowsAccepted + reader.rowsQuarantined);
          for (const { byteOffset, bytes: original } of rejects) {
            assert.ok(original.equals(bytes.subarray(byteOffset, byteOffset + original.length)));
          }
        }
      }),
      { seed: 14, numRuns: 400 },
    );
  });

  it('knows the bytes of UTF-16 that is damaged: halves of characters, an odd end', () => {
    for (const encoding of ['utf-16le', 'utf-16be'] as const) {
      const bytes = encode(
        `${HEADER}\nH\ud800,2026-01-12 00:00,x\n\ufeffH2,2026-01-12 00:00,y\nH,2026-01-12 01:00,z`,
        encoding,
        true,
      );
      const odd = Buffer.concat([bytes, Buffer.from([0x41])]);
      const { rejects } = readBytes(odd, [7, 61, 90]);
      assert.equal(rejects.length, 3);
      for (const { byteOffset, bytes: original } of rejects) {
        assert.ok(original.equals(odd.subarray(byteOffset, byteOffset + original.length)));
      }
      assert.equal(rejects[2]!.byteOffset + rejects[2]!.bytes.length, odd.length);
    }
  });

  it('takes a line without end as one rejected row, keeps its beginning, and finds the place after it', () => {
    for (const encoding of ['utf-8', 'utf-16le'] as const) {
      const before = encode(`${HEADER}\nH1,2026-01-12 00:00,1\n`, encoding, true);
      const long = encode('a'.repeat(1_500_000), encoding);
      const after = encode('\r\nH1,2026-01-12 01:00,2\nH1,2026-01-12 02:00,bad\n', encoding);
      const bytes = Buffer.concat([before, long, after]);
      const found = [[], [300_000, 600_000, 1_300_000, 1_400_000], [before.length + long.length + 2]].map((cuts) =>
        readBytes(bytes, cuts),
      );
      for (const { accepted, rejects, reader } of found) {
        assert.deepEqual(
          rejects.map(({ line, reason, byteOffset }) => [line, reason, byteOffset]),
          [
            [3, 'line-too-long', before.length],
            [5, 'value', bytes.length - encode('H1,2026-01-12 02:00,bad\n', encoding).length],
          ],
        );
        assert.ok(rejects[0]!.bytes.equals(long.subarray(0, rejects[0]!.bytes.length)));
        assert.deepEqual([accepted.length, reader.rowsRead], [2, 4]);
      }
      // Interrupted within the long line, the reader goes on at its beginning.
      const begun = collector(csvSettings());
      begun.reader.write(bytes.slice(0, before.length + (encoding === 'utf-8' ? 1_200_000 : 2_400_000)));
      assert.deepEqual(begun.reader.position, { byteOffset: before.length, line: 3 });
      assert.equal(begun.rejects.length, 0);
      const rest = readFrom(bytes, begun.reader.position);
      assert.deepEqual(rest.rejects, found[0]!.rejects);
    }
    const garbage = readBytes(Buffer.concat([Buffer.alloc(1_200_000, 'x'), Buffer.from(`\n${'y'.repeat(9)}\n`)]));
    assert.equal(garbage.reader.rowsRead, 2);
  });

  it('shows what it rejects as text, in the encoding of the file', () => {
    const text = `${HEADER}\nHäuser,2026-01-12 00:00,1\nKüche,2026-01-12 00:00,x\n`;
    for (const encoding of ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const) {
      const { accepted, rejects } = readBytes(encode(text, encoding));
      assert.equal(accepted[0]!.household, 'Häuser');
      const row = rejectedRow('f', rejects[0]!);
      assert.equal(row.original, 'Küche,2026-01-12 00:00,x');
      assert.ok(Buffer.from(row.originalBase64, 'base64').equals(encode(row.original, encoding)));
    }
  });

  it('says that a format was not found also of a UTF-16 file, row by row', () => {
    const { rejects, reader } = readBytes(encode('who,what\r\na,1\r\nc,2\r\n', 'utf-16le', true));
    assert.deepEqual(
      rejects.map(({ reason, line }) => [reason, line]),
      [
        ['format', 2],
        ['format', 3],
      ],
    );
    assert.equal(reader.rowsRead, 2);
  });

  it('counts a stray quote against its own row only', () => {
    const { accepted, rejects } = readText(
      `${HEADER}\nH1,2026-01-12 00:00,1\n"H2,2026-01-12 00:00,1\nH3,"2026-01-12 00:00",1\nH"4,2026-01-12 00:00,1\n"H""5",2026-01-12 00:00,1\n`,
    );
    assert.deepEqual(
      accepted.map(({ household }) => household),
      ['H1', 'H3', 'H"5'],
    );
    assert.deepEqual(
      rejects.map(({ line, reason }) => [line, reason]),
      [
        [3, 'quote'],
        [5, 'quote'],
      ],
    );
  });

  it('converts units and ends of intervals', () => {
    const at = (settings: Parameters<typeof readText>[1], value = '500') =>
      readText(`${HEADER}\nH1,2026-01-12 01:00,${value}\n`, settings).accepted[0]!;
    assert.equal(at({ unit: 'Wh' }).kwh, 0.5);
    assert.equal(at({ unit: 'W', intervalMinutes: 30 }).kwh, 0.25);
    assert.equal(at({ unit: 'MWh' }, '0.002').kwh, 2);
    assert.equal(at({ stampAt: 'end' }).timeMs, DAY);
    assert.ok(Number.isNaN(at({ missingValues: ['NA', '-'] }, 'NA').kwh));
    assert.equal(at({ negative: 'accept' }, '-1.5').kwh, -1.5);
    assert.equal(readText(`${HEADER}\nH1,2026-01-12 01:00,NA\n`).rejects[0]!.reason, 'value');
  });
});

describe('names of files', () => {
  it('say city, district and day, and nothing when the day is none', () => {
    const names = new FileNames('district_{city}_{district}_{date}');
    const day = { city: 'New_York', district: '101', date: '2026-01-12' };
    for (const ending of ['.csv', '.repaired.csv', '.CSV', '']) {
      assert.deepEqual({ ...names.read(`district_New_York_101_2026-01-12${ending}`) }, day);
    }
    for (const name of ['district_X_101_2026-02-30.csv', 'district_X_101.csv', 'district__1_2026-01-12x', 'x.csv']) {
      assert.equal(names.read(name), undefined, name);
    }
    assert.throws(() => new FileNames('{town}'), /none of/);
  });
});

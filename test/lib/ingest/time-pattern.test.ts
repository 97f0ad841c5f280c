import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DateTime, FixedOffsetZone } from 'luxon';
import { TimePattern } from '../../../lib/ingest';
import { TIME_FORMATS } from '../../../lib/ingest/detect-format';

const read = (pattern: TimePattern, text: string) => {
  const bytes = Buffer.from(`>${text}<`);
  return pattern.read(bytes, 1, bytes.length - 1);
};

/** Luxon's format of the same meaning. */
const luxonFormat = (text: string) => text.replace('T', "'T'").replace('S', '.SSS').replace('Z', 'ZZ');

const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2099, 11, 31) });

describe('time patterns', () => {
  for (const { text, kind } of TIME_FORMATS) {
    it(`${text}: reads what luxon writes`, () => {
      const pattern = new TimePattern(text);
      fc.assert(
        fc.property(instant, fc.integer({ min: -14 * 4, max: 14 * 4 }), (timeMs, quarters) => {
          if (text.startsWith('epoch')) {
            const value = text === 'epoch-s' ? Math.floor(timeMs / 1000) : timeMs;
            assert.equal(read(pattern, String(value)), text === 'epoch-s' ? value * 1000 : value);
            return;
          }
          // Without a zone the wall clock is read as if it were UTC.
          const zone = kind === 'instant' ? FixedOffsetZone.instance(quarters * 15) : FixedOffsetZone.utcInstance;
          const time = DateTime.fromMillis(timeMs, { zone });
          const unit = text.includes('S') ? 'millisecond' : text.includes('m') ? 'minute' : 'day';
          const written = time.toFormat(luxonFormat(text));
          assert.equal(read(pattern, written), time.startOf(unit).toMillis(), written);
        }),
        { seed: 1, numRuns: 200 },
      );
    });
  }

  it('take every millisecond as it is written', () => {
    const pattern = new TimePattern('yyyy-MM-dd HH:mm:ssS');
    const start = Date.UTC(2026, 0, 12, 3, 4, 5);
    for (let ms = 0; ms < 1000; ms++) {
      assert.equal(read(pattern, `2026-01-12 03:04:05.${String(ms).padStart(3, '0')}`), start + ms);
    }
    assert.equal(read(pattern, '2026-01-12 03:04:05'), start);
    assert.equal(read(pattern, '2026-01-12 03:04:05,5'), start + 500);
    assert.equal(read(pattern, '2026-01-12 03:04:05.123456789'), start + 123);
  });

  it('know the calendar: exactly the days that Date knows', () => {
    const pattern = new TimePattern('d.M.yyyy HH:mm');
    for (const year of [1900, 1999, 2000, 2023, 2024, 2100]) {
      for (let month = 0; month <= 13; month++) {
        for (let day = 0; day <= 32; day++) {
          const date = new Date(Date.UTC(year, month - 1, day));
          const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
          const expected = isReal ? date.getTime() : Number.NaN;
          assert.equal(read(pattern, `${day}.${month}.${year} 00:00`), expected, `${year}-${month}-${day}`);
        }
      }
    }
  });

  it('refuse times that no clock shows, and what stands before or behind', () => {
    const wall = new TimePattern('yyyy-MM-dd HH:mm');
    for (const text of [
      ...['2026-01-12 25:00', '2026-01-12 24:01', '2026-01-12 12:60', '2026-01-12 12:5', '2026-01-12', ''],
      ...['2026-01-12 12:00 ', ' 2026-01-12 12:00', '2026-01-12T12:00', '2026-01-12 12:00Z', '2026-01-12  12:00'],
      ...['0000-01-12 12:00', '1899-12-31 12:00', '-2026-01-12 12:00', '2026-001-12 12:00', '2026-01-12 012:00'],
    ]) {
      assert.ok(Number.isNaN(read(wall, text)), text);
    }
    assert.equal(read(wall, '2026-01-12 24:00'), Date.UTC(2026, 0, 13));
    assert.equal(read(wall, '2026-1-2 3:00'), Date.UTC(2026, 0, 2, 3));
    const zoned = new TimePattern('yyyy-MM-dd HH:mmZ');
    for (const offset of ['+99:99', '+15:00', '-15:00', '+01:60', '+1', '+', 'z', 'X']) {
      assert.ok(Number.isNaN(read(zoned, `2026-01-12 12:00${offset}`)), offset);
    }
    assert.equal(read(zoned, '2026-01-12 12:00+0530'), Date.UTC(2026, 0, 12, 6, 30));
    const epoch = new TimePattern('epoch-s');
    for (const text of ['', '1.5', '-1', '1e9', '9999999999999', '1234567890123456']) {
      assert.ok(Number.isNaN(read(epoch, text)), text);
    }
  });

  it('what was read before does not matter', () => {
    const texts = fc.constantFrom(
      ...['2026-01-12 01:00', '2026-01-12 02:00', '2026-01-13 01:00', '2026-1-1 01:00', '2026-1-12 01:00'],
      ...['2026-02-30 01:00', '2026-01-12', '2026-01-1', '2026-01-12 25:00', '', 'household', '2026-02-30 02:00'],
    );
    for (const format of ['yyyy-MM-dd HH:mm', 'yyyy-MM-dd', 'yyyyMMdd HH:mm']) {
      fc.assert(
        fc.property(fc.array(texts), (list) => {
          const used = new TimePattern(format);
          for (const text of list) assert.equal(read(used, text), read(new TimePattern(format), text), text);
        }),
        { seed: 2, numRuns: 300 },
      );
    }
  });

  it('never throw, and give a time or NaN', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        for (const pattern of TIME_FORMATS) {
          const timeMs = pattern.read(bytes, 0, bytes.length);
          assert.ok(Number.isNaN(timeMs) || Math.abs(timeMs) <= 8.64e15);
        }
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it('a format that cannot be says why', () => {
    for (const text of ['', 'HH:mm', 'yyyy-MM HH:mm', 'HH:mm dd.MM.yyyy', 'epoch']) {
      assert.throws(() => new TimePattern(text), /time format/);
    }
  });
});

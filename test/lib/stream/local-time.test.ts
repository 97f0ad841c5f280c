import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { TimeZone } from '../../../lib/stream/local-time';

const HOUR_MS = 3_600_000;

describe('TimeZone', () => {
  it('names the zone that is not known', () => {
    assert.throws(() => new TimeZone('Mars/Olympus'), /time zone "Mars\/Olympus" is not known/);
  });

  it('gives days of 23 and 25 hours', () => {
    const berlin = new TimeZone('Europe/Berlin');
    const hours = (iso: string) => {
      const { startMs, endMs } = berlin.dayBounds(berlin.dayNumber(Date.parse(iso)));
      return (endMs - startMs) / HOUR_MS;
    };
    assert.equal(hours('2026-03-29T12:00:00Z'), 23);
    assert.equal(hours('2026-10-25T12:00:00Z'), 25);
    assert.equal(hours('2026-06-01T12:00:00Z'), 24);
  });

  it('finds no instant in the skipped hour and two in the repeated one', () => {
    const berlin = new TimeZone('Europe/Berlin');
    assert.deepEqual(berlin.instantsOf(Date.parse('2026-03-29T02:30:00Z')), []);
    assert.deepEqual(
      berlin.instantsOf(Date.parse('2026-10-25T02:30:00Z')).map((t) => new Date(t).toISOString()),
      ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
    );
  });

  it('agrees with luxon at any instant in zones with odd offsets', () => {
    const zones = ['UTC', 'Europe/Madrid', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Asia/Kolkata'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2035, 0) }),
        (zone, timeMs) => {
          const expected = DateTime.fromMillis(timeMs, { zone });
          const local = new TimeZone(zone);
          assert.deepEqual(local.localHour(timeMs), { date: expected.toISODate(), hour: expected.hour });
          assert.ok(local.instantsOf(timeMs + local.offsetMs(timeMs)).includes(timeMs));
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });
});

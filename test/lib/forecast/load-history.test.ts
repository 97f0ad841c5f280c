import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadDays } from '../../../lib/forecast';
import { LoadHistory } from '../../../lib/forecast/load-history';
import { TimeZone } from '../../../lib/stream/local-time';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const utc = new TimeZone('UTC');
const START_MS = Date.parse('2018-01-01T00:00Z');
const known = (history: LoadHistory) => {
  const { firstMs, loadsMw } = history.hourly();
  return [...loadsMw.entries()].flatMap(([k, mw]) => (Number.isNaN(mw) ? [] : [[firstMs + k * HOUR_MS, mw]]));
};

describe('load history', function () {
  this.timeout(20_000);

  it('keeps the means of the last 1,100 days, whatever comes late, and the same after a restart', () => {
    const steps = fc.array(
      fc.record({
        hours: fc.oneof(
          { weight: 8, arbitrary: fc.integer({ min: -30, max: 30 }) },
          fc.integer({ min: -20_000, max: 900 }),
        ),
        minute: fc.integer({ min: 0, max: 59 }),
        loadMw: fc.integer({ min: 1, max: 1000 }),
      }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(steps, (all) => {
        let history = new LoadHistory(utc);
        const sums = new Map<number, { sum: number; count: number; last: number }>();
        let [time, newest] = [START_MS, Number.NEGATIVE_INFINITY];
        for (const [at, { hours, minute, loadMw }] of all.entries()) {
          time = Math.max(0, time + hours * HOUR_MS);
          const timeMs = time + minute * 60_000;
          const hour = Math.floor(timeMs / HOUR_MS);
          const taken = history.add({ timeMs, loadMw }, 0);
          const there = sums.get(hour);
          const newestHour = Math.floor(newest / HOUR_MS);
          if (sums.size > 0 && hour <= newestHour - 26_400) assert.equal(taken, 'too-old');
          else if (sums.size > 0 && timeMs > newest + 40 * DAY_MS) assert.equal(taken, 'far-ahead');
          else if (there && timeMs <= there.last) assert.equal(taken, 'repeated');
          else {
            assert.deepEqual(taken, { isNewHour: !there });
            sums.set(hour, { sum: (there?.sum ?? 0) + loadMw, count: (there?.count ?? 0) + 1, last: timeMs });
            newest = Math.max(newest, timeMs);
            for (const old of sums.keys()) if (old <= Math.floor(newest / HOUR_MS) - 26_400) sums.delete(old);
          }
          if (at % 20 !== 19) continue;
          const again = new LoadHistory(utc);
          again.restore(JSON.parse(JSON.stringify([...history.parts()])), history.step);
          assert.deepEqual([again.newestMs, again.knownUntilMs], [history.newestMs, history.knownUntilMs]);
          history = again;
        }
        const expected = [...sums]
          .sort(([a], [b]) => a - b)
          .map(([hour, { sum, count }]) => [hour * HOUR_MS, sum / count]);
        assert.deepEqual(known(history), expected);
        assert.equal(history.knownHours, expected.length);
        for (const [timeMs, mw] of expected) assert.equal(history.hourMw(timeMs!), mw);
      }),
      { seed: 8, numRuns: 40 },
    );
  });

  it('has the same days as the loads themselves, in zones with halves of an hour and over clock changes', () => {
    for (const name of ['Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe']) {
      const zone = new TimeZone(name);
      const loads = Array.from({ length: 4 * 24 * 6 }, (_, k) => ({
        timeMs: Date.parse('2018-10-24T22:00Z') + k * 900_000,
        loadMw: 100 + k,
      }));
      const history = new LoadHistory(zone);
      for (const load of loads) history.add(load, 0);
      const hours = known(history).map(([timeMs, loadMw]) => ({ timeMs: timeMs!, loadMw: loadMw! }));
      assert.deepEqual(loadDays(hours, zone).loadsMw, loadDays(loads, zone).loadsMw, name);
    }
  });
});

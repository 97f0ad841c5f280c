import assert from 'node:assert/strict';
import { hoursOfDay, loadDays } from '../../../lib/forecast/load-days';
import { TimeZone } from '../../../lib/stream/local-time';

const HOUR_MS = 3_600_000;
const berlin = new TimeZone('Europe/Berlin');
const from = (start: string, loads: number[], stepMs = HOUR_MS) =>
  loads.map((loadMw, k) => ({ timeMs: Date.parse(start) + k * stepMs, loadMw }));
const count = (n: number) => Array.from({ length: n }, (_, k) => k + 1);

describe('loads by local day', () => {
  it('are means of the hour', () => {
    const { loadsMw, days } = loadDays(from('2018-06-01T00:00+02:00', [1, 2, 3, 6, 5, 5, 5, 5], HOUR_MS / 4), berlin);
    assert.equal(days, 1);
    assert.deepEqual([...loadsMw.subarray(0, 3)], [3, 5, Number.NaN]);
  });

  it('have 24 hours a day when the clock changes', () => {
    const spring = loadDays(from('2018-03-25T00:00+01:00', count(23)), berlin);
    assert.deepEqual([...spring.loadsMw.subarray(0, 5)], [1, 2, 2, 3, 4]);
    assert.equal(spring.loadsMw.length, 24);
    const autumn = loadDays(from('2018-10-28T00:00+02:00', count(25)), berlin);
    assert.deepEqual([...autumn.loadsMw.subarray(0, 5)], [1, 2, 3.5, 5, 6]);
    assert.equal(autumn.loadsMw.length, 24);
    assert.equal(hoursOfDay(berlin, autumn.firstDay).length, 25);
    assert.equal(hoursOfDay(berlin, spring.firstDay).length, 23);
  });

  it('leave out what is no load, and refuse none at all', () => {
    const { loadsMw } = loadDays(from('2018-06-01T00:00+02:00', [4, 0, -1, Number.NaN, 5]), berlin);
    assert.deepEqual([...loadsMw.subarray(0, 5)], [4, Number.NaN, Number.NaN, Number.NaN, 5]);
    assert.throws(() => loadDays([], berlin), /give a load history/);
    assert.throws(() => loadDays(from('2018-06-01T00:00Z', [1, 1], 1e13), berlin), /check the times/);
  });
});

import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import { StressMeasurement } from '../../../lib/messages';
import { TimeZone } from '../../../lib/stream/local-time';
import { nationalLoadMw, SIMULATED_YEAR, simulatedYear, worstEvening } from '../../../simulator/load';

const HOUR = 3_600_000;
const SEEDS = [1, 2, 4_294_967_295];
const zone = new TimeZone('Europe/Berlin');

const years = new Map<number, StressMeasurement[]>();
const yearOf = (seed: number) => years.get(seed) ?? years.set(seed, [...simulatedYear(seed)]).get(seed)!;

/** [local month 1 to 12, weekday 0 (Sunday) to 6, hour, load] */
function localYear(seed: number): [month: number, weekday: number, hour: number, loadMw: number][] {
  return yearOf(seed).map(({ timeMs, loadMw }) => {
    const local = new Date(timeMs + zone.offsetMs(timeMs));
    return [local.getUTCMonth() + 1, local.getUTCDay(), local.getUTCHours(), loadMw!];
  });
}
type Row = ReturnType<typeof localYear>[number];
const mean = (rows: Row[], isWanted: (...row: Row) => boolean) => {
  const loads = rows.filter((row) => isWanted(...row)).map(([, , , load]) => load);
  return loads.reduce((sum, load) => sum + load, 0) / loads.length;
};

describe('simulated year of load', () => {
  it('has every hour of the year once, the same each time and another for another seed', () => {
    const year = yearOf(1);
    assert.equal(year.length, 8760);
    for (const [hour, measurement] of year.entries()) {
      assert.equal(measurement.timeMs, Date.UTC(SIMULATED_YEAR, 0, 1) + hour * HOUR);
      assert.ok(Value.Check(StressMeasurement, measurement));
    }
    assert.deepEqual([...simulatedYear(1)], year);
    assert.notDeepEqual(yearOf(2), year);
  });

  for (const seed of SEEDS) {
    it(`is plausible for a country, seed ${seed}`, () => {
      const rows = localYear(seed);
      assert.ok(mean(rows, (month) => month <= 2) > 1.08 * mean(rows, (month) => month >= 6 && month <= 8), 'winter');
      assert.ok(mean(rows, (_m, day) => day > 0 && day < 6) > 1.1 * mean(rows, (_m, day) => day % 6 === 0), 'week');
      assert.ok(mean(rows, (_m, _d, hour) => hour === 18) > 1.3 * mean(rows, (_m, _d, hour) => hour === 3), 'day');
      const loads = rows.map(([, , , load]) => load);
      assert.ok(Math.min(...loads) > 30_000 && Math.max(...loads) < 90_000);
      // A quarter off its neighbours would be taken for a glitch of the file.
      assert.ok(loads.every((load, at) => at === 0 || Math.abs(load / loads[at - 1]! - 1) < 0.2));
    });

    it(`is highest on one cold evening of January, seed ${seed}`, () => {
      const year = yearOf(seed);
      const { day, share } = worstEvening(seed, SIMULATED_YEAR);
      const top = year.reduce((a, b) => (b.loadMw! > a.loadMw! ? b : a));
      const local = new Date(top.timeMs + zone.offsetMs(top.timeMs));
      assert.deepEqual([local.getUTCMonth(), local.getUTCDate()], [0, day]);
      assert.ok([18, 19].includes(local.getUTCHours()) && share >= 0.1);
      assert.ok([2, 3, 4].includes(local.getUTCDay()));
      // The detector's rule of the original system calls 57,600 MW the begin of stress, and 80,000 MW full load.
      assert.ok(top.loadMw! > 80_000);
      const rest = year.filter(({ timeMs }) => Math.abs(timeMs - top.timeMs) > 12 * HOUR).map(({ loadMw }) => loadMw!);
      assert.ok(Math.max(...rest) < 0.97 * top.loadMw!);
    });
  }

  it('depends on nothing but seed and time', () => {
    const timeMs = Date.UTC(SIMULATED_YEAR, 5, 12, 10);
    assert.equal(yearOf(1).find((load) => load.timeMs === timeMs)!.loadMw, Math.round(nationalLoadMw(1, zone, timeMs)));
  });
});

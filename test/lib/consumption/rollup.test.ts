import assert from 'node:assert/strict';
import { AGGREGATES, Rollup } from '../../../lib/consumption';
import type { EnergyAggregate } from '../../../lib/messages';
import { HourRows, localDay, TimeZone } from '../../../lib/stream';

const zone = new TimeZone('Europe/Berlin');
const HOUR = 3_600_000;
const dayOf = (date: string) => localDay(zone, Date.parse(date) / 86_400_000);

/** Rows of [household, hour, kWh]. */
function rowsOf(cells: [string, number, number][]): HourRows {
  const rows = new HourRows();
  for (const [household, hour, kwh] of cells) {
    if (!rows.households.includes(household)) rows.households.push(household);
    rows.add(rows.households.indexOf(household), hour, kwh, false);
  }
  return rows;
}

function months(found: EnergyAggregate[], level: string) {
  return found
    .filter((a) => a.level === level && a.period === 'month')
    .map((a) => [a.district ?? a.city, a.date, a.households, a.count, a.expected, a.sumKwh]);
}

describe('rollup', () => {
  it('adds the days that came up to months, and hands them on when the next month begins', () => {
    const found: EnergyAggregate[] = [];
    const rollup = new Rollup(AGGREGATES, (aggregate) => found.push(aggregate));
    rollup.takeDay(
      'Berlin',
      'A',
      dayOf('2026-12-30'),
      rowsOf([
        ['H1', 0, 1],
        ['H2', 7, 2],
      ]),
    );
    rollup.closeBefore('2026-12-31');
    rollup.takeDay('Berlin', 'A', dayOf('2026-12-31'), rowsOf([['H1', 23, 4]]));
    assert.deepEqual(months(found, 'district'), []);
    rollup.closeBefore('2027-01-01');
    assert.deepEqual(months(found, 'district'), [['A', '2026-12', 2, 3, 72, 7]]);
    assert.deepEqual(months(found, 'city'), [['Berlin', '2026-12', 2, 3, 72, 7]]);
    const district = found.find((a) => a.level === 'district' && a.period === 'month')!;
    assert.deepEqual([district.startMs, district.endMs], [dayOf('2026-12-30').startMs, dayOf('2026-12-31').endMs]);
    assert.deepEqual([district.peakHour, district.peakStartMs], ['23:00', dayOf('2026-12-31').startMs + 23 * HOUR]);
    // Three hours with values of 7 kWh together, the largest of 4.
    assert.equal(district.loadFactor, 7 / 3 / 4);
  });

  it('takes the whole month of the calendar where it is given time zones', () => {
    const found: EnergyAggregate[] = [];
    const rollup = new Rollup(['district month'], (aggregate) => found.push(aggregate), { zoneOf: () => zone });
    rollup.takeDay('Berlin', 'A', dayOf('2026-10-26'), rowsOf([['H1', 0, 1]]));
    rollup.close();
    // October has an hour more in Berlin.
    assert.deepEqual(months(found, 'district'), [['A', '2026-10', 1, 1, 745, 1]]);
    assert.deepEqual([found[0]!.startMs, found[0]!.endMs], [dayOf('2026-10-01').startMs, dayOf('2026-11-01').startMs]);
  });

  it('hands the months on that were added to longest ago when there are too many', () => {
    const found: EnergyAggregate[] = [];
    const rollup = new Rollup(['district month'], (aggregate) => found.push(aggregate), { maximumMonths: 2 });
    for (const district of ['A', 'B', 'A', 'C']) {
      rollup.takeDay('Berlin', district, dayOf('2026-10-26'), rowsOf([['H1', 0, 1]]));
    }
    assert.deepEqual(months(found, 'district'), [['B', '2026-10', 1, 1, 24, 1]]);
    assert.equal(rollup.snapshot().length, 2);
  });

  it('gives its months back from a snapshot, also those without a value', () => {
    const take = (rollup: Rollup, date: string, kwh: number) =>
      rollup.takeDay('Berlin', 'A', dayOf(date), rowsOf([['H1', 5, kwh]]));
    const [whole, restored]: EnergyAggregate[][] = [[], []];
    const first = new Rollup(['district month', 'household month'], (aggregate) => whole!.push(aggregate));
    take(first, '2026-10-26', Number.NaN);
    const second = new Rollup(['district month', 'household month'], (aggregate) => restored!.push(aggregate));
    second.restore(JSON.parse(JSON.stringify(first.snapshot())));
    const less = new Rollup(['district month'], () => undefined);
    less.restore(first.snapshot());
    assert.deepEqual([first.snapshot().length, less.snapshot().length], [2, 1], 'what is not wanted any more is gone');
    for (const rollup of [first, second]) {
      take(rollup, '2026-10-27', 3);
      rollup.close();
    }
    assert.equal(JSON.stringify(restored), JSON.stringify(whole));
    assert.deepEqual(months(whole!, 'household'), [['A', '2026-10', 1, 1, 48, 3]]);
  });
});

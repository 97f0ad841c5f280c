import assert from 'node:assert/strict';
import { dayFeatures } from '../../../lib/forecast/day-features';

const dayOf = (date: string) => Date.parse(date) / 86_400_000;
/** off, saturday, friday, after a day off, holiday, bridge day, before a day off */
const kinds = (date: string, ...holidays: string[]) =>
  dayFeatures(dayOf(date), (one) => (holidays.includes(one) ? 1 : 0)).slice(0, 7);

describe('features of a day', () => {
  it('are those of the calendar of 2018', () => {
    assert.deepEqual(kinds('2018-09-30'), [1, 0, 0, 0, 0, 0, 0], 'Sunday');
    assert.deepEqual(kinds('2018-10-01'), [0, 0, 0, 1, 0, 0, 0], 'Monday');
    assert.deepEqual(kinds('2018-10-02'), [0, 0, 0, 0, 0, 0, 0], 'Tuesday');
    assert.deepEqual(kinds('2018-10-05'), [0, 0, 1, 0, 0, 0, 0], 'Friday');
    assert.deepEqual(kinds('2018-10-06'), [0, 1, 0, 0, 0, 0, 0], 'Saturday');
  });

  it('know a holiday, the days around it, and a bridge day', () => {
    assert.deepEqual(kinds('2018-05-10', '2018-05-10'), [1, 0, 0, 0, 1, 0, 0], 'Ascension, a Thursday');
    assert.deepEqual(kinds('2018-05-11', '2018-05-10'), [0, 0, 1, 1, 0, 1, 0], 'the Friday after it');
    assert.deepEqual(kinds('2018-05-09', '2018-05-10'), [0, 0, 0, 0, 0, 0, 1], 'the day before');
    assert.deepEqual(kinds('2018-04-30', '2018-05-01'), [0, 0, 0, 1, 0, 1, 1], 'a Monday before the first of May');
  });

  it('take a holiday of some states by its share', () => {
    const features = dayFeatures(dayOf('2018-05-31'), (date) => (date === '2018-05-31' ? 0.375 : 0));
    assert.deepEqual(features.slice(0, 5), [0.375, 0, 0, 0, 0.375]);
  });

  it('take working days around Christmas and New Year as bridge days, all of them or half, and no others', () => {
    const holidays = ['2018-12-25', '2018-12-26', '2019-01-01', '2019-12-25'];
    const days = Array.from({ length: 365 }, (_, k) => dayOf('2018-07-01') + k);
    const bridge = (day: number) => dayFeatures(day, (one) => (holidays.includes(one) ? 1 : 0))[5]!;
    const shares = days.flatMap((day) =>
      bridge(day) > 0 ? [[new Date(day * 86_400_000).toISOString().slice(5, 10), bridge(day)]] : [],
    );
    assert.deepEqual(shares, [
      // Mondays before a holiday, which are bridge days anyway.
      ['12-24', 1],
      ['12-27', 1],
      ['12-28', 1],
      ['12-31', 1],
      ['01-02', 0.5],
      ['01-03', 0.5],
      ['01-04', 0.5],
    ]);
    assert.equal(kinds('2018-12-27')[5], 0, 'where Christmas is no holiday');
  });
});

import assert from 'node:assert/strict';
import { countryCalendar } from '../../../lib/forecast/holidays';

describe('public holidays of a country', function () {
  this.timeout(10_000);

  it('are those of Germany in 2018, regional ones by the share of the 16 states', () => {
    const { holidays, timeZone } = countryCalendar('de');
    assert.equal(timeZone, 'Europe/Berlin');
    for (const date of [
      '2018-01-01',
      '2018-03-30',
      '2018-04-02',
      '2018-05-01',
      '2018-05-10',
      '2018-05-21',
      '2018-10-03',
    ])
      assert.equal(holidays(date), 1, date);
    // Epiphany: Baden-Württemberg, Bavaria, Saxony-Anhalt.
    assert.ok(Math.abs(holidays('2018-01-06') - 3 / 16) < 1e-12);
    assert.equal(holidays('2018-07-04'), 0);
  });

  it('are those of one state where one is given', () => {
    assert.equal(countryCalendar('DE-BY').holidays('2018-05-31'), 1);
    assert.equal(countryCalendar('DE-SN').holidays('2018-01-06'), 0);
  });

  it('of a country that there is not are refused', () => {
    assert.throws(() => countryCalendar('XX'), /ISO 3166-1/);
    assert.throws(() => countryCalendar('DE-XX'), /is not one of DE: BB, BE/);
  });
});

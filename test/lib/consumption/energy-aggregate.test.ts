import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import { createEnergyAggregateOperator, type EnergyAggregatePorts } from '../../../lib/consumption';
import { type Emission, EnergyAggregate, type MeterReading } from '../../../lib/messages';
import { TimeZone } from '../../../lib/stream';
import { interval, power, reading } from './readings';

const HOUR = 3_600_000;
const NOW = Date.UTC(2028, 0);
const START = Date.UTC(2026, 4, 4);

type Operator = ReturnType<typeof createEnergyAggregateOperator>;
type Out = Emission<EnergyAggregatePorts> | undefined;

/** Energy of the hour of the test's day that begins at `hour`. */
const at = (household: string, hour: number, kwh: number, more: Partial<MeterReading> = {}) =>
  interval(`meter of ${household}`, START + hour * HOUR, kwh, { household, ...more });

const three = [
  at('H1', 18, 2),
  at('H1', 19, 1),
  at('H2', 18, 0.5),
  at('H2', 19, 9, { quality: 'missing' }),
  at('H2', 20, 1.5, { quality: 'estimated' }),
  at('H3', 18, 1, { district: '102' }),
  at('H3', 20, 3, { district: '102', quality: 'suspect' }),
];

const of = (out: Out, level: string, period: string) =>
  (out?.aggregates ?? []).filter((a) => a.level === level && a.period === period);
const only = (out: Out, level: string, period: string) => {
  const found = of(out, level, period);
  assert.equal(found.length, 1, `${level} ${period}`);
  return JSON.parse(JSON.stringify(found[0]));
};
function flushed(readings: readonly MeterReading[], settings = {}): Out {
  const operator = createEnergyAggregateOperator(settings);
  assert.equal(operator.process(readings, NOW), undefined);
  return operator.flush();
}

describe('energy aggregates of a stream', () => {
  it('give every field of a district day', () => {
    const day = of(flushed(three), 'district', 'day');
    assert.deepEqual(
      day.map(({ district }) => district),
      ['101', '102'],
    );
    // Hours of 2.5, 1 and 1.5 kWh: their mean is 5/3, the largest 2.5.
    assert.deepEqual(JSON.parse(JSON.stringify(day[0])), {
      level: 'district',
      period: 'day',
      city: 'Madrid',
      district: '101',
      date: '2026-05-04',
      startMs: START,
      endMs: START + 24 * HOUR,
      final: true,
      households: 2,
      count: 4,
      expected: 48,
      completeness: 4 / 48,
      estimated: 1,
      sumKwh: 5,
      minimumKwh: 0.5,
      meanKwh: 1.25,
      maximumKwh: 2,
      peakHour: '18:00',
      peakStartMs: START + 18 * HOUR,
      peakKwh: 2.5,
      loadFactor: 5 / 3 / 2.5,
    });
  });

  it('sum the districts of a city, whose peak is in another hour', () => {
    const day = only(flushed(three), 'city', 'day');
    assert.equal('district' in day, false);
    assert.deepEqual([day.households, day.count, day.expected, day.estimated, day.sumKwh], [3, 6, 72, 2, 9]);
    assert.deepEqual([day.minimumKwh, day.meanKwh, day.maximumKwh], [0.5, 1.5, 3]);
    assert.deepEqual([day.peakHour, day.peakKwh, day.loadFactor], ['20:00', 4.5, 9 / 3 / 4.5]);
  });

  it('give the day, the hours and the month of a household', () => {
    const out = flushed(three);
    const [h1, h2] = of(out, 'household', 'day');
    assert.deepEqual([h1!.household, h1!.count, h1!.expected, h1!.sumKwh, h1!.loadFactor], ['H1', 2, 24, 3, 0.75]);
    assert.deepEqual([h2!.household, h2!.count, h2!.estimated, h2!.peakHour], ['H2', 2, 1, '20:00']);
    const hours = of(out, 'household', 'hour').map((a) => [
      a.household,
      a.hour,
      a.sumKwh,
      a.completeness,
      a.loadFactor,
    ]);
    assert.deepEqual(hours, [
      ['H1', '18:00', 2, 1, 1],
      ['H1', '19:00', 1, 1, 1],
      ['H2', '18:00', 0.5, 1, 1],
      ['H2', '20:00', 1.5, 1, 1],
      ['H3', '18:00', 1, 1, 1],
      ['H3', '20:00', 3, 1, 1],
    ]);
    const [month] = of(out, 'household', 'month');
    assert.deepEqual([month!.date, month!.count, month!.expected], ['2026-05', 2, 31 * 24]);
    assert.deepEqual([month!.startMs, month!.endMs], [Date.UTC(2026, 4), Date.UTC(2026, 5)]);
  });

  it('give all hours of a district, also those in which nothing came', () => {
    const hours = of(flushed(three), 'district', 'hour').filter(({ district }) => district === '101');
    assert.equal(hours.length, 24);
    assert.deepEqual([hours[19]!.count, hours[19]!.expected, hours[19]!.sumKwh], [1, 2, 1]);
    const { count, expected, completeness, sumKwh, minimumKwh, peakHour, peakStartMs, loadFactor } = hours[3]!;
    assert.deepEqual([count, expected, completeness, sumKwh, minimumKwh, loadFactor], [0, 2, 0, 0, 0, 0]);
    assert.deepEqual([peakHour, peakStartMs], ['', null]);
  });

  it('are valid messages', () => {
    for (const aggregate of flushed(three)!.aggregates!) {
      const [fault] = Value.Errors(EnergyAggregate, JSON.parse(JSON.stringify(aggregate)));
      assert.equal(fault, undefined);
    }
  });

  for (const [date, hours, skipped] of [
    ['2026-03-29', 23, '02:00'],
    ['2026-10-25', 25, undefined],
  ] as const) {
    it(`have ${hours} hours on ${date} in Berlin`, () => {
      const timeZone = 'Europe/Berlin';
      const { startMs, endMs } = new TimeZone(timeZone).dayBounds(Date.parse(date) / (24 * HOUR));
      const day = [...Array(hours).keys()].map((i) => interval('m', startMs + i * HOUR, i === 3 ? 2 : 1));
      const out = flushed(day, { timeZone });
      const city = only(out, 'city', 'day');
      assert.deepEqual([city.count, city.expected, city.completeness, city.sumKwh], [hours, hours, 1, hours + 1]);
      assert.deepEqual([city.startMs, city.endMs, city.date], [startMs, endMs, date]);
      const names = of(out, 'city', 'hour').map(({ hour }) => hour!);
      assert.equal(names.length, hours);
      assert.equal(names.filter((name) => name === '02:00').length, skipped ? 0 : 2);
      // The fourth hour: 04:00 in spring, the second 02:00 in autumn.
      assert.deepEqual([city.peakHour, city.peakStartMs], [skipped ? '04:00' : '02:00', startMs + 3 * HOUR]);
    });
  }

  it('go over to the next month at the turn of the year, with the days that never came', () => {
    const operator = createEnergyAggregateOperator({
      levels: ['household'],
      periods: ['month'],
      timeZone: 'Asia/Kolkata',
    });
    const yearEnd = Date.UTC(2026, 11, 31, 18, 30);
    const step = (hour: number, kwh: number) => operator.process([interval('m', yearEnd + hour * HOUR, kwh)], NOW);
    // Kolkata's year ends at 18:30 UTC. The gateway is off from the 3rd to the 30th of December.
    assert.equal(step(-30 * 24, 4), undefined);
    assert.equal(step(-2, 1), undefined);
    assert.equal(step(-1, 2), undefined);
    const out = step(0, 8);
    const month = only(out, 'household', 'month');
    assert.deepEqual([month.date, month.count, month.sumKwh, month.expected], ['2026-12', 3, 7, 744]);
    assert.deepEqual([month.completeness, month.peakKwh, month.peakHour, month.final], [3 / 744, 4, '00:00', true]);
    assert.deepEqual([month.startMs, month.endMs], [yearEnd - 31 * 24 * HOUR, yearEnd]);
    const next = only(operator.flush(), 'household', 'month');
    assert.deepEqual([next.date, next.sumKwh, next.startMs], ['2027-01', 8, yearEnd]);
  });

  it('close the months of every city by its own time', () => {
    const cityTimeZones = [
      { city: 'Auckland', timeZone: 'Pacific/Auckland' },
      { city: 'Honolulu', timeZone: 'Pacific/Honolulu' },
    ];
    const operator = createEnergyAggregateOperator({ levels: ['city'], periods: ['month'], cityTimeZones });
    const found: string[] = [];
    for (let hour = 0; hour < 72; hour++) {
      const startMs = Date.UTC(2026, 4, 30) + hour * HOUR;
      const batch = ['Auckland', 'Honolulu'].map((city) => interval(city, startMs, 1, { city }));
      for (const a of operator.process(batch, NOW)?.aggregates ?? [])
        found.push(`${hour} ${a.city} ${a.date} ${a.count}`);
    }
    // Auckland's May ends at 12:00 UTC on the 31st, Honolulu's at 10:00 UTC on the 1st of June.
    assert.deepEqual(found, ['36 Auckland 2026-05 36', '58 Honolulu 2026-05 58']);
  });

  it('leave feeders and duplicates out; meters without a district make up one without a name', () => {
    const out = flushed([
      at('H1', 0, 1),
      at('H1', 1, 1, { flags: ['duplicate'] }),
      interval('F', START, 50, { feeder: 'F' }),
      interval('lonely', START, 2, { district: undefined }),
    ]);
    assert.deepEqual(
      of(out, 'household', 'day').map((a) => [a.district, a.household, a.sumKwh]),
      [
        ['', 'lonely', 2],
        ['101', 'H1', 1],
      ],
    );
    assert.equal(only(out, 'city', 'day').sumKwh, 3);
  });

  it('add the meters of one household up', () => {
    const home = { household: 'H1' };
    const out = flushed([
      interval('a', START, 1, home),
      interval('heat pump', START, 2, home),
      interval('a', START + HOUR, 1, home),
      interval('heat pump', START + HOUR, 0, { ...home, quality: 'missing' }),
    ]);
    assert.deepEqual(
      of(out, 'household', 'hour').map((a) => [a.hour, a.sumKwh, a.estimated]),
      [
        ['00:00', 3, 0],
        ['01:00', 1, 1],
      ],
    );
    const day = only(out, 'district', 'day');
    assert.deepEqual([day.households, day.count, day.maximumKwh], [1, 2, 3]);
  });

  it('keep the energy of a meter that names its district late, or another one', () => {
    const where = (city?: string, district?: string) => ({ city, district, household: 'H1' });
    const out = flushed([
      interval('m', START, 1, where()),
      reading('m', START + HOUR, where('Madrid')),
      reading('m', START + HOUR, where('Madrid', '101')),
    ]);
    assert.deepEqual(
      of(out, 'household', 'day').map((a) => [a.city, a.district, a.sumKwh]),
      [['Madrid', '101', 1]],
    );
    assert.equal(only(out, 'city', 'day').sumKwh, 1);
  });

  it('take registers and power as they take intervals', () => {
    const minutes = [...Array(61).keys()].map((i) => START + i * 60_000);
    const byPower = only(flushed(minutes.map((t) => power('m', t, 1.2))), 'city', 'day');
    const byRegister = flushed(minutes.map((t) => reading('m', t, { importWh: 500 + (t - START) / 3000 })));
    assert.deepEqual([byPower.sumKwh, byPower.count, byPower.estimated], [1.2, 1, 0]);
    assert.deepEqual([only(byRegister, 'city', 'day').sumKwh, byPower.peakHour], [1.2, '00:00']);
  });

  it('are of the levels and periods that are wanted', () => {
    const kinds = (out: Out) => [...new Set(out?.aggregates?.map((a) => `${a.level} ${a.period}`))];
    assert.deepEqual(kinds(flushed(three, { levels: ['city'], periods: ['month', 'day'] })), [
      'city day',
      'city month',
    ]);
    assert.equal(kinds(flushed(three)).length, 9);
  });
});

describe('hours of an open day', () => {
  const hoursOf = (out: Out) =>
    (out?.aggregates ?? []).map((a) => [a.level, a.district ?? '', a.household ?? '', a.hour, a.sumKwh, a.final]);
  const clock = (operator: Operator, hour: number) =>
    operator.process([reading('clock', START + hour * HOUR, { feeder: 'F' })], NOW);

  it('go out on a tick once event time has passed their end, and again when energy came late', () => {
    const operator = createEnergyAggregateOperator();
    operator.process([at('H1', 0, 1), at('H2', 0, 2), at('H1', 1, 4)], NOW);
    assert.deepEqual(hoursOf(operator.tick()), [
      ['household', '101', 'H1', '00:00', 1, false],
      ['household', '101', 'H2', '00:00', 2, false],
      ['district', '101', '', '00:00', 3, false],
      ['city', '', '', '00:00', 3, false],
    ]);
    assert.equal(operator.tick(), undefined);
    operator.process([at('H3', 0, 8, { district: '102' })], NOW);
    assert.deepEqual(hoursOf(operator.tick()), [
      ['household', '102', 'H3', '00:00', 8, false],
      ['district', '102', '', '00:00', 8, false],
      ['city', '', '', '00:00', 11, false],
    ]);
    operator.process([at('H4', 0, 16)], NOW);
    assert.deepEqual(hoursOf(operator.tick()), [
      ['household', '101', 'H4', '00:00', 16, false],
      ['district', '101', '', '00:00', 19, false],
      ['city', '', '', '00:00', 27, false],
    ]);
    clock(operator, 2.5);
    assert.deepEqual(hoursOf(operator.tick()).at(-1), ['city', '', '', '01:00', 4, false]);
  });

  it('go out under the new district when a meter has moved', () => {
    const operator = createEnergyAggregateOperator({ latenessMinutes: 0, levels: ['household', 'district'] });
    operator.process([at('H1', 0, 1), at('H2', 0, 2)], NOW);
    operator.tick();
    operator.process([at('H2', 1, 4, { district: '102' })], NOW);
    assert.deepEqual(hoursOf(operator.tick()), [
      ['district', '101', '', '00:00', 1, false],
      ['district', '101', '', '01:00', 0, false],
      ['household', '102', 'H2', '00:00', 2, false],
      ['household', '102', 'H2', '01:00', 4, false],
      ['district', '102', '', '00:00', 2, false],
      ['district', '102', '', '01:00', 4, false],
    ]);
  });

  it('are not sent when they are turned off', () => {
    const operator = createEnergyAggregateOperator({ openHours: false, latenessMinutes: 0 });
    operator.process(three, NOW);
    assert.equal(operator.tick(), undefined);
    assert.equal(of(operator.flush(), 'city', 'hour').length, 24);
  });

  it('are followed by final ones', () => {
    const operator = createEnergyAggregateOperator({ latenessMinutes: 0, levels: ['city'] });
    operator.process(three, NOW);
    operator.tick();
    const out = clock(operator, 24.1);
    assert.ok(of(out, 'city', 'hour').every(({ final }) => final));
    assert.deepEqual([of(out, 'city', 'hour').length, of(out, 'city', 'day').length], [24, 1]);
  });
});

describe('energy-aggregate operator', () => {
  it('refuses what comes for a closed day, and leaves its aggregates as they were', () => {
    const operator = createEnergyAggregateOperator({ latenessMinutes: 10 });
    operator.process(three, NOW);
    const edge = START + 24 * HOUR + 600_000;
    assert.equal(operator.process([reading('x', edge)], NOW), undefined, 'the last instant at which the day is open');
    assert.equal(operator.process([at('H1', 23, 1)], NOW), undefined);
    assert.equal(only(operator.process([reading('x', edge + 1)], NOW), 'city', 'day').sumKwh, 10);
    const late = operator.process([at('H1', 22, 1)], NOW);
    assert.deepEqual(late?.aggregates, []);
    assert.equal(late?.refused?.[0]?.reason, 'late');
    assert.match(late!.refused![0]!.message, /^1000 Wh belong to a local day that is closed already/);
    assert.deepEqual(of(operator.flush(), 'city', 'day'), []);
  });

  it('refuses what is no usable reading, and goes on', () => {
    const operator = createEnergyAggregateOperator();
    const strange = [
      null,
      7,
      {},
      { ...at('H1', 0, 1), meterId: '' },
      { ...at('H1', 0, 1), timeMs: NOW + 2 * HOUR },
      { ...at('H1', 0, 1), interval: null },
      { ...at('H1', 0, 1), interval: { startMs: START, lengthMs: 50 * HOUR, energyWh: 1 } },
      { ...at('H1', 0, 1), city: Object.create(null) },
      { ...at('H1', 0, 1), flags: { length: 1 } },
      at('H1', 0, 1),
      at('H1', 0, 1),
    ] as MeterReading[];
    assert.deepEqual(
      operator.process(strange, NOW)?.refused?.map(({ reason }) => reason),
      [
        ...['not-a-reading', 'not-a-reading', 'not-a-reading', 'no-meter', 'ahead-of-clock'],
        ...['bad-interval', 'bad-interval', 'bad-field', 'bad-field', 'overlap'],
      ],
    );
    assert.equal(only(operator.flush(), 'city', 'day').sumKwh, 1);
  });

  it('keeps no more meters than the maximum, says how many it forgot, and keeps a bounded number of months', () => {
    const operator = createEnergyAggregateOperator({ maximumMeters: 10, latenessMinutes: 0 });
    const months: EnergyAggregate[] = [];
    for (let day = 0; day < 20; day++) {
      const batch = [...Array(10).keys()].map((i) => {
        const [city, district] = [`C${day} ${i}`, `D${day} ${i}`];
        return interval(`m${day} ${i}`, START + day * 24 * HOUR, 1, { city, district });
      });
      months.push(...(operator.process(batch, NOW)?.aggregates ?? []).filter(({ period }) => period === 'month'));
      assert.ok(operator.snapshot().months.length <= 30);
      assert.ok(operator.snapshot().meters.length <= 10);
      assert.ok(operator.snapshot().districts.length <= 10);
    }
    assert.match(operator.tick()!.refused![0]!.message, /^190 meters were forgotten/);
    const rest = operator.flush()!.aggregates!.filter(({ period }) => period === 'month');
    assert.equal(new Set([...months, ...rest].map((a) => `${a.level} ${a.city}`)).size, months.length + rest.length);
  });

  it('says which setting is wrong, and that a snapshot is not one of its own', () => {
    assert.throws(() => createEnergyAggregateOperator({ timeZone: 'Mars/Olympus' }), /time zone "Mars\/Olympus"/);
    assert.throws(() => createEnergyAggregateOperator({ levels: [] }), /energy aggregate settings: levels/);
    const operator = createEnergyAggregateOperator();
    operator.process(three, NOW);
    for (const state of [null, 3, {}, { operator: 'threshold-risk', meters: [], months: [] }]) {
      assert.throws(() => operator.restore(state), /not a snapshot of the energy-aggregate operator/);
    }
    assert.equal(operator.districtCount, 2);
    operator.reset();
    assert.equal(operator.districtCount, 0);
    assert.equal(operator.flush(), undefined);
  });
});

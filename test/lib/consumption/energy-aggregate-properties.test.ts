import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AGGREGATES, createEnergyAggregateOperator, Rollup } from '../../../lib/consumption';
import { type EnergyAggregate, FLAGS, type MeterReading } from '../../../lib/messages';
import { dayText, HourRows, localDay, TimeZone } from '../../../lib/stream';
import { interval, reading } from './readings';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2028, 0);
const LATENESS_MIN = 180;

/** The turn of a month in Berlin with a day of 25 hours before it; a city in another zone closes its days earlier. */
const FIRST_DAY = Date.UTC(2026, 9, 24) / DAY;
const zones: Record<string, TimeZone> = { Berlin: new TimeZone('Europe/Berlin'), Pune: new TimeZone('Asia/Kolkata') };
const settings = {
  timeZone: 'Europe/Berlin',
  cityTimeZones: [{ city: 'Pune', timeZone: 'Asia/Kolkata' }],
  latenessMinutes: LATENESS_MIN,
};

interface Cell {
  city: string;
  district: string;
  household: string;
  day: number;
  hour: number;
  kwh: number;
  estimated: boolean;
}

/** A value now and then in each of nine days, of households of two cities; each household-hour once. */
const cellsOf: fc.Arbitrary<Cell[]> = fc
  .array(
    fc.record({
      place: fc.constantFrom(['Berlin', 'A', 'H1'], ['Berlin', 'A', 'H2'], ['Berlin', 'B', 'H1'], ['Pune', 'A', 'H9']),
      day: fc.nat(8),
      hour: fc.nat(24),
      kwh: fc.oneof(
        { weight: 9, arbitrary: fc.nat(300).map((n) => n / 100) },
        { weight: 1, arbitrary: fc.constant(Number.NaN) },
      ),
      estimated: fc.boolean(),
    }),
    { minLength: 1, maxLength: 120 },
  )
  .map((records) => {
    const cells = new Map<string, Cell>();
    for (const { place, day, hour, kwh, estimated } of records) {
      const [city, district, household] = place as [string, string, string];
      const hours = localDay(zones[city]!, FIRST_DAY + day).clock.length;
      const cell = { city, district, household, day: FIRST_DAY + day, hour: hour % hours, kwh, estimated };
      cells.set(JSON.stringify([place, day, cell.hour]), cell);
    }
    return [...cells.values()].sort((a, b) => startOf(a) - startOf(b));
  });

const startOf = ({ city, day, hour }: Cell) => zones[city]!.dayBounds(day).startMs + hour * HOUR;

function readingOf(cell: Cell): MeterReading {
  const { city, district, household, kwh, estimated } = cell;
  const quality = Number.isNaN(kwh) ? 'missing' : estimated ? 'estimated' : 'good';
  const energyKwh = Number.isNaN(kwh) ? 0 : kwh;
  return interval(`${city} ${district} ${household}`, startOf(cell), energyKwh, { city, district, household, quality });
}

const delaysOf = fc.array(fc.nat(LATENESS_MIN * 60_000), { minLength: 7, maxLength: 31 });

function shuffled(readings: readonly MeterReading[], delays: readonly number[]): MeterReading[] {
  return readings
    .map((one, i) => ({ one, at: one.timeMs + delays[i % delays.length]! }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

/** The final aggregates of readings, which must all be taken. */
function finals(readings: readonly MeterReading[], batch: number): string[] {
  const operator = createEnergyAggregateOperator(settings);
  const found: EnergyAggregate[] = [];
  for (let i = 0; i < readings.length; i += batch) {
    const out = operator.process(readings.slice(i, i + batch), NOW);
    assert.deepEqual(out?.refused ?? [], []);
    found.push(...(out?.aggregates ?? []));
    for (const { final } of operator.tick()?.aggregates ?? []) assert.equal(final, false);
  }
  found.push(...(operator.flush()?.aggregates ?? []));
  assert.ok(found.every(({ final }) => final));
  return found.map((aggregate) => JSON.stringify(aggregate));
}

/** What files with the same rows give: district-days in order, handed to the Rollup. */
function ofRows(cells: readonly Cell[], zoneOf?: (city: string) => TimeZone): string[] {
  const found: string[] = [];
  const rollup = new Rollup(AGGREGATES, (aggregate) => found.push(JSON.stringify(aggregate)), zoneOf && { zoneOf });
  for (const day of [...new Set(cells.map((c) => c.day))].sort((a, b) => a - b)) {
    rollup.closeBefore(dayText(day));
    const today = cells.filter((c) => c.day === day);
    for (const place of new Set(today.map((c) => JSON.stringify([c.city, c.district])))) {
      const [city, district] = JSON.parse(place) as [string, string];
      const rows = new HourRows();
      for (const { household, hour, kwh, estimated } of today.filter(
        (c) => c.city === city && c.district === district,
      )) {
        if (!rows.households.includes(household)) rows.households.push(household);
        rows.add(rows.households.indexOf(household), hour, kwh, estimated);
      }
      rollup.takeDay(city, district, localDay(zones[city]!, day), rows);
    }
  }
  rollup.close();
  return found;
}

/** Anything the operator may get: readings of all kinds, out of order, of meters that move and come and go. */
const anyReading: fc.Arbitrary<MeterReading> = fc
  .record({
    meter: fc.nat(8),
    at: fc.nat(70 * 60),
    jitter: fc.integer({ min: -90, max: 0 }),
    kw: fc.integer({ min: 0, max: 400 }).map((n) => n / 100),
    kind: fc.constantFrom('power', 'register', 'interval', 'interval', 'all'),
    quality: fc.constantFrom('good', 'good', 'good', 'estimated', 'suspect', 'missing'),
    flag: fc.option(fc.constantFrom(...FLAGS), { freq: 5 }),
    district: fc.constantFrom('101', '101', '102', undefined),
    feeder: fc.option(fc.constant('F1'), { freq: 2 }),
  })
  .map(({ meter, at, jitter, kw, kind, quality, flag, district, feeder }) => {
    const timeMs = Date.UTC(2026, 9, 30, 20) + (at + jitter) * 60_000;
    const has = (name: string) => kind === name || kind === 'all';
    return reading(`m${meter}`, timeMs, {
      ...(has('power') ? { activePowerW: kw * 1000 } : {}),
      ...(has('register') ? { importWh: Math.round(1e6 + at * 20 + kw * 10) } : {}),
      ...(has('interval') ? { interval: { startMs: timeMs - HOUR, lengthMs: HOUR, energyWh: kw * 1000 } } : {}),
      quality: quality as 'good',
      flags: flag ? [flag] : [],
      city: meter % 2 ? 'Berlin' : 'Pune',
      district,
      household: meter === 3 ? undefined : `H${meter >> 1}`,
      ...(feeder ? { feeder } : {}),
    });
  });
/** Times go forward on the whole, so that days open and close. */
const steps = fc
  .array(fc.oneof({ weight: 12, arbitrary: anyReading }, { weight: 3, arbitrary: fc.constant('tick' as const) }), {
    maxLength: 150,
  })
  .map((all) => {
    const inTime = all.filter((step) => step !== 'tick').sort((a, b) => a.timeMs - b.timeMs);
    return all.map((step) => (step === 'tick' ? step : inTime.shift()!));
  });

describe('energy-aggregate operator, whatever comes', function () {
  // Property tests take longer on a busy machine.
  this.timeout(30_000);

  it('gives the same final aggregates in any order within the lateness, in any batches', () => {
    fc.assert(
      fc.property(cellsOf, delaysOf, fc.integer({ min: 1, max: 40 }), (cells, delays, batch) => {
        const readings = cells.map(readingOf);
        assert.deepEqual(finals(shuffled(readings, delays), batch), finals(readings, 1));
      }),
      { seed: 71, numRuns: 150 },
    );
  });

  it('gives what the analysis of files gives', () => {
    fc.assert(
      fc.property(cellsOf, delaysOf, (cells, delays) => {
        const found = finals(shuffled(cells.map(readingOf), delays), 7).sort();
        assert.deepEqual(found, ofRows(cells, (city) => zones[city]!).sort());
        // A month of files is the days that they have.
        const isDay = (text: string) => !text.includes('"period":"month"');
        assert.deepEqual(found.filter(isDay), ofRows(cells).filter(isDay).sort());
      }),
      { seed: 73, numRuns: 150 },
    );
  });

  it('never throws for what is in a reading', () => {
    const good = interval('m', Date.UTC(2026, 9, 30), 1, { activePowerW: 1, importWh: 1, household: 'H', feeder: 'F' });
    const field = fc.constantFrom(...(Object.keys(good) as (keyof MeterReading)[]));
    const strange = fc.anything({ withBigInt: true, withNullPrototype: true, withObjectString: true, maxDepth: 1 });
    fc.assert(
      fc.property(fc.array(fc.tuple(field, fc.option(strange))), (changes) => {
        const operator = createEnergyAggregateOperator();
        for (const [name, value] of changes) operator.process([good, { ...good, [name]: value }], NOW);
        operator.tick();
        const state = JSON.stringify(operator.snapshot());
        operator.restore(JSON.parse(state));
        assert.equal(JSON.stringify(operator.snapshot()), state);
        operator.flush();
      }),
      { seed: 83, numRuns: 500 },
    );
  });

  it('continues from a snapshot as if nothing had happened, to the byte', () => {
    fc.assert(
      fc.property(steps, fc.nat(150), (all, cut) => {
        const make = () => createEnergyAggregateOperator({ ...settings, latenessMinutes: 30, maximumMeters: 6 });
        const [whole, first, second] = [make(), make(), make()];
        const run = (operator: typeof whole, step: MeterReading | 'tick') =>
          JSON.stringify((step === 'tick' ? operator.tick() : operator.process([step], NOW)) ?? null);
        for (const step of all.slice(0, cut)) assert.equal(run(first, step), run(whole, step));
        second.restore(JSON.parse(JSON.stringify(first.snapshot())));
        first.flush();
        assert.equal(JSON.stringify(second.snapshot()), JSON.stringify(whole.snapshot()));
        for (const step of all.slice(cut)) assert.equal(run(second, step), run(whole, step));
        assert.equal(run(second, 'tick'), run(whole, 'tick'));
        assert.equal(JSON.stringify(second.flush()), JSON.stringify(whole.flush()));
        assert.equal(JSON.stringify(second.snapshot()), JSON.stringify(whole.snapshot()));
      }),
      { seed: 79, numRuns: 200 },
    );
  });
});

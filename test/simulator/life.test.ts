import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createSimulation, LIFE_KINDS, type LifeEvent, type LifeRates, TYPICAL_LIFE } from '../../simulator';
import { lifeEvents } from '../../simulator/life';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const JULY_MS = Date.UTC(2026, 6, 1);
const NOTHING: LifeRates = { vacation: 0, 'new-tenants': 0, 'new-appliance': 0, 'breaker-off': 0, 'new-solar': 0 };
const ONE_CITY = [
  {
    name: 'Lindhafen',
    timeZone: 'Europe/Berlin',
    districts: ['201'],
    latitude: 52.5,
    longitude: 13.4,
    meanTemperatureC: 10,
  },
];

/** Runs homes, minute by minute unless told otherwise; `each` sees every step. */
function live(
  life: Partial<LifeRates>,
  days: number,
  each: (timeMs: number, watt: Float64Array, ampere: Float64Array, volt: Float64Array) => void,
  meters = 40,
  stepMs = 60_000,
) {
  const events: LifeEvent[] = [];
  const simulation = createSimulation({
    meters,
    life,
    cities: ONE_CITY,
    heavyShare: 0,
    startMs: JULY_MS,
    intervalSeconds: stepMs / 1000,
    onTruth: (record) => events.push(record as LifeEvent),
  });
  const { system } = simulation;
  for (let timeMs = JULY_MS + stepMs; timeMs <= JULY_MS + days * DAY_MS; timeMs += stepMs) {
    system.step(timeMs);
    each(timeMs, system.households.activePowerW, system.feeders.currentA, system.feeders.voltageV);
  }
  const homes = simulation.meters.map(({ meterId }) => meterId);
  return { events, homeOf: (event: LifeEvent) => homes.indexOf(event.meterId) };
}

/** The homes of one district, in the order of the simulation. */
const homeIds = (count: number) => Array.from({ length: count }, (_, i) => `201-H${String(i + 1).padStart(3, '0')}`);

describe('life in honest homes', function () {
  this.timeout(30_000);

  it('happens at its rates, within four standard deviations', () => {
    const ids = Array.from({ length: 3000 }, (_, i) => `m${i}`);
    const yearMs = 365.25 * DAY_MS;
    const events = ids.flatMap((id) => lifeEvents(1, id, TYPICAL_LIFE, JULY_MS, JULY_MS + yearMs));
    for (const kind of LIFE_KINDS) {
      const expected = ids.length * TYPICAL_LIFE[kind];
      const count = events.filter((event) => event.kind === kind).length;
      assert.ok(Math.abs(count - expected) < 4 * Math.sqrt(expected), `${kind}: ${count} for ${expected}`);
    }
    for (const { kind, startMs, endMs } of events) {
      if (kind !== 'vacation' && kind !== 'breaker-off') assert.equal(endMs, null);
      else assert.ok(endMs! - startMs >= 2 * DAY_MS && endMs! - startMs <= 14 * DAY_MS);
    }
  });

  it('depends on seed and meter only, not on how the time is cut', () => {
    const of = (fromDay: number, toDay: number, id = 'a') =>
      lifeEvents(1, id, { ...TYPICAL_LIFE, vacation: 6 }, JULY_MS + fromDay * DAY_MS, JULY_MS + toDay * DAY_MS);
    const whole = of(0, 900);
    assert.ok(whole.length > 10);
    assert.deepEqual([...of(0, 100), ...of(100, 101), ...of(101, 900)], whole);
    assert.notDeepEqual(
      of(0, 900, 'b').map(({ startMs }) => startMs),
      whole.map(({ startMs }) => startMs),
    );
  });

  it('rates of zero leave the simulation byte for byte as it is, and one home leaves the others', () => {
    const powers = (life: Partial<LifeRates> | undefined) => {
      const columns: Float64Array[] = [];
      live(life ?? {}, 2, (_, watt) => columns.push(watt.slice()), 10);
      return columns;
    };
    assert.deepEqual(powers(NOTHING), powers(undefined));
    const some = powers({ vacation: 12 });
    const none = powers(undefined);
    const touched = new Set<number>();
    const { events, homeOf } = live({ vacation: 12 }, 2, () => {}, 10);
    for (const event of events) touched.add(homeOf(event));
    assert.ok(touched.size > 0 && touched.size < 10);
    for (let home = 0; home < 10; home++) {
      const isSame = some.every((column, at) => column[home] === none[at]![home]);
      assert.equal(isSame, !touched.has(home));
    }
  });

  it('a main switch that is off: exactly 0 W and 0 A, normal voltage', () => {
    const rates = { ...NOTHING, 'breaker-off': 12 };
    const truth = homeIds(40).map((id) => lifeEvents(1, id, rates, JULY_MS, JULY_MS + 10 * DAY_MS));
    let off = 0;
    const { events } = live(rates, 10, (timeMs, watt, ampere, volt) => {
      for (const [home, list] of truth.entries()) {
        if (list.some(({ startMs, endMs }) => timeMs >= startMs && timeMs <= endMs!)) {
          off += 1;
          assert.ok(watt[home] === 0 && ampere[home] === 0 && volt[home]! > 215, `${watt[home]} W`);
        } else assert.ok(ampere[home]! > 0);
      }
    });
    assert.ok(off > 10_000);
    assert.deepEqual(
      events,
      truth.flat().sort((a, b) => a.startMs - b.startMs),
    );
  });

  it('a vacation: only base load, fridge and freezer run in summer, and life goes on afterwards', () => {
    const rates = { ...NOTHING, vacation: 12 };
    const highs = { away: 0, home: 0 };
    const samples = { away: 0, home: 0 };
    const truth = homeIds(40).map((id) => lifeEvents(1, id, rates, JULY_MS, JULY_MS + 20 * DAY_MS));
    live({ vacation: 12 }, 20, (timeMs, watt) => {
      for (const [home, events] of truth.entries()) {
        // Programs that run when people leave come to their end.
        const away = events.some(({ startMs, endMs }) => timeMs > startMs + 6 * HOUR_MS && timeMs < endMs!);
        const near = events.some(({ startMs, endMs }) => timeMs > startMs && timeMs < endMs! + DAY_MS);
        if (!away && near) continue;
        samples[away ? 'away' : 'home'] += 1;
        if (watt[home]! > 700) highs[away ? 'away' : 'home'] += 1;
      }
    });
    assert.ok(samples.away > 20_000);
    assert.ok(highs.home / samples.home > 0.05, JSON.stringify({ highs, samples }));
    // A heat pump that makes hot water may run on a cold summer night.
    assert.ok(highs.away / samples.away < 0.01, JSON.stringify({ highs, samples }));
  });

  it('new panels feed in, new appliances draw more, new tenants live otherwise', () => {
    const days = 30;
    const homes = 120;
    const ids = homeIds(homes);
    const rates = { ...NOTHING, 'new-solar': 6, 'new-appliance': 6, 'new-tenants': 6 };
    const truth = ids.flatMap((id, home) => {
      const list = lifeEvents(1, id, rates, JULY_MS, JULY_MS + days * DAY_MS);
      // One event in the middle, so that there is a clear before and after.
      const [event] = list;
      const clear =
        list.length === 1 &&
        (event!.awayUntilMs ?? 0) < JULY_MS + 26 * DAY_MS &&
        event!.startMs > JULY_MS + 8 * DAY_MS &&
        event!.startMs < JULY_MS + 22 * DAY_MS;
      return clear ? [{ event: event!, home, before: [] as number[], after: [] as number[], exported: 0 }] : [];
    });
    live(
      rates,
      days,
      (timeMs, watt) => {
        for (const one of truth) {
          const { event } = one;
          const value = watt[one.home]!;
          if (timeMs <= event.startMs) one.before.push(value);
          else if (timeMs > (event.awayUntilMs ?? event.startMs)) {
            one.after.push(value);
            if (value < -500) one.exported += 1;
          }
        }
      },
      homes,
      5 * 60_000,
    );
    const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
    const low = (list: number[]) => list.sort((a, b) => a - b)[Math.floor(list.length / 20)]!;
    let checked = 0;
    for (const { event, before, after, exported } of truth) {
      const { kind, change, detail } = event;
      if (kind === 'new-solar') assert.ok(exported > 20, detail);
      // A car and a dryer are used whatever the weather; a heat pump is not in July.
      if (change?.appliance === 'electric car') assert.ok(mean(after) > mean(before) + 100, detail);
      if (kind === 'new-tenants' && Math.min(...before) > 0) {
        assert.ok(Math.abs(low(after) - change!.baseW!) < 130, `${detail}: ${low(after)}`);
      }
      checked += 1;
    }
    assert.ok(checked >= 6, `${checked}`);
  });
});

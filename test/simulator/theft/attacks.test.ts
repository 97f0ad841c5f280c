import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  ATTACK_KINDS,
  type Attack,
  type AttackKind,
  injectColumns,
  injectSeries,
  isActing,
} from '../../../simulator/theft';
import { sharedFile } from '../../support/shared-data';
import { attackOf, columnsOf, DAY_MS, homeSeries, START_MS } from './series';

const MINUTE_MS = 60_000;
const SERIES = homeSeries({ days: 6 });
const SOLAR = homeSeries({ days: 6, feedIn: true });

function run(attack: Attack, series = SERIES) {
  return [...injectSeries(series, attack, MINUTE_MS)];
}
const acting = (attack: Attack, series = SERIES) =>
  run(attack, series).flatMap((out, at) => (out.isActing ? [{ ...out, given: series[at]! }] : []));
const mean = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;
const localHour = (timeMs: number) => ((timeMs % DAY_MS) / DAY_MS) * 24;
/** Rounding of P to 0.1 W. */
const HALF_STEP_W = 0.0500001;

describe('attacks on meters', function () {
  this.timeout(20_000);
  it('h1 and the consistent shunt report the factor exactly, P and I alike, V and PF as they are', () => {
    for (const kind of ['h1', 'partial-bypass-consistent'] as const) {
      for (const severity of [0.2, 0.4, 0.6, 0.8]) {
        for (const { sample, given } of acting(attackOf(kind, severity))) {
          assert.equal(sample.activePowerW, Math.round(given.activePowerW * (1 - severity) * 10) / 10);
          assert.equal(sample.currentA, given.currentA * (1 - severity));
          assert.equal(sample.voltageV, given.voltageV);
          assert.equal(sample.powerFactor, given.powerFactor);
        }
      }
    }
  });

  it('h2 reports zero for its share of every day, in one block, and is honest otherwise', () => {
    const severity = 0.25;
    const zero = new Map<number, number[]>();
    for (const { sample, given } of acting(attackOf('h2', severity))) {
      const day = Math.floor(given.timeMs / DAY_MS);
      if (sample.activePowerW === 0) zero.set(day, [...(zero.get(day) ?? []), localHour(given.timeMs)]);
      else assert.deepEqual(sample, { ...given, importWh: sample.importWh });
      if (sample.activePowerW === 0) assert.equal(sample.currentA, 0);
    }
    assert.equal(zero.size, 4);
    for (const hours of zero.values()) {
      assert.ok(Math.abs(hours.length / 1440 - severity) < 0.002);
      assert.ok(hours.at(-1)! - hours[0]! < 24 * severity + 0.02, 'one block');
    }
    assert.ok(new Set([...zero.values()].map(([first]) => first)).size > 1, 'at another hour every day');
  });

  it('h3 draws a factor for each sample, on average 1 − severity; severity 0.55 has the range 0.1 to 0.8', () => {
    for (const severity of [0.2, 0.4, 0.55, 0.6, 0.8]) {
      const factors = acting(attackOf('h3', severity)).map(({ sample, given }) => sample.currentA / given.currentA);
      assert.ok(Math.abs(mean(factors) - (1 - severity)) < 0.01, `${mean(factors)} at ${severity}`);
      assert.ok(new Set(factors).size > 0.99 * factors.length);
      assert.ok(Math.min(...factors) >= 0.1 - 1e-9 && Math.max(...factors) <= 1 + 1e-9);
      if (severity === 0.55) assert.ok(Math.min(...factors) < 0.11 && Math.max(...factors) > 0.79);
    }
    const held = acting(attackOf('h3', 0.4, { holdMs: 1_800_000 })).map(
      ({ sample, given }) => sample.currentA / given.currentA,
    );
    assert.equal(new Set(held.map((factor) => factor.toFixed(9))).size, 4 * 48);
  });

  it('h4 and h5 report around the mean of the day before, and exactly it', () => {
    const before = (timeMs: number) => {
      const day = Math.floor(timeMs / DAY_MS);
      return mean(SERIES.filter((one) => Math.floor(one.timeMs / DAY_MS) === day - 1).map((one) => one.activePowerW));
    };
    const means = new Map([1, 2, 3, 4].map((day) => [day, before(START_MS + day * DAY_MS)]));
    const meanAt = (timeMs: number) => means.get(Math.floor((timeMs - START_MS) / DAY_MS))!;
    for (const { sample } of acting(attackOf('h5', 0.5))) {
      assert.ok(Math.abs(sample.activePowerW - meanAt(sample.timeMs)) <= HALF_STEP_W);
    }
    const factors = acting(attackOf('h4', 0.4)).map(({ sample }) => sample.activePowerW / meanAt(sample.timeMs));
    assert.ok(Math.abs(mean(factors) - 0.6) < 0.01);
    assert.ok(Math.min(...factors) > 0.24 && Math.max(...factors) < 0.96);
  });

  it('h6 replays the day before in reverse, sample for sample', () => {
    const byTime = new Map(SERIES.map((one) => [one.timeMs, one]));
    for (const { sample, given } of acting(attackOf('h6', 0.5))) {
      const midnight = Math.floor(given.timeMs / DAY_MS) * DAY_MS;
      const mirrored = midnight - MINUTE_MS - (given.timeMs - midnight);
      assert.ok(Math.abs(sample.activePowerW - byTime.get(mirrored)!.activePowerW) <= HALF_STEP_W);
      assert.ok(Math.abs(sample.powerFactor - byTime.get(mirrored)!.powerFactor) < 1e-6);
    }
  });

  it('P = V·I·PF holds for every kind that keeps up appearances, with the true voltage, and breaks for partial-bypass', () => {
    const falseVoltage: AttackKind[] = ['neutral-tamper'];
    for (const kind of ATTACK_KINDS) {
      let worstW = 0;
      for (const { sample, given } of acting(attackOf(kind, 0.4))) {
        if (kind === 'freeze') continue;
        const productW = sample.voltageV * sample.currentA * sample.powerFactor;
        worstW = Math.max(worstW, Math.abs(productW - sample.activePowerW));
        if (!falseVoltage.includes(kind)) assert.equal(sample.voltageV, given.voltageV);
      }
      if (kind === 'partial-bypass') assert.ok(worstW > 100);
      else assert.ok(worstW <= HALF_STEP_W, `${kind}: ${worstW} W`);
    }
  });

  it('partial-bypass, neutral-tamper and pf-shift leave the current true and lower P, V or PF by the severity', () => {
    for (const kind of ['partial-bypass', 'neutral-tamper', 'pf-shift'] as const) {
      for (const { sample, given } of acting(attackOf(kind, 0.4))) {
        assert.equal(sample.currentA, given.currentA);
        const share = sample.activePowerW / given.activePowerW;
        assert.ok(Math.abs(share - 0.6) < 0.0206, `${kind} ${share}`);
        if (kind === 'neutral-tamper') assert.ok(sample.voltageV < 0.62 * 234 && sample.voltageV > 0.57 * 228);
        if (kind === 'pf-shift') assert.ok(Math.abs(sample.powerFactor - 0.6 * given.powerFactor) < 1e-12);
      }
    }
  });

  it('freeze holds P, I, PF and the register for its share of the day while V lives; full holds V too', () => {
    for (const full of [false, true]) {
      const out = acting(attackOf('freeze', 0.3, { full }));
      const still = out.filter((one, at) => {
        const last = out[at - 1];
        return last && one.sample.importWh === last.sample.importWh && one.given.activePowerW > 0;
      });
      assert.ok(Math.abs(still.length / out.length - 0.3) < 0.05, `${still.length / out.length}`);
      for (const day of new Set(still.map(({ sample }) => Math.floor(sample.timeMs / DAY_MS)))) {
        const block = still.filter(({ sample }) => Math.floor(sample.timeMs / DAY_MS) === day);
        for (const key of ['activePowerW', 'currentA', 'powerFactor'] as const) {
          assert.equal(new Set(block.map(({ sample }) => sample[key])).size, 1, key);
        }
        const voltages = new Set(block.map(({ sample }) => sample.voltageV)).size;
        assert.ok(full ? voltages === 1 : voltages > 0.9 * block.length);
      }
    }
  });

  it('step-shunt rises in 3 to 6 steps to its severity and stays there', () => {
    for (const meterId of ['a', 'b', 'c', 'd', 'e']) {
      const shares = acting(attackOf('step-shunt', 0.6, { meterId })).map(
        ({ sample, given }) => 1 - sample.currentA / given.currentA,
      );
      for (let at = 1; at < shares.length; at++) assert.ok(shares[at]! >= shares[at - 1]! - 1e-9);
      const levels = new Set(shares.map((share) => share.toFixed(6))).size;
      assert.ok(levels >= 3 && levels <= 6, `${levels} levels`);
      assert.ok(Math.abs(shares.at(-1)! - 0.6) < 1e-9);
      assert.ok(shares[0]! <= 0.2 + 1e-9);
    }
  });

  it('leaves export as it is, and all samples outside the attack', () => {
    for (const kind of ATTACK_KINDS) {
      const attack = attackOf(kind, 0.6);
      const isScheduled = isActing(attack);
      for (const [at, { sample, isActing }] of run(attack, SOLAR).entries()) {
        const given = SOLAR[at]!;
        const within = given.timeMs >= attack.startMs && given.timeMs < attack.endMs;
        assert.equal(isScheduled(given.timeMs), within);
        assert.equal(isActing, within && given.activePowerW >= 0);
        if (!isActing) assert.deepEqual(sample, { ...given, importWh: sample.importWh });
        assert.ok(sample.activePowerW >= Math.min(0, given.activePowerW));
      }
    }
  });

  it('acts by its schedule: hours, also around midnight in the local zone, and every second day', () => {
    const within = (attack: Attack) =>
      new Set(acting(attack).map(({ sample }) => Math.floor(localHour(sample.timeMs))));
    const evening = { schedule: { kind: 'hours', fromHour: 18, toHour: 22 } } as const;
    assert.deepEqual([...within(attackOf('h1', 0.4, evening))].sort(), [18, 19, 20, 21]);
    const night = { schedule: { kind: 'hours', fromHour: 23, toHour: 2 }, timeZone: 'Europe/Berlin' } as const;
    assert.deepEqual(
      [...within(attackOf('h1', 0.4, night))].sort((a, b) => a - b),
      [0, 22, 23],
    );
    const days = acting(attackOf('h1', 0.4, { schedule: { kind: 'alternating' } })).map(({ sample }) =>
      Math.floor((sample.timeMs - START_MS) / DAY_MS),
    );
    assert.deepEqual([...new Set(days)], [1, 3]);
  });

  it('property: registers never go back, stolen energy is true less reported, labels are exact', () => {
    const anyAttack = fc.record({
      kind: fc.constantFrom(...ATTACK_KINDS),
      severity: fc.double({ min: 0.05, max: 1, noNaN: true }),
      meterId: fc.string({ minLength: 1, maxLength: 8 }),
      seed: fc.nat(),
      startMs: fc.integer({ min: START_MS - DAY_MS, max: START_MS + 4 * DAY_MS }),
      schedule: fc.constantFrom<Attack['schedule'][]>(
        { kind: 'always' },
        { kind: 'alternating' },
        { kind: 'hours', fromHour: 20, toHour: 3 },
      ),
      feedIn: fc.boolean(),
    });
    fc.assert(
      fc.property(anyAttack, ({ feedIn, ...given }) => {
        const attack: Attack = { ...given, endMs: given.startMs + 2 * DAY_MS };
        const series = (feedIn ? SOLAR : SERIES).filter((_, at) => at % 5 === 0);
        let stolenWh = 0;
        let lastWh = 0;
        for (const [at, out] of [...injectSeries(series, attack, 5 * MINUTE_MS)].entries()) {
          const { activePowerW } = series[at]!;
          assert.equal(out.trueW, activePowerW);
          stolenWh += ((activePowerW - out.sample.activePowerW) * 5) / 60;
          assert.ok(Math.abs(out.stolenWh - stolenWh) < 1e-6);
          assert.ok(out.sample.importWh >= lastWh, 'the register goes back');
          lastWh = out.sample.importWh;
          if (!out.isActing) assert.equal(out.sample.activePowerW, activePowerW);
        }
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it('the register of a thief grows as the reported power does', () => {
    const attack = attackOf('h1', 0.4, { endMs: START_MS + 100 * DAY_MS });
    const out = run(attack);
    const reportedWh = out.slice(1).reduce((sum, { sample }) => sum + sample.activePowerW / 60, 0);
    assert.ok(Math.abs(out.at(-1)!.sample.importWh - SERIES[0]!.importWh - reportedWh) < 1e-6);
    const trueWh = SERIES.at(-1)!.importWh - SERIES[0]!.importWh;
    assert.ok(Math.abs(out.at(-1)!.stolenWh - (trueWh - reportedWh)) < 1e-6);
  });

  it('columns and streams give the same, and the same again; another meter or seed gives other draws', () => {
    for (const kind of ATTACK_KINDS) {
      const attack = attackOf(kind, 0.4);
      const given = columnsOf(SERIES);
      const columns = injectColumns(given, attack, MINUTE_MS);
      assert.deepEqual(given, columnsOf(SERIES), 'the input stays as it is');
      const stream = run(attack);
      assert.deepEqual(
        columns.powerW,
        Float64Array.from(stream, ({ sample }) => sample.activePowerW),
        kind,
      );
      assert.deepEqual(
        columns.voltageV,
        Float64Array.from(stream, ({ sample }) => sample.voltageV),
      );
      assert.deepEqual(
        columns.currentA,
        Float64Array.from(stream, ({ sample }) => sample.currentA),
      );
      assert.deepEqual(
        columns.powerFactor,
        Float64Array.from(stream, ({ sample }) => sample.powerFactor),
      );
      assert.deepEqual(
        columns.stolenWh,
        Float64Array.from(stream, ({ stolenWh }) => stolenWh),
      );
      assert.deepEqual(
        columns.isActing,
        Uint8Array.from(stream, (one) => Number(one.isActing)),
      );
      const { meterId, severity, startMs, endMs, schedule } = attack;
      assert.deepEqual(columns.truth, { meterId, kind, severity, startMs, endMs, schedule });
    }
    const power = (more: Partial<Attack>) => injectColumns(columnsOf(SERIES), attackOf('h3', 0.4, more)).powerW;
    assert.deepEqual(power({}), power({}));
    assert.notDeepEqual(power({}), power({ meterId: '101-H002' }));
    assert.notDeepEqual(power({}), power({ seed: 2 }));
  });

  it('over a real house: severity is the stolen share of its energy', function () {
    const file = sharedFile('meters/household_1min.csv');
    if (!file) {
      this.test!.title += ' (skipped: shared data file meters/household_1min.csv is not here)';
      this.skip();
    }
    const rows = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .slice(1, 1 + 10 * 1440);
    const cells = rows.map((row) => row.split(';').map(Number));
    const powerW = cells.map(([, , kilowatt]) => kilowatt! * 1000);
    const apparentVa = cells.map(([, , kilowatt, kilovar]) => 1000 * Math.hypot(kilowatt!, kilovar!));
    const house = {
      timeMs: rows.map((_, at) => START_MS + at * MINUTE_MS),
      powerW,
      voltageV: cells.map(([, , , , volt]) => volt!),
      currentA: cells.map(([, , , , volt], at) => apparentVa[at]! / volt!),
      powerFactor: powerW.map((watt, at) => watt / apparentVa[at]!),
    };
    const start = { startMs: START_MS + 2 * DAY_MS, endMs: START_MS + 10 * DAY_MS };
    const trueWh = powerW.slice(2 * 1440).reduce((sum, watt) => sum + (Number.isNaN(watt) ? 0 : watt / 60), 0);
    const share = (kind: AttackKind, severity: number) =>
      injectColumns(house, attackOf(kind, severity, start), MINUTE_MS).stolenWh.at(-1)! / trueWh;
    for (const kind of ['h1', 'partial-bypass', 'partial-bypass-consistent', 'pf-shift'] as const) {
      for (const severity of [0.2, 0.8]) assert.ok(Math.abs(share(kind, severity) - severity) < 0.0005, kind);
    }
    for (const kind of ['h3', 'neutral-tamper'] as const) assert.ok(Math.abs(share(kind, 0.4) - 0.4) < 0.01, kind);
    // The mean of the day before is that of today only about; a thief of an hour of the day takes what falls into it.
    assert.ok(Math.abs(share('h4', 0.4) - 0.4) < 0.15);
    for (const kind of ['h5', 'h6'] as const) assert.ok(Math.abs(share(kind, 0.4)) < 0.15, kind);
    assert.ok(share('h2', 0.4) > 0.1 && share('h2', 0.4) < 0.6);
    // A share of the day, of which a part is spent waiting and the held load is reported.
    assert.ok(share('freeze', 0.8) > 0.05 && share('freeze', 0.8) < 0.5);
    assert.ok(share('step-shunt', 0.4) > 0.2 && share('step-shunt', 0.4) < 0.4);
  });

  it('a missing sample stays missing and steals nothing', () => {
    const given = columnsOf(SERIES);
    const at = 2000;
    given.powerW[at] = Number.NaN;
    const { powerW, stolenWh } = injectColumns(given, attackOf('h1', 0.4), MINUTE_MS);
    assert.ok(Number.isNaN(powerW[at]!));
    assert.equal(stolenWh[at], stolenWh[at - 1]);
    assert.ok(stolenWh[at + 1]! > stolenWh[at]!);
  });

  it('names what of an attack cannot be', () => {
    const series = homeSeries({ days: 0.01 });
    for (const [more, message] of [
      [{ severity: 0 }, /attack on meter 101-H001: severity 0 must be above 0/],
      [{ kind: 'h7' as AttackKind }, /kind "h7" is not one of h1, h2/],
      [{ endMs: 0 }, /its end 0 must be after its start/],
      [{ schedule: { kind: 'hours', fromHour: 5, toHour: 5 } as const }, /hours 5 to 5 must lie within/],
    ] as const) {
      assert.throws(() => [...injectSeries(series, attackOf('h1', 0.4, more))], message);
    }
  });
});

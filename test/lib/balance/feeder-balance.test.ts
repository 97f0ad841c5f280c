import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import { createFeederBalanceOperator, type FeederBalanceSettings } from '../../../lib/balance';
import { FeederBalance, type MeterReading, type TheftDay, type TheftEvent } from '../../../lib/messages';
import { DAY, HOUR, interval, MINUTE, power, register, START } from './readings';

const HOURLY: Partial<FeederBalanceSettings> = { windowMinutes: 60, latenessMinutes: 60 };
const LATER = START + 400 * DAY;

function run(readings: MeterReading[], settings: Partial<FeederBalanceSettings>) {
  const operator = createFeederBalanceOperator(settings);
  const first = operator.process(readings, LATER);
  const rest = operator.flush();
  return {
    balances: [...(first?.balances ?? []), ...(rest?.balances ?? [])],
    refused: [...(first?.refused ?? []), ...(rest?.refused ?? [])],
  };
}

/** Hours of a feeder with homes that count `homesWh` each and a feeder meter that counts `inWh`. */
function hours(count: number, inWh: number, homesWh: number[], fromMs = START): MeterReading[] {
  return Array.from({ length: count }, (_, hour) => {
    const startMs = fromMs + hour * HOUR;
    return [
      interval('F1', startMs, HOUR, inWh),
      ...homesWh.map((energyWh, i) => interval(`H${i + 1}`, startMs, HOUR, energyWh)),
    ];
  }).flat();
}

describe('feeder balance', function () {
  this.timeout(20_000);

  it('of a day by hand: 24 h of 2,000 Wh in, 1,700 Wh counted, 50 W + 2 % at 2 kW lost', () => {
    const given: Partial<FeederBalanceSettings> = {
      ...HOURLY,
      lossModel: 'given',
      constantLossW: 50,
      loadLossPercent: 2,
      loadLossAtKw: 2,
    };
    const { balances, refused } = run(hours(24, 2000, [1000, 700]), given);
    assert.deepEqual(refused, []);
    const [day] = balances;
    assert.equal(balances.length, 1);
    assert.ok(Value.Check(FeederBalance, day));
    // Loss: 50 W + 2 % of 2,000 W = 90 W. Gap: 2,000 − 1,700 − 90 = 210 Wh an hour, 10.5 %.
    assert.deepEqual(
      [day!.period, day!.startMs, day!.lengthMs, day!.state, day!.meters],
      ['day', START, DAY, 'complete', 2],
    );
    assert.deepEqual([day!.inWh, day!.metersWh, day!.lossWh, day!.gapWh], [48_000, 40_800, 2160, 5040]);
    assert.ok(Math.abs(day!.gapShare - 0.105) < 1e-12);
    assert.equal(day!.isAbove, true);
    assert.match(day!.because, /in 48\.0 kWh, meters 40\.8 kWh, loss 2\.2 kWh .*: 5\.0 kWh missing, 10\.5 %/);
  });

  it('takes up to the largest loss for loss while it has learned nothing, and the rest for a gap from the first day on', () => {
    const small = run(hours(24, 1000, [950]), HOURLY).balances[0]!;
    assert.deepEqual([small.lossWh, small.gapWh, small.isAbove], [1200, 0, false]);
    const large = run(hours(24, 1000, [850]), HOURLY).balances[0]!;
    assert.deepEqual([large.lossWh, large.gapWh, large.isAbove], [1440, 2160, true]);
  });

  it('counts exports on both sides with their sign', () => {
    // 12 h by day: H2 exports 3 kW, of which H1 takes 1 kW and 1.9 kW go back through the feeder meter, 0.1 kW is lost.
    const readings: MeterReading[] = [];
    let [h1, h2, feeder] = [0, 0, 0];
    for (let hour = 0; hour <= 24; hour++) {
      const timeMs = START + hour * HOUR;
      readings.push(register('H1', timeMs, 1000 * h1++, 0));
      readings.push(register('H2', timeMs, 500, 3000 * h2++));
      readings.push(register('F1', timeMs, 70, 1900 * feeder++));
    }
    const day = run(readings, { ...HOURLY, lossModel: 'given', constantLossW: 100, loadLossPercent: 0 }).balances[0]!;
    assert.deepEqual([day.inWh, day.metersWh, day.lossWh, day.gapWh], [-45_600, -48_000, 2400, 0]);
    assert.equal(day.state, 'complete');
  });

  it('counts the export of a meter that tells only power', () => {
    const readings: MeterReading[] = [];
    for (let minute = 0; minute <= 24 * 60; minute += 5) {
      const timeMs = START + minute * MINUTE;
      readings.push(power('H1', timeMs, minute < 12 * 60 ? 400 : -600), register('F1', timeMs, 0, 0));
    }
    const day = run(readings, { lossModel: 'given', constantLossW: 0, loadLossPercent: 0 }).balances[0]!;
    assert.equal(day.metersWh, 12 * 400 - 12 * 600);
  });

  it('makes no gap of a meter that is missing: only windows with all meters count', () => {
    const readings = hours(24, 2000, [1000, 1000]).filter(
      ({ meterId, timeMs }) => !(meterId === 'H2' && timeMs > START + 10 * HOUR && timeMs <= START + 14 * HOUR),
    );
    const { balances } = run(readings, { ...HOURLY, sendWindows: true });
    const windows = balances.filter(({ period }) => period === 'window');
    assert.equal(windows.length, 24);
    assert.deepEqual(
      windows.filter(({ state }) => state === 'incomplete').map((w) => [(w.startMs - START) / HOUR, w.missingMeters]),
      [10, 11, 12, 13].map((hour) => [hour, ['H2']]),
    );
    const day = balances.at(-1)!;
    assert.deepEqual([day.state, day.inWh, day.metersWh, day.gapWh], ['complete', 40_000, 40_000, 0]);
  });

  it('does not judge a day with too few complete windows, and names who was missing', () => {
    const readings = hours(24, 2000, [1000, 1000]).filter(
      ({ meterId, timeMs }) => !(meterId === 'H2' && timeMs > START + 6 * HOUR),
    );
    const day = run(readings, HOURLY).balances[0]!;
    assert.deepEqual([day.state, day.missingMeters, day.isAbove, day.gapScore], ['incomplete', ['H2'], false, 0]);
    assert.match(day.because, /6 of 24 windows are complete; without enough readings: H2/);
  });

  for (const flag of ['counter-reset', 'rollover', 'zero-after-restart', 'clock-jump'] as const) {
    it(`leaves out the windows in which a meter has ${flag}`, () => {
      const readings: MeterReading[] = [];
      for (let minute = 0; minute <= 24 * 60; minute += 10) {
        const timeMs = START + minute * MINUTE;
        readings.push(register('F1', timeMs, 5000 + minute * 20), register('H1', timeMs, 9000 + minute * 20));
      }
      const at = readings.findIndex(({ meterId, timeMs }) => meterId === 'H1' && timeMs === START + 600 * MINUTE);
      readings[at] = { ...readings[at]!, importWh: 4, flags: [flag], quality: 'suspect' };
      for (const reading of readings.slice(at + 1))
        if (reading.meterId === 'H1') reading.importWh! -= 9000 + 600 * 20 - 4;
      const { balances } = run(readings, { sendWindows: true });
      const windows = balances.filter(({ period }) => period === 'window');
      const incomplete = windows.filter(({ state }) => state === 'incomplete');
      assert.ok(incomplete.length >= 1 && incomplete.length <= 2, `${incomplete.length} windows`);
      assert.ok(incomplete.every(({ missingMeters }) => missingMeters[0] === 'H1'));
      const day = balances.at(-1)!;
      assert.deepEqual([day.state, day.gapWh], ['complete', 0]);
    });
  }

  it('says that a meter that sends too seldom for the windows is missing, not that energy is', () => {
    const { balances } = run(hours(24, 2000, [1000]), { latenessMinutes: 90 });
    assert.deepEqual([balances[0]!.state, balances[0]!.isAbove], ['incomplete', false]);
  });

  it('leaves out intervals that come twice and estimates', () => {
    const twice = [...hours(24, 1000, [1000]), interval('H1', START + 3 * HOUR, HOUR, 1000)];
    const day = run(twice, { ...HOURLY, latenessMinutes: 1440 }).balances[0]!;
    assert.deepEqual([day.inWh, day.metersWh], [23_000, 23_000]);
    const estimated = hours(24, 1000, [1000]).map((r, i) => (i === 9 ? { ...r, quality: 'estimated' as const } : r));
    assert.equal(run(estimated, HOURLY).balances[0]!.inWh, 23_000);
  });

  it('takes meters without household for the feeder meter only when none is named like the feeder', () => {
    const plain = hours(24, 1000, [600, 400]).map(({ household: _, ...reading }) => reading);
    assert.deepEqual(run(plain, HOURLY).balances[0]!.meters, 2);
    const renamed = hours(24, 1000, [600, 400]).map((r) => (r.meterId === 'F1' ? { ...r, meterId: 'T7' } : r));
    const day = run(renamed, HOURLY).balances[0]!;
    assert.deepEqual([day.meters, day.inWh, day.metersWh], [2, 24_000, 24_000]);
  });

  it('has days of 23 and 25 hours of local time', () => {
    const settings = { ...HOURLY, timeZone: 'Europe/Berlin' };
    const spring = Date.UTC(2026, 2, 28, 23);
    assert.equal(run(hours(23, 1000, [1000], spring), settings).balances[0]!.lengthMs, 23 * HOUR);
    const autumn = Date.UTC(2026, 9, 24, 22);
    assert.equal(run(hours(25, 1000, [1000], autumn), settings).balances[0]!.inWh, 25_000);
  });

  it('forgets a meter that was silent for long, and the rest is complete again', () => {
    const readings = hours(24 * 4, 2000, [1000, 1000]).filter(
      ({ meterId, timeMs }) => !(meterId === 'H2' && timeMs > START + DAY),
    );
    const { balances } = run(readings, { ...HOURLY, forgetDays: 1 });
    assert.deepEqual(
      balances.map(({ state, meters }) => [state, meters]),
      [
        ['complete', 2],
        ['incomplete', 0],
        ['complete', 1],
        ['complete', 1],
      ],
    );
  });

  describe('clusters', () => {
    const event = (meterId: string, kind = 'step-change') =>
      ({
        meterId,
        feeder: 'F1',
        startMs: START + 5 * HOUR,
        theftLike: true,
        cues: [{ kind }],
      }) as unknown as TheftEvent;
    const day = (meterId: string, energyWh: number, expectedWh: number) =>
      ({
        meterId,
        startMs: START,
        state: 'scored',
        dayType: 'normal',
        usualHourlyW: [],
        evidence: [],
        energyWh,
        expectedWh,
      }) as unknown as TheftDay;

    it('three meters that dropped on a day make one, whether they are told before its balance or after', () => {
      const operator = createFeederBalanceOperator(HOURLY);
      const readings = hours(26, 3000, [1000, 1000, 1000]);
      const balances = operator.process(
        [...readings.slice(0, 30), event('H3'), event('H1'), ...readings.slice(30)],
        LATER,
      )!.balances!;
      assert.deepEqual([balances.length, balances[0]!.cluster], [1, []]);
      assert.equal(operator.process([day('H2', 9000, 10_000)], LATER), undefined);
      const again = operator.process([event('H3'), day('H2', 4000, 10_000)], LATER)!.balances!;
      assert.deepEqual([again.length, again[0]!.cluster], [1, ['H1', 'H2', 'H3']]);
      assert.match(again[0]!.because, /3 meters dropped on this day/);
      assert.deepEqual({ ...again[0], cluster: [], because: '' }, { ...balances[0], because: '' });
    });

    it('a spike is no drop', () => {
      const operator = createFeederBalanceOperator(HOURLY);
      operator.process(hours(26, 3000, [1000, 1000, 1000]), LATER);
      assert.equal(
        operator.process(
          ['H1', 'H2', 'H3'].map((id) => event(id, 'spike')),
          LATER,
        ),
        undefined,
      );
    });
  });
});

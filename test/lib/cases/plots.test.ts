import assert from 'node:assert/strict';
import { DAY, Desk, event, HOUR, START, theftDay, theftWindow } from './case-messages';

/** Ten-minute windows of some days, the power counting up. */
function windows(fromDay: number, days: number, startMs = START) {
  return Array.from({ length: days * 144 }, (_, i) =>
    theftWindow(startMs + fromDay * DAY + i * 600_000, {
      power_mean: 200 + i,
      volt_mean: 230.04,
      curr_mean: 1.234,
      pf_mean: 0.98765,
    }),
  );
}

describe('plots of a case', function () {
  this.timeout(20_000);
  it('show the day with the highest score and the latest one, beside what is usual', () => {
    const desk = new Desk();
    desk.send(
      ...windows(0, 2),
      theftDay(0, { score: 4 }),
      theftDay(1, { score: 2, usualHourlyW: Array(24).fill(500) }),
    );
    const [opened] = desk.send(event());
    const [telling, latest] = opened!.plots!;
    assert.deepEqual([telling!.date, latest!.date, opened!.plots!.length], ['2026-06-01', '2026-06-02', 2]);
    assert.equal(telling!.timeMs.length, 144);
    assert.deepEqual(
      [telling!.timeMs[7], telling!.powerW[7], telling!.voltageV[7], telling!.currentA[7], telling!.powerFactor[7]],
      [START + 7 * 600_000, 207, 230, 1.23, 0.988],
    );
    assert.deepEqual([telling!.usualPowerW[0], telling!.usualPowerW[7], telling!.usualPowerW[143]], [400, 401, 423]);
    assert.equal(latest!.usualPowerW[0], 500);
  });

  it('take the day that says more when it comes, and keep it when the meter’s memory has moved on', () => {
    const desk = new Desk();
    desk.send(...windows(0, 1), theftDay(0, { score: 3 }), event({ state: 'open', endMs: START + 1.5 * DAY }));
    desk.send(...windows(1, 1), event({ state: 'open', endMs: START + 2 * DAY }));
    const [higher] = desk.send(theftDay(1, { score: 5 }));
    assert.deepEqual(
      higher!.plots!.map(({ date }) => date),
      ['2026-06-02'],
    );
    desk.send(...windows(2, 4), event({ endMs: START + 6 * DAY }));
    const [later] = desk.send(theftDay(5, { score: 1 }));
    assert.deepEqual(
      later!.plots!.map(({ date, timeMs }) => [date, timeMs.length]),
      [
        ['2026-06-02', 144],
        ['2026-06-06', 144],
      ],
    );
  });

  it('are by hour when no windows come, and absent when nothing is known of the meter', () => {
    const desk = new Desk();
    assert.equal(desk.send(event({ meterId: 'H008' }))[0]!.plots, undefined);
    desk.send(theftDay(0));
    const [plot] = desk.send(event())[0]!.plots!;
    assert.deepEqual(
      [plot!.timeMs.length, plot!.powerW[5], plot!.voltageV[5], plot!.usualPowerW[5]],
      [24, 105, null, 405],
    );
  });

  it('have the local day of the meter’s city, with 23 hours when the clock goes forward', () => {
    const midnight = Date.UTC(2026, 2, 28, 23);
    const desk = new Desk({ cityTimeZones: [{ city: 'Northport', timeZone: 'Europe/Madrid' }] });
    desk.send(...windows(0, 1, midnight), theftDay(0, { startMs: midnight, date: '2026-03-29' }));
    const [plot] = desk.send(event({ startMs: midnight + 5 * HOUR }))[0]!.plots!;
    assert.deepEqual([plot!.date, plot!.timeMs.length], ['2026-03-29', 23 * 6]);
    assert.deepEqual([plot!.usualPowerW[11], plot!.usualPowerW[12]], [401, 403], 'the hour at 2 is not there');
  });

  it('are whole days although more meters come than are kept, and those with a case are kept first', () => {
    const desk = new Desk({ maximumMeters: 2 });
    desk.send(event({ meterId: 'H009' }));
    const meters = ['H007', 'H008', 'H009'];
    const given = windows(0, 1).flatMap((window) => meters.map((meterId) => ({ ...window, meterId })));
    desk.send(...given);
    const lengths = meters.map((meterId) => {
      const [sent] = desk.send(event({ meterId, endMs: START + 50 * HOUR }));
      return sent!.plots?.[0]?.timeMs.length ?? 0;
    });
    assert.equal(lengths[2], 144);
    assert.deepEqual(lengths.slice(0, 2).sort(), [0, 144]);
  });

  it('take windows in any order and twice, and only some of very short ones', () => {
    const desk = new Desk();
    const given = windows(0, 1);
    desk.send(...given.toReversed(), ...given);
    assert.deepEqual(
      desk.send(event())[0]!.plots![0]!.powerW,
      given.map(({ features }) => features.power_mean),
    );
    const short = new Desk();
    short.send(
      ...Array.from({ length: 1440 }, (_, i) => ({
        ...theftWindow(START + i * 60_000, { power_mean: i }),
        lengthMs: 60_000,
      })),
    );
    assert.deepEqual(short.send(event())[0]!.plots![0]!.powerW.slice(0, 3), [0, 5, 10]);
  });
});

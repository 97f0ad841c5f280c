import assert from 'node:assert/strict';
import type { MeterReading } from '../../../lib/messages';
import { createVeeOperator, type VeeSettings } from '../../../lib/vee';
import { interval, reading } from '../consumption/readings';
import { CLEAN, HOUR, MONDAY } from './days';

const NOW = Date.UTC(2027, 0);
const DAY = 24 * HOUR;

/** A clean day of hourly readings of one meter, in kWh as the helper takes them. */
const dayOf = (meter: string, startMs: number, more: Partial<MeterReading> = {}, hours = 24) =>
  Array.from({ length: hours }, (_, i) => interval(meter, startMs + i * HOUR, CLEAN[i % 24]! / 1000, more));

/** Everything that goes out of the batch and the flush after it. */
function all(batch: readonly unknown[], settings: Partial<VeeSettings> = {}) {
  const operator = createVeeOperator(settings);
  const outs = [operator.process(batch as MeterReading[], NOW), operator.flush()];
  return {
    operator,
    readings: outs.flatMap((out) => out?.readings ?? []),
    refused: outs.flatMap((out) => out?.refused ?? []),
    summary: outs.flatMap((out) => out?.summary ?? []),
  };
}

const reasons = (refused: readonly { reason: string }[]) => refused.map(({ reason }) => reason);
const rulesOf = (r: MeterReading) => r.vee!.rules ?? [r.vee!.rule];

describe('VEE operator', () => {
  it('sends a day when it is over for good, in order, with names and raw values', () => {
    const operator = createVeeOperator({ latenessMinutes: 60 });
    const day = dayOf('m', MONDAY, { household: 'H1', feeder: 'F1' });
    assert.equal(operator.process(day, NOW), undefined);
    // One hour after the end the day still takes readings, a millisecond later it is closed.
    assert.equal(operator.process([reading('other', MONDAY + DAY + HOUR, { activePowerW: 1 })], NOW), undefined);
    const out = operator.process([reading('other', MONDAY + DAY + HOUR + 1, { activePowerW: 1 })], NOW)!;
    assert.equal(out.readings!.length, 24);
    assert.deepEqual(out.readings![23], {
      meterId: 'm',
      timeMs: MONDAY + DAY,
      interval: { startMs: MONDAY + 23 * HOUR, lengthMs: HOUR, energyWh: 400 },
      quality: 'good',
      vee: { rule: 'good', rawWh: 400 },
      flags: [],
      dialect: 'vee',
      city: 'Madrid',
      district: '101',
      household: 'H1',
      feeder: 'F1',
    });
    assert.deepEqual(out.summary, [
      {
        city: 'Madrid',
        district: '101',
        date: '2026-06-01',
        startMs: MONDAY,
        endMs: MONDAY + DAY,
        intervalMinutes: 60,
        meters: 1,
        intervals: 24,
        quality: { good: 24, estimated: 0, suspect: 0, missing: 0 },
        rules: {},
      },
    ]);
    const late = operator.process([day[3]!], NOW)!;
    assert.deepEqual(reasons(late.refused!), ['late']);
    assert.equal(late.refused![0]!.original, day[3]);
  });

  for (const [date, utc, hours] of [
    ['2026-03-29', '2026-03-28T23:00:00Z', 23],
    ['2026-10-25', '2026-10-24T22:00:00Z', 25],
  ] as const) {
    it(`gives ${date} in Berlin its ${hours} hours`, () => {
      const startMs = Date.parse(utc);
      const batch = dayOf('m', startMs, {}, hours).filter((_, i) => i !== 2);
      const { readings, summary } = all(batch, { timeZone: 'Europe/Berlin' });
      assert.equal(readings.length, hours);
      assert.deepEqual([readings[0]!.interval!.startMs, readings.at(-1)!.timeMs], [startMs, startMs + hours * HOUR]);
      assert.deepEqual([summary[0]!.date, summary[0]!.intervals, summary[0]!.meters], [date, hours, 1]);
      // Between 290 and 280.
      assert.deepEqual(
        [readings[2]!.interval!.energyWh, readings[2]!.vee],
        [285, { rule: 'gap-interpolated', rawWh: null }],
      );
    });
  }

  it('reads the like days of a day of 25 hours by the wall clock', () => {
    const start = Date.parse('2026-10-03T22:00:00Z');
    // Sundays 4, 11 and 18 October: hour h has 100 × (h + 1) Wh, plus 0, 30 and 60.
    const sundays = [0, 1, 2].flatMap((week) =>
      Array.from({ length: 24 }, (_, h) =>
        interval('m', start + week * 7 * DAY + h * HOUR, (100 * (h + 1) + 30 * week) / 1000),
      ),
    );
    const last = Date.parse('2026-10-24T22:00:00Z');
    const present = [0, 1, 8, 24].map((i) => interval('m', last + i * HOUR, 0.5 + i / 100));
    const { readings } = all([...sundays, ...present], { timeZone: 'Europe/Berlin', rules: ['gap'] });
    const day = readings.filter((r) => r.interval!.startMs >= last);
    assert.equal(day.length, 25);
    const wh = (i: number) => [day[i]!.interval!.energyWh, day[i]!.vee!.rule];
    // 02:00 twice, then 03:00 in cell 4.
    assert.deepEqual(
      [wh(2), wh(3), wh(4)],
      [
        [330, 'gap-like-days'],
        [330, 'gap-like-days'],
        [430, 'gap-like-days'],
      ],
    );
    assert.deepEqual(wh(23), [2330, 'gap-like-days']);
  });

  it('takes the three most recent like weekdays, and a holiday as a Sunday', () => {
    const week = 7 * DAY;
    const flat = (startMs: number, wh: number) =>
      Array.from({ length: 24 }, (_, h) => interval('m', startMs + h * HOUR, (wh + h) / 1000));
    const mondays = [100, 200, 300, 400].flatMap((wh, i) => flat(MONDAY + i * week, wh));
    const sundays = [1000, 1100, 1200].flatMap((wh, i) => flat(MONDAY - DAY + i * week, wh));
    const inOrder = [...mondays, ...sundays].sort((a, b) => a.timeMs - b.timeMs);
    const fifth = MONDAY + 4 * week;
    const ends = [interval('m', fifth, 0.111), interval('m', fifth + 23 * HOUR, 0.222)];
    const at10 = (settings: Partial<VeeSettings>) => {
      const { readings } = all([...inOrder, ...ends], { rules: ['gap'], ...settings });
      const found = readings.find((r) => r.interval!.startMs === fifth + 10 * HOUR)!;
      return [found.interval!.energyWh, found.vee!.rule];
    };
    assert.deepEqual(at10({}), [310, 'gap-like-days']);
    assert.deepEqual(at10({ holidays: ['2026-06-29'] }), [1110, 'gap-like-days']);
    const { readings } = all([...flat(MONDAY, 100), ...flat(MONDAY + week, 200), interval('m', MONDAY + 2 * week, 1)]);
    assert.equal(readings.find((r) => r.interval!.startMs === MONDAY + 2 * week + 10 * HOUR)!.vee!.rule, 'gap');
  });

  it('lets history follow a lasting change, but not a wrong unit', () => {
    const week = 7 * DAY;
    const monday = (n: number, times: number) =>
      CLEAN.map((wh, h) => interval('m', MONDAY + n * week + h * HOUR, (wh * times) / 1000));
    const spoken = (times: number[]) =>
      all(times.flatMap((t, n) => monday(n, t))).summary.filter((s) => s.meters > 0 && s.quality.missing === 0);
    const rules = (times: number[]) => spoken(times).map((s) => Object.keys(s.rules).filter((rule) => rule !== 'step'));
    // Mean of the like days 1, 1, 1: four times is too much; then of 4, 1, 1, which is 2.
    assert.deepEqual(rules([1, 1, 1, 4, 4]), [[], [], [], ['high-usage'], []]);
    assert.deepEqual(rules([1, 1, 1, 1000, 1]), [[], [], [], ['unit-of-measure', 'high-usage'], []]);
    assert.deepEqual(rules([1, 1, 1, 0.1, 1]), [[], [], [], ['low-usage'], []]);
  });

  it('closes a gap on the registers of the readings around it', () => {
    const history = [0, 1, 2].flatMap((week) => dayOf('m', MONDAY + week * 7 * DAY));
    const start = MONDAY + 21 * DAY;
    let registerWh = 5_000_000;
    const day = dayOf('m', start).map((r) => ({ ...r, importWh: (registerWh += r.interval!.energyWh * 2) }));
    // The registers count the double of the intervals, so the gap has to take all of the other half.
    const batch = [reading('m', start, { importWh: 5_000_000 }), ...day.filter((_, i) => i < 5 || i > 8)];
    const { readings } = all([...history, ...batch], { rules: ['gap'] });
    const out = readings.filter((r) => r.interval!.startMs >= start);
    const microWh = out.reduce((sum, r) => sum + Math.round(r.interval!.energyWh * 1e6), 0);
    assert.equal(microWh, (registerWh - 5_000_000) * 1e6);
    assert.deepEqual([...new Set(out.map((r) => r.vee!.rule))], ['good', 'gap-like-days-scaled']);
  });

  it('finds that intervals and registers differ, from midnight to midnight', () => {
    let registerWh = 1000;
    const registers = dayOf('m', MONDAY - HOUR, {}, 25).map((r) => ({
      ...r,
      importWh: (registerWh += r.interval!.energyWh),
    }));
    assert.deepEqual(
      all(registers).readings.filter((r) => r.vee!.rule === 'register-difference'),
      [],
    );
    const off = registers.map((r, i) => (i < 20 ? r : { ...r, importWh: r.importWh + 500 }));
    assert.equal(all(off).readings.filter((r) => r.vee!.rule === 'register-difference').length, 24);
    const reset = off.map((r, i) => (i === 20 ? { ...r, flags: ['counter-reset' as const] } : r));
    assert.equal(all(reset).readings.filter((r) => r.vee!.rule === 'register-difference').length, 0);
  });

  it('makes intervals of 15 min from power, and hours from registers', () => {
    const power = Array.from({ length: 97 * 3 }, (_, k) =>
      reading('p', MONDAY + (k * DAY) / 288, { activePowerW: 1000 + 100 * (Math.floor(k / 3) % 5) }),
    );
    const quarters = all(power, { intervalMinutes: 15 }).readings.filter((r) => r.interval!.startMs < MONDAY + DAY);
    assert.equal(quarters.length, 96);
    // Every part is rounded to a µWh.
    const wh = (r: MeterReading) => Math.round(r.interval!.energyWh * 1e5) / 1e5;
    assert.deepEqual(
      quarters.slice(0, 3).map((r) => [wh(r), r.quality]),
      [
        [250, 'good'],
        [275, 'good'],
        [300, 'good'],
      ],
    );

    let registerWh = 0;
    const registers = Array.from({ length: 25 }, (_, h) =>
      reading('r', MONDAY + h * HOUR, { importWh: (registerWh += h === 0 ? 0 : CLEAN[h - 1]!) }),
    );
    const hours = all(registers).readings;
    assert.deepEqual(
      hours.map((r) => r.interval!.energyWh),
      CLEAN,
    );
    const spread = all(registers.filter((_, h) => h !== 4 && h !== 5)).readings.slice(3, 6);
    // 280 + 320 + 350 = 950 Wh over three hours.
    assert.deepEqual(
      spread.map((r) => [r.interval!.energyWh, r.vee!.rule, r.quality]),
      [316.666667, 316.666666, 316.666667].map((wh) => [wh, 'register-spread', 'estimated']),
    );
  });

  it('takes a change from power to intervals', () => {
    const power = [0, 10, 20, 30, 40, 50].map((minute) =>
      reading('m', MONDAY + minute * 60_000, { activePowerW: 600 }),
    );
    const { readings, refused } = all([...power, interval('m', MONDAY + HOUR, 0.7)]);
    assert.deepEqual(
      readings.slice(0, 3).map((r) => [r.interval!.energyWh, r.vee!.rule]),
      [
        [600, 'good'],
        [700, 'good'],
        [0, 'gap'],
      ],
    );
    assert.deepEqual(refused, []);
  });

  describe('what is in the way of an interval', () => {
    const day = dayOf('m', MONDAY);
    const at = (readings: MeterReading[], hour: number) =>
      readings.find((r) => r.interval!.startMs === MONDAY + hour * HOUR)!;

    it('duplicate: the same reading again, flagged or not, is counted and left out', () => {
      const { readings, refused, summary } = all([...day, { ...day[3]!, flags: ['duplicate'] }, day[4]!, day[4]!]);
      assert.deepEqual([readings.length, refused, summary[0]!.rules], [24, [], { duplicate: 3 }]);
      assert.ok(readings.every((r) => r.quality === 'good'));
    });
    it('overlap: another value for the same time is refused, the better one stays', () => {
      const other = interval('m', MONDAY + 3 * HOUR, 0.3, { quality: 'estimated' });
      const { readings, refused } = all([...day, other]);
      assert.deepEqual([at(readings, 3).interval!.energyWh, at(readings, 3).vee!.rule], [280, 'overlap']);
      assert.deepEqual(reasons(refused), ['overlap']);
      assert.deepEqual(refused[0]!.original, { meterId: 'm', interval: other.interval });
      const half = interval('m', MONDAY + 3.5 * HOUR, 0.1, {}, HOUR / 2);
      const out = all([...day, half]);
      assert.deepEqual([rulesOf(at(out.readings, 3)), reasons(out.refused)], [['overlap'], ['overlap']]);
    });
    it('interval-size: intervals of another length are split or summed up', () => {
      const rest = day.filter((_, i) => i !== 3 && i !== 4);
      const long = all([...rest, interval('m', MONDAY + 3 * HOUR, 0.7, {}, 2 * HOUR)]);
      assert.deepEqual(
        [3, 4].map((h) => at(long.readings, h).interval!.energyWh),
        [350, 350],
      );
      assert.deepEqual(
        [3, 4].map((h) => at(long.readings, h).vee!.rule),
        ['interval-size', 'interval-size'],
      );
      const quarters = [0, 1, 2, 3].map((q) =>
        interval('m', MONDAY + (3 + q / 4) * HOUR, 0.07 + q / 100, {}, HOUR / 4),
      );
      const short = all([...day.filter((_, i) => i !== 3), ...quarters]);
      assert.deepEqual(
        [at(short.readings, 3).interval!.energyWh, at(short.readings, 3).vee!.rule],
        [340, 'interval-size'],
      );
      const part = all([...day.filter((_, i) => i !== 3), ...quarters.slice(1)], { estimation: false });
      assert.equal(at(part.readings, 3).quality, 'missing');
      const aSecond = all([...day.filter((_, i) => i !== 3), interval('m', MONDAY + 3 * HOUR, 0.28, {}, HOUR + 1000)]);
      assert.equal(at(aSecond.readings, 3).quality, 'good');
    });
    it('clock-drift: beginning beyond the tolerance off the grid', () => {
      const shifted = (ms: number) =>
        all([...day.filter((_, i) => i !== 3), interval('m', MONDAY + 3 * HOUR + ms, 0.28)]);
      for (const ms of [30_000, -30_000]) assert.equal(at(shifted(ms).readings, 3).vee!.rule, 'good');
      for (const ms of [30_001, -30_001, 25 * 60_000]) {
        assert.deepEqual(
          [at(shifted(ms).readings, 3).vee!.rule, at(shifted(ms).readings, 3).interval!.energyWh],
          ['clock-drift', 280],
        );
      }
    });
    it('voltage-band: outside, not at its edge; the same for a voltage that was flagged', () => {
      const volts = (voltageV: number) =>
        at(all([...day.filter((_, i) => i !== 3), { ...day[3]!, voltageV }]).readings, 3).vee!.rule;
      assert.deepEqual([207, 253, 206.99, 253.01].map(volts), ['good', 'good', 'voltage-band', 'voltage-band']);
      const flagged = all([...day.filter((_, i) => i !== 3), { ...day[3]!, flags: ['voltage-out-of-band' as const] }]);
      assert.equal(at(flagged.readings, 3).vee!.rule, 'voltage-band');
    });
    it('takes a reading that says it is missing for a gap', () => {
      const { readings } = all([...day.slice(0, 6), { ...day[6]!, quality: 'missing' as const }, ...day.slice(7)]);
      assert.deepEqual(at(readings, 6).vee, { rule: 'gap-interpolated', rawWh: null });
    });
    it('leaves a rule out that is off', () => {
      const off = all([...day, interval('m', MONDAY + 3 * HOUR, 0.3)], { rules: ['gap'] });
      assert.deepEqual([off.readings.every((r) => r.quality === 'good'), reasons(off.refused)], [true, ['overlap']]);
    });
  });

  it('fills the days of a silent meter until it gives it up, and starts anew when it is back', () => {
    const others = Array.from({ length: 10 }, (_, d) => dayOf('z', MONDAY + d * DAY)).flat();
    const { readings } = all(
      [...dayOf('a', MONDAY), ...others, ...dayOf('a', MONDAY + 9 * DAY)].sort((a, b) => a.timeMs - b.timeMs),
      { inactiveDays: 3 },
    );
    const days = readings.filter((r) => r.meterId === 'a').map((r) => (r.interval!.startMs - MONDAY) / DAY);
    assert.deepEqual([...new Set(days.map(Math.floor))], [0, 1, 2, 3, 9]);
    assert.ok(readings.filter((r) => r.meterId === 'a' && r.quality === 'missing').length === 72);
  });

  it('finds meters that are listed as inactive', () => {
    const { summary } = all(dayOf('m', MONDAY), { inactiveMeters: ['m'] });
    assert.deepEqual(summary[0]!.rules, { 'inactive-meter': 24 });
  });

  it('counts days of cities in their own time zone', () => {
    const lima = Date.parse('2026-06-01T05:00:00Z');
    const { summary } = all(
      [...dayOf('a', MONDAY), ...dayOf('b', lima, { city: 'Lima', district: '1' })].sort((a, b) => a.timeMs - b.timeMs),
      {
        cityTimeZones: [{ city: 'Lima', timeZone: 'America/Lima' }],
        latenessMinutes: 0,
      },
    );
    assert.deepEqual(
      summary.map((s) => [s.city, s.date, s.startMs, s.quality.good]),
      [
        ['Madrid', '2026-06-01', MONDAY, 24],
        ['Lima', '2026-06-01', lima, 24],
      ],
    );
  });

  it('refuses what it can not use, with a remedy', () => {
    const cases: [string, unknown][] = [
      ['not-a-reading', null],
      ['not-a-reading', 5],
      ['not-a-reading', {}],
      ['not-a-reading', reading('', MONDAY, { activePowerW: 1 })],
      ['not-a-reading', { ...reading('m', MONDAY), flags: 5 }],
      ['not-a-reading', { ...reading('m', MONDAY, { activePowerW: 1 }), quality: 'excellent' }],
      ['not-a-reading', { ...reading('m', MONDAY, { activePowerW: 1 }), quality: undefined }],
      ['not-a-reading', { ...reading('m', MONDAY), importWh: '5' }],
      ['no-time', reading('m', Number.NaN, { activePowerW: 1 })],
      ['no-time', reading('m', -1, { activePowerW: 1 })],
      ['ahead-of-clock', reading('m', NOW + HOUR + 1, { activePowerW: 1 })],
      ['ahead-of-clock', interval('m', NOW + 1, 1)],
      ['bad-interval', interval('m', MONDAY, Number.NaN)],
      ['bad-interval', interval('m', MONDAY, 1, {}, DAY + 1)],
      ['no-energy', reading('m', MONDAY, { voltageV: 230 })],
      ['no-energy', reading('m', MONDAY, { activePowerW: 5, quality: 'missing' })],
    ];
    for (const [reason, given] of cases) {
      const { refused, readings } = all([given]);
      assert.deepEqual([reasons(refused), readings], [[reason], []], JSON.stringify(given));
      assert.ok(refused[0]!.remedy.length > 10 && refused[0]!.original === given);
    }
  });

  it('closes the days of the meter that was silent longest when there are too many', () => {
    const { readings, refused } = all([...dayOf('a', MONDAY), ...dayOf('b', MONDAY)], { maximumMeters: 1 });
    assert.deepEqual([readings.length, reasons(refused)], [48, ['meters-evicted']]);
  });

  it('says which setting is wrong', () => {
    assert.throws(() => createVeeOperator({ intervalMinutes: 7 }), /intervalMinutes: 7 is none of 5, 10, 15, 30, 60/);
    assert.throws(() => createVeeOperator({ holidays: ['2026-02-30'] }), /holidays: "2026-02-30" is no date/);
    assert.throws(() => createVeeOperator({ timeZone: 'Mars' }), /"Mars" is not known/);
    assert.throws(() => createVeeOperator({ rules: ['nonsense' as 'gap'] }), /rules/);
  });
});

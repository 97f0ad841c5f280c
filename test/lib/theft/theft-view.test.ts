import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import type { TheftDay, TheftEvent } from '../../../lib/messages';
import { TheftOverview } from '../../../lib/theft/theft-overview';
import { TheftView, type TheftViewSettings } from '../../../lib/theft/theft-view';
import { theftDay, theftEvent } from '../../support/theft-messages';

const DAY_MS = 86_400_000;
const settings: TheftViewSettings = { dateOf: (timeMs) => new Date(timeMs).toISOString().slice(0, 10) };
const watch = { meters: 40, metersWarmingUp: 3, engine: 'onnxruntime-node' };
const view = (more: Partial<TheftViewSettings> = {}) => new TheftView({ ...settings, ...more });
const overviewOf = (made: TheftView) => made.next(watch)!;

/** 2026-03-02 is a Monday. */
const MONDAY_MS = Date.UTC(2026, 2, 2);

describe('overview of theft detection', () => {
  it('has the shape of its schema, also when there is nothing yet', () => {
    const empty = overviewOf(view());
    assert.deepEqual([...Value.Errors(TheftOverview, empty)], []);
    assert.equal(empty.total.meanKwh, null);
    assert.equal(empty.firstDate, null);
    const made = view();
    made.addDays([theftDay({ startMs: MONDAY_MS })]);
    made.addEvents([theftEvent({ startMs: MONDAY_MS + DAY_MS })]);
    const overview = overviewOf(made);
    assert.deepEqual([...Value.Errors(TheftOverview, overview)], []);
    assert.deepEqual([overview.meters, overview.metersWarmingUp, overview.engine], [40, 3, 'onnxruntime-node']);
    assert.equal(overview.eventTimeMs, MONDAY_MS + DAY_MS);
    assert.deepEqual([overview.firstDate, overview.lastDate], ['2026-03-02', '2026-03-03']);
  });

  it('counts only judged days by type and risk, and energy of all that are complete', () => {
    const made = view();
    const { hourlyW } = theftDay();
    const segmentsWh = { night: 1000, morning: 2000, afternoon: 3000, evening: 4000 };
    made.addDays([
      theftDay({ startMs: MONDAY_MS, dayType: 'both', risk: 'high', cueWindows: 4, spikes: 3, dips: 2, segmentsWh }),
      theftDay({
        startMs: MONDAY_MS,
        state: 'warming-up',
        dayType: 'dip-only',
        risk: 'high',
        cueWindows: 9,
        segmentsWh,
      }),
      theftDay({
        startMs: MONDAY_MS,
        state: 'incomplete',
        dayType: 'dip-only',
        risk: 'high',
        cueWindows: 9,
        segmentsWh,
      }),
      // The day on which the meter was installed.
      theftDay({ startMs: MONDAY_MS, state: 'warming-up', hourlyW: hourlyW.with(0, null).with(1, null), segmentsWh }),
      theftDay({ startMs: MONDAY_MS + 5 * DAY_MS, segmentsWh: { night: 0, morning: 0, afternoon: 0, evening: 1000 } }),
    ]);
    const { total, weekdays, weekends, dates } = overviewOf(made);
    assert.deepEqual([total.days, total.warmingUp, total.incomplete, total.daysWithCues], [2, 2, 1, 1]);
    assert.deepEqual(total.dayTypes, { normal: 1, 'spike-only': 0, 'dip-only': 0, both: 1 });
    assert.deepEqual(total.risk, { low: 1, moderate: 0, high: 1 });
    assert.deepEqual([total.spikes, total.dips], [3, 2]);
    assert.deepEqual(weekdays.meanKwh, { night: 1, morning: 2, afternoon: 3, evening: 4 });
    assert.deepEqual(weekends.meanKwh, { night: 0, morning: 0, afternoon: 0, evening: 1 });
    assert.equal(total.meanKwh!.evening, (4 + 4 + 1) / 3);
    assert.deepEqual(
      dates.map(({ date, weekend, days }) => [date, weekend, days]),
      [
        ['2026-03-02', false, 1],
        ['2026-03-07', true, 1],
      ],
    );
  });

  it('counts an event once, as theft-like from when it is so, and shows it as it is now', () => {
    const made = view();
    const first = theftEvent({ id: 'a', startMs: MONDAY_MS, theftLike: false, state: 'open', lostWh: 0 });
    made.addEvents([first]);
    assert.equal(overviewOf(made).total.theftLike, 0);
    made.addEvents([{ ...first, theftLike: true, lostWh: 900 }]);
    made.addEvents([{ ...first, theftLike: true, lostWh: 1200, state: 'closed', endMs: MONDAY_MS + DAY_MS }]);
    const { total, auditRows } = overviewOf(made);
    assert.deepEqual([total.events, total.theftLike], [1, 1]);
    assert.equal(auditRows.length, 1);
    assert.deepEqual([auditRows[0]!.lostWh, auditRows[0]!.state], [1200, 'closed']);
    assert.deepEqual(
      auditRows[0]!.cues,
      first.cues.map(({ kind }) => kind),
    );
  });

  it('takes it back when an event turns out not to be theft-like', () => {
    const made = view();
    made.addEvents([theftEvent({ id: 'a', startMs: MONDAY_MS, theftLike: true, state: 'open' })]);
    made.addEvents([theftEvent({ id: 'a', startMs: MONDAY_MS, theftLike: false, state: 'closed' })]);
    const { events, theftLike } = overviewOf(made).total;
    assert.deepEqual([events, theftLike], [1, 0]);
  });

  it('dates an event by the clock of its city', () => {
    const made = view({
      dateOf: (timeMs, city) => (city === 'Valdora' ? '2026-03-01' : settings.dateOf(timeMs, city)),
    });
    made.addEvents([
      theftEvent({ id: 'a', startMs: MONDAY_MS, city: 'Valdora' }),
      theftEvent({ id: 'b', startMs: MONDAY_MS }),
    ]);
    assert.deepEqual(
      overviewOf(made).dates.map(({ date, events }) => [date, events]),
      [
        ['2026-03-01', 1],
        ['2026-03-02', 1],
      ],
    );
  });

  it('keeps the newest dates, and leaves out what comes for older ones', () => {
    const made = view({ maximumDates: 3 });
    for (const day of [4, 1, 2, 3, 0]) made.addDays([theftDay({ startMs: MONDAY_MS + day * DAY_MS })]);
    const { dates, total, firstDate } = overviewOf(made);
    assert.deepEqual(
      dates.map(({ date }) => date),
      ['2026-03-04', '2026-03-05', '2026-03-06'],
    );
    assert.equal(total.days, 3);
    assert.equal(firstDate, '2026-03-04');
  });

  it('lets unusual events go before theft-like ones, and open ones last', () => {
    const made = view({ maximumEvents: 3 });
    const event = (id: string, theftLike: boolean, state: TheftEvent['state']) =>
      theftEvent({ id, theftLike, state, startMs: MONDAY_MS + id.charCodeAt(0) });
    made.addEvents([event('a', true, 'closed'), event('b', false, 'open'), event('c', false, 'closed')]);
    const ids = () => overviewOf(made).auditRows.map(({ id }) => id);
    made.addEvents([event('d', true, 'open')]);
    assert.deepEqual(ids(), ['d', 'b', 'a']);
    made.addEvents([event('e', true, 'open')]);
    assert.deepEqual(ids(), ['e', 'd', 'b']);
    made.addEvents([event('f', true, 'open')]);
    const { auditRows, eventsDropped, total } = overviewOf(made);
    assert.deepEqual([auditRows.length, eventsDropped, total.events], [3, 3, 6]);
  });

  it('hands out events that may be changed by whoever gets them', () => {
    const made = view();
    made.addEvents([theftEvent({ startMs: MONDAY_MS })]);
    const [row] = overviewOf(made).auditRows;
    row!.cues.length = 0;
    made.addDays([theftDay({ startMs: MONDAY_MS })]);
    assert.equal(overviewOf(made).auditRows[0]!.cues.length, 2);
  });

  it('speaks only when something has changed, and hands out nothing that it goes on writing to', () => {
    const made = view();
    made.addDays([theftDay({ startMs: MONDAY_MS })]);
    const before = overviewOf(made);
    const copy = structuredClone(before);
    assert.equal(made.next({ ...watch }), undefined);
    assert.ok(made.next({ ...watch, engine: 'none' }));
    made.addDays([theftDay({ startMs: MONDAY_MS, risk: 'high' })]);
    assert.equal(overviewOf(made).total.days, 2);
    assert.deepEqual(before, copy);
  });

  it('goes on after a restart exactly where it was, and refuses the state of something else', () => {
    const days = fc.record({
      day: fc.integer({ min: 0, max: 9 }),
      state: fc.constantFrom<TheftDay['state']>('scored', 'warming-up', 'incomplete'),
      dayType: fc.constantFrom<TheftDay['dayType']>('normal', 'spike-only', 'dip-only', 'both'),
      risk: fc.constantFrom<TheftDay['risk']>('low', 'moderate', 'high'),
      cueWindows: fc.nat(5),
    });
    const events = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      day: fc.integer({ min: 0, max: 9 }),
      theftLike: fc.boolean(),
      state: fc.constantFrom<TheftEvent['state']>('open', 'closed'),
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(days, events), { maxLength: 60 }), fc.nat(60), (steps, cut) => {
        const limits = { maximumDates: 5, maximumEvents: 4 };
        const play = (made: TheftView, from: number, to: number) => {
          for (const { day, ...step } of steps.slice(from, to)) {
            const startMs = MONDAY_MS + day * DAY_MS;
            if ('id' in step) made.addEvents([theftEvent({ ...step, startMs })]);
            else made.addDays([theftDay({ ...step, startMs })]);
          }
        };
        const whole = view(limits);
        play(whole, 0, steps.length);
        const first = view(limits);
        play(first, 0, cut);
        const second = view(limits);
        second.restore(JSON.parse(JSON.stringify(first.snapshot())));
        play(second, cut, steps.length);
        assert.deepEqual(overviewOf(second), overviewOf(whole));
      }),
      { seed: 7, numRuns: 200 },
    );
    assert.throws(() => view().restore({ view: 'risk' }), /not a snapshot of a theft view/);
    assert.throws(() => view().restore(null), /not a snapshot/);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stack, TimelineEvents } from '../../../dashboard/lib/timeline/events';
import { createTimelineModel } from '../../../dashboard/lib/timeline/model';
import type { GridAlert, TimelineEvent } from '../../../lib/messages';

const LIMITS = { maxEvents: 6 };
const event = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', '__proto__'),
  lane: fc.constantFrom('H1', 'H2', 'constructor'),
  startMs: fc.integer({ min: 0, max: 100 }),
  endMs: fc.oneof(fc.integer({ min: 100, max: 200 }), fc.constant(null)),
  severity: fc.constantFrom('info', 'low', 'medium', 'high') as fc.Arbitrary<TimelineEvent['severity']>,
});
const removal = fc.record({ id: fc.constantFrom('a', 'b', 'c'), removed: fc.constant(true) });

const alert: GridAlert = {
  alarmId: 'threshold/meter/H7',
  state: 'raised',
  severity: 'high',
  scope: 'meter',
  subject: 'H7',
  city: 'Valdora',
  district: '101',
  timeMs: 1000,
  raisedMs: 900,
  value: 2,
  threshold: 1,
  unit: 'kW',
  because: '2 kW is 100 % above 1 kW',
};

describe('timeline model', () => {
  it('gives pages, change by change, the same events as one that opens later, and never too many', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(fc.oneof(event, removal), { maxLength: 5 }), fc.boolean())),
        (messages) => {
          const model = createTimelineModel(LIMITS);
          const page = new TimelineEvents();
          for (const [events, looks] of messages) {
            model.accept(events);
            const change = looks ? model.changes() : undefined;
            if (change) page.apply(structuredClone(change));
          }
          const change = model.changes();
          if (change) for (let i = 0; i < 2; i++) page.apply(structuredClone(change));
          const later = new TimelineEvents();
          later.apply(structuredClone(model.snapshot()));
          const sorted = (events: TimelineEvents) => [...events.events].sort(([a], [b]) => (a < b ? -1 : 1));
          assert.deepEqual(sorted(page), sorted(later));
          assert.ok(page.events.size <= LIMITS.maxEvents);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  it('takes the alerts of grid nodes: raised, acknowledged, cleared', () => {
    const model = createTimelineModel(LIMITS);
    model.accept(alert);
    const shown = () => model.snapshot().events![0]!;
    assert.deepEqual([shown().lane, shown().startMs, shown().endMs], ['Valdora · 101 · H7', 900, null]);
    model.accept([{ ...alert, state: 'acknowledged', acknowledgedBy: 'Ada' }]);
    assert.match(shown().label!, /Ada/);
    model.accept([{ ...alert, state: 'cleared', clearedMs: 5000 }]);
    assert.equal(shown().endMs, 5000);
    assert.equal(model.snapshot().events!.length, 1);
  });

  it('lets the oldest ended events go first', () => {
    const model = createTimelineModel({ maxEvents: 2 });
    const make = (id: string, endMs: number | null) => ({ id, lane: 'l', startMs: 0, endMs, severity: 'low' });
    model.accept([make('open', null), make('old', 1), make('new', 2)]);
    assert.deepEqual(
      model.snapshot().events!.map(({ id }) => id),
      ['open', 'new'],
    );
  });

  it('names what it can not use, and shows the rest', () => {
    const model = createTimelineModel(LIMITS);
    const good = { id: 'a', lane: 'l', startMs: 5, severity: 'low', label: 'x'.repeat(1e6) };
    const refused = model.accept([good, { ...good, id: 'b', endMs: 1 }, { ...good, startMs: Number.NaN }, 'rubbish']);
    assert.deepEqual(
      refused.map(({ place }) => place),
      ['payload[1].endMs', 'payload[2]/startMs', 'payload[3]'],
    );
    assert.equal(model.snapshot().events![0]!.label!.length, 500);
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (payload) => {
        createTimelineModel(LIMITS).accept(payload);
      }),
      { seed: 2, numRuns: 500 },
    );
  });
});

describe('timeline stacking', () => {
  it('covers no event by another, and uses no more sub-rows than overlap at once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(event, { selector: ({ id }) => id }), (events) => {
        const { rows, lanes } = stack(events);
        const end = (one: TimelineEvent) => one.endMs ?? Number.POSITIVE_INFINITY;
        const overlap = (a: TimelineEvent, b: TimelineEvent) => a.startMs < end(b) && b.startMs < end(a);
        for (const a of events) {
          for (const b of events) {
            if (a !== b && rows.get(a.id) === rows.get(b.id)) assert.ok(a.lane === b.lane && !overlap(a, b));
          }
        }
        for (const { name, count } of lanes) {
          const lane = events.filter((one) => one.lane === name);
          const most = Math.max(
            ...lane.map((a) => lane.filter((b) => b.startMs <= a.startMs && a.startMs < end(b)).length),
          );
          assert.ok(count <= Math.max(1, most));
        }
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

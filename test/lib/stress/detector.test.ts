import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { StressEvent } from '../../../lib/messages/stress-event';
import { StressDetector } from '../../../lib/stress';

const close = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);
const eventsOf = (settings: object, ...batch: unknown[]) => new StressDetector(settings).process(batch)?.events ?? [];
const stresses = (settings: object, loadMw: number) =>
  eventsOf(settings, { timeMs: 0, loadMw }).map(({ stress }) => stress);

describe('stress detector', () => {
  it('follows the original’s rule with the mean of its random factor, by hand', () => {
    // 68,000 / 80,000 = 0.85; 0.85 − 0.72 = 0.13; · 1.5 · 1, 0.85, 0.75
    const events = eventsOf({}, { timeMs: 7, loadMw: 68_000 });
    assert.deepEqual(
      events.map(({ nodeId, timeMs, cause }) => [nodeId, timeMs, cause]),
      [
        ['N1', 7, 'system-load'],
        ['N7', 7, 'system-load'],
        ['N12', 7, 'system-load'],
      ],
    );
    for (const [i, expected] of [0.195, 0.16575, 0.14625].entries()) close(events[i]!.stress, expected);
    assert.deepEqual(stresses({}, 57_600), [0, 0, 0]);
    assert.deepEqual(stresses({}, 0), [0, 0, 0]);
    // 0.4 · 1.5 = 0.6 and 0.51 are capped, 0.4 · 0.75 · 1.5 = 0.45 is not.
    const [first, second, third] = stresses({}, 89_600);
    assert.deepEqual([first, second], [0.5, 0.5]);
    close(third!, 0.45);
  });

  it('draws factors only with a seed, for time and node, in any order', () => {
    const settings = { seed: 4, stressCap: 1 };
    const batch = [1, 2, 3, 4, 5, 6, 7, 8].map((timeMs) => ({ timeMs, loadMw: 80_000 }));
    const byName = (events: StressEvent[]) =>
      events.map(({ nodeId, timeMs, stress }) => `${timeMs} ${nodeId} ${stress}`).sort();
    const events = eventsOf(settings, ...batch);
    assert.deepEqual(byName(eventsOf(settings, ...batch.toReversed())), byName(events));
    const factors = events.filter(({ nodeId }) => nodeId === 'N1').map(({ stress }) => stress / 0.28);
    assert.ok(factors.every((factor) => factor >= 1.2 && factor < 1.8 + 1e-12));
    assert.equal(new Set(factors).size, 8);
    assert.notDeepEqual(byName(eventsOf({ ...settings, seed: 5 }, ...batch)), byName(events));
  });

  it('takes the original’s names, seconds and texts', () => {
    const [seconds] = eventsOf({}, { timestamp: 1_514_761_200, load: 68_000 });
    const [text] = eventsOf({}, { timestamp: '2017-12-31T23:00:00Z', load: 68_000 });
    const [bare] = eventsOf({}, { timestamp: '2017-12-31 23:00:00', load: 68_000 });
    for (const event of [seconds, text, bare]) assert.equal(event!.timeMs, Date.UTC(2017, 11, 31, 23));
  });

  it('measures how far a value is beyond its warning on the way to its trip', () => {
    const at = (fields: object) => {
      return eventsOf({}, { timeMs: 0, nodeId: 'A', ...fields }).map(({ cause, stress }) => [
        cause,
        Number(stress.toFixed(12)),
      ]);
    };
    assert.deepEqual(at({ loadingPercent: 80 }), [['loading', 0]]);
    assert.deepEqual(at({ loadingPercent: 110 }), [['loading', 0.2]]);
    assert.deepEqual(at({ loadingPercent: 300 }), [['loading', 1]]);
    assert.deepEqual(at({ voltagePu: 1 }), [['voltage', 0]]);
    assert.deepEqual(at({ voltagePu: 0.94 }), [['voltage', 0.2]]);
    assert.deepEqual(at({ voltagePu: 1.08 }), [['voltage', 0.6]]);
    assert.deepEqual(at({ voltagePu: 0 }), [['voltage', 1]]);
    assert.deepEqual(at({ temperatureC: 130, loadingPercent: 100 }), [
      ['loading', 0],
      ['temperature', 0.25],
    ]);
  });

  it('lets a node’s own limits stand before those of all', () => {
    const limits = [
      { nodeId: '*', loadingWarningPercent: 80, loadingTripPercent: 120 },
      { nodeId: 'A', loadingTripPercent: 100 },
    ];
    const at = (nodeId: string) => eventsOf({ limits }, { timeMs: 0, nodeId, loadingPercent: 90 })[0]!.stress;
    assert.deepEqual([at('A'), at('B')], [0.5, 0.25]);
  });

  it('is monotone in load and within 0 and its cap', () => {
    const load = fc.double({ min: 0, max: 2e5, noNaN: true });
    fc.assert(
      fc.property(load, load, (a, b) => {
        const [low, high] = [stresses({}, Math.min(a, b)), stresses({}, Math.max(a, b))];
        assert.ok(low.every((stress, i) => stress >= 0 && stress <= high[i]! && high[i]! <= 0.5));
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it('refuses what it can’t use, and says where', () => {
    const bad = [
      null,
      [1],
      {},
      { timeMs: 1 },
      { timeMs: 1.5, loadMw: 1 },
      { timeMs: 1, loadMw: Number.NaN },
      { timeMs: 1, loadMw: '5' },
      { timeMs: 1, voltagePu: 1 },
      { timeMs: 1, nodeId: '', voltagePu: 1 },
      { timestamp: 'noon', load: 1 },
      { timeMs: 1, loadMw: -1 },
    ];
    const { events, refused } = new StressDetector().process(bad)!;
    assert.deepEqual(events, []);
    assert.equal(refused!.length, bad.length);
    assert.ok(refused!.every(({ place, remedy }) => place && remedy));
    const none = new StressDetector({ limits: [] }).process([{ timeMs: 1, nodeId: 'A', voltagePu: 1 }])!;
    assert.equal(none.refused![0]!.reason, 'no-limits');
  });

  it('names settings that are wrong', () => {
    const create = (settings: object) => () => new StressDetector(settings);
    assert.throws(create({ factorLow: 2, factorHigh: 1 }), /factorLow/);
    assert.throws(create({ stressCap: 2 }), /stressCap/);
    assert.throws(
      create({
        sources: [
          { nodeId: 'A', capacity: 1 },
          { nodeId: 'A', capacity: 1 },
        ],
      }),
      /A is there twice/,
    );
    assert.throws(create({ limits: [{ nodeId: 'A', voltageLowWarningPu: 0.9, voltageLowTripPu: 0.95 }] }), /node A/);
    assert.throws(create({ limits: [{ nodeId: 'A', loadingTripPercent: 90 }] }), /give both/);
  });

  it('sends what the schema says', () => {
    for (const event of eventsOf({}, { timeMs: 0, loadMw: 7e4, nodeId: 'A', voltagePu: 0.9, temperatureC: 140 })) {
      assert.deepEqual([...Value.Errors(StressEvent, event)], []);
    }
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Aggregation, collect, count, statistics, sum } from '../../../lib/stream/aggregations';
import type { WindowResult } from '../../../lib/stream/window-store';
import { WindowedAggregation, type WindowedAggregationSettings } from '../../../lib/stream/windowed-aggregation';
import { alignedStarts, hopping, sliding, tumbling, type WindowKind } from '../../../lib/stream/windows';

interface Load {
  node: string;
  timeMs: number;
  load: number;
}
type Result = WindowResult<unknown>;
// biome-ignore lint/suspicious/noExplicitAny: the accumulator of whichever aggregation
type Acc = any;

const LATENESS = 40;
const kinds: WindowKind[] = [tumbling(25), tumbling(25, 7), hopping(30, 10), hopping(30, 7), sliding(20), sliding(0)];
/** Without `orderFree` it adds floats as they come, so the operator has to bring the records into order. */
const plainSum: Aggregation<Load, number, number> = { init: () => 0, add: (s, r) => s + r.load, result: (s) => s };
const aggregations: Aggregation<Load, Acc, unknown>[] = [
  statistics((r: Load) => r.load),
  sum((r: Load) => r.load),
  count<Load>(),
  collect<Load>(),
  plainSum,
];

const settings = (
  windows: WindowKind,
  aggregation: Aggregation<Load, Acc, unknown> = plainSum,
): WindowedAggregationSettings<Load, Acc, unknown> => ({
  windows,
  aggregation,
  timeMs: (r) => r.timeMs,
  key: (r) => r.node,
  latenessMs: LATENESS,
  maximumKeys: 100,
});

const load = fc.record({
  node: fc.constantFrom('N1', 'N7', 'N12'),
  timeMs: fc.nat(300),
  load: fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((x) => x + 0),
});
const loads = fc.array(load, { maxLength: 60 });

/** Records in an order in which none comes more than the lateness behind the newest one before it. */
const withinLateness = loads.chain((records) =>
  fc.array(fc.nat(LATENESS), { minLength: records.length, maxLength: records.length }).map((delays) =>
    records
      .map((record, i) => ({ record, at: record.timeMs + delays[i]! }))
      .sort((a, b) => a.at - b.at)
      .map(({ record }) => record),
  ),
);

function runAll(operator: WindowedAggregation<Load, Acc, unknown>, records: readonly Load[], batch = 3) {
  const results: Result[] = [];
  const late: Load[] = [];
  for (let i = 0; i < records.length; i += batch) {
    const out = operator.process(records.slice(i, i + batch), 0);
    results.push(...(out?.results ?? []));
    late.push(...(out?.late ?? []));
  }
  results.push(...(operator.flush()?.results ?? []));
  return { results, late };
}

/** Every window from its definition, by looking at every record. */
function bruteForce(
  windows: WindowKind,
  aggregation: Aggregation<Load, Acc, unknown>,
  records: readonly Load[],
): Result[] {
  const results: Result[] = [];
  for (const key of ['N1', 'N7', 'N12']) {
    const mine = records.filter((r) => r.node === key);
    const spans = new Map<string, [number, number]>();
    const span = (start: number, end: number) => spans.set(`${start} ${end}`, [start, end]);
    for (const { timeMs } of mine) {
      if (windows.kind === 'sliding') {
        span(timeMs - windows.timeDifferenceMs, timeMs + 1);
        span(timeMs + 1, timeMs + windows.timeDifferenceMs + 2);
      } else {
        for (const start of alignedStarts(windows, timeMs)) span(start, start + windows.sizeMs);
      }
    }
    for (const [startMs, endMs] of spans.values()) {
      const inside = mine
        .filter((r) => r.timeMs >= startMs && r.timeMs < endMs)
        .sort((a, b) => a.timeMs - b.timeMs || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
      if (inside.length === 0) continue;
      const accumulator = inside.reduce((acc, r) => aggregation.add(acc, r, r.timeMs), aggregation.init());
      results.push({ key, startMs, endMs, count: inside.length, value: aggregation.result(accumulator) });
    }
  }
  return results.sort((a, b) => a.endMs - b.endMs || a.startMs - b.startMs || (a.key < b.key ? -1 : 1));
}

describe('WindowedAggregation', function () {
  // Property tests take longer on a busy machine.
  this.timeout(20_000);
  for (const windows of kinds) {
    const name = JSON.stringify(windows);
    it(`equals the definition, in any order within the lateness, to the byte: ${name}`, () => {
      fc.assert(
        fc.property(
          withinLateness,
          fc.constantFrom(...aggregations),
          fc.integer({ min: 1, max: 9 }),
          (records, how, batch) => {
            const { results, late } = runAll(new WindowedAggregation(settings(windows, how)), records, batch);
            assert.deepEqual(late, []);
            assert.equal(JSON.stringify(results), JSON.stringify(bruteForce(windows, how, records)));
          },
        ),
        { seed: 17, numRuns: 120 },
      );
    });

    it(`counts and hands out every late record, and uses every other one: ${name}`, () => {
      fc.assert(
        fc.property(loads, (records) => {
          const operator = new WindowedAggregation(settings(windows, collect<Load>()));
          const { results, late } = runAll(operator, records);
          const used = new Set(results.flatMap((r) => r.value as Load[]));
          assert.equal(operator.lateCount, late.length);
          assert.equal(late.length + used.size, records.length);
          assert.ok(late.every((record) => !used.has(record)));
        }),
        { seed: 19, numRuns: 120 },
      );
    });

    it(`continues from a snapshot as if nothing had happened: ${name}`, () => {
      fc.assert(
        fc.property(
          loads,
          fc.nat(60),
          fc.constantFrom('stream', 'key'),
          fc.constantFrom(...aggregations),
          (records, cut, watermark, how) => {
            const make = () => new WindowedAggregation({ ...settings(windows, how), watermark: watermark as 'key' });
            const whole = make();
            const first = make();
            const a = records.map((r) => JSON.stringify(whole.process([r], 0) ?? null));
            const b = records.slice(0, cut).map((r) => JSON.stringify(first.process([r], 0) ?? null));
            const second = make();
            second.restore(JSON.parse(JSON.stringify(first.snapshot())));
            first.flush();
            b.push(...records.slice(cut).map((r) => JSON.stringify(second.process([r], 0) ?? null)));
            assert.deepEqual(b, a);
            assert.equal(JSON.stringify(second.snapshot()), JSON.stringify(whole.snapshot()));
            assert.equal(JSON.stringify(second.flush() ?? null), JSON.stringify(whole.flush() ?? null));
          },
        ),
        { seed: 23, numRuns: 80 },
      );
    });
  }

  it('gives the same bytes when it is run again after a reset', () => {
    fc.assert(
      fc.property(loads, fc.constantFrom(...kinds), (records, windows) => {
        const operator = new WindowedAggregation(settings(windows));
        const first = JSON.stringify(runAll(operator, records));
        operator.reset();
        assert.equal(JSON.stringify(runAll(operator, records)), first);
      }),
      { seed: 29, numRuns: 100 },
    );
  });

  const at = (timeMs: number, node = 'N1'): Load => ({ node, timeMs, load: 1 });

  it('emits a window when the watermark reaches its end, not before', () => {
    const operator = new WindowedAggregation(settings(tumbling(100), count()));
    assert.equal(operator.process([at(10), at(139)], 0), undefined);
    const out = operator.process([at(140)], 0);
    assert.deepEqual(out?.results, [{ key: 'N1', startMs: 0, endMs: 100, count: 1, value: 1 }]);
    assert.deepEqual(operator.process([at(99)], 0)?.late, [at(99)]);
  });

  it('keeps a hopping window that is still open from a record that is late for an older one', () => {
    const operator = new WindowedAggregation(settings(hopping(100, 50), count()));
    operator.process([at(10), at(145)], 0);
    assert.equal(operator.process([at(60)], 0), undefined);
    assert.deepEqual(
      operator.flush()?.results?.map((r) => [r.startMs, r.value]),
      [
        [50, 2],
        [100, 1],
      ],
    );
  });

  it('takes a record into a sliding window until the watermark passes it', () => {
    const last = new WindowedAggregation(settings(sliding(10), count()));
    assert.equal(last.process([at(100), at(60)], 0)?.late?.length ?? 0, 0);
    assert.deepEqual(last.process([at(59)], 0)?.late, [at(59)]);
  });

  it('lets a key that lags behind be on time with a watermark of its own', () => {
    const lagging = [at(1000), at(10, 'N7'), at(20, 'N7')];
    const own = new WindowedAggregation({ ...settings(tumbling(100), count()), watermark: 'key' });
    assert.equal(runAll(own, lagging).late.length, 0);
    const shared = new WindowedAggregation(settings(tumbling(100), count()));
    assert.equal(runAll(shared, lagging).late.length, 2);
  });

  it('closes the windows of an idle stream or key by the clock it is given, and only then', () => {
    const operator = new WindowedAggregation({ ...settings(tumbling(100), count()), idleMs: 1000 });
    operator.process([at(10)], 5000);
    assert.equal(operator.tick(5999), undefined);
    assert.equal(operator.tick(6000)?.results?.length, 1);
    assert.equal(operator.tick(9000), undefined);
    assert.equal(operator.process([at(20)], 9000)?.late?.length, 1);

    const byKey = new WindowedAggregation({ ...settings(tumbling(100), count()), idleMs: 1000, watermark: 'key' });
    byKey.process([at(10)], 5000);
    byKey.process([at(10, 'N7')], 5900);
    assert.deepEqual(
      byKey.tick(6000)?.results?.map((r) => r.key),
      ['N1'],
    );
  });

  it('hands out what a key held that was pushed out', () => {
    const operator = new WindowedAggregation({ ...settings(tumbling(100), count()), maximumKeys: 1 });
    operator.process([at(10)], 0);
    const out = operator.process([at(20, 'N7')], 0);
    assert.deepEqual(out?.evicted, [
      { key: 'N1', unfinished: [{ key: 'N1', startMs: 0, endMs: 100, count: 1, value: 1 }] },
    ]);
  });

  it('refuses what has no time or key, and goes on', () => {
    const operator = new WindowedAggregation(settings(tumbling(100), count()));
    const bad = [null, 'x', {}, at(Number.NaN), at(0.5)] as Load[];
    const out = operator.process([...bad, at(1)], 0);
    assert.deepEqual(
      out?.refused?.map((r) => r.original),
      bad,
    );
    assert.equal(operator.flush()?.results?.[0]?.count, 1);
  });

  it('says that a snapshot is not one of its own', () => {
    const operator = new WindowedAggregation(settings(tumbling(100)));
    for (const state of [null, 3, {}, { operator: 'other', keys: [] }]) {
      assert.throws(() => operator.restore(state), /not a snapshot of a windowed aggregation/);
    }
  });
});

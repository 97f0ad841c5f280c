import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RiskWindow, type RiskWindowSettings, type StressValue } from '../../../lib/stress';

const NOW = 1e12;
const LATENESS = 2 * 60_000;
const KINDS: Partial<RiskWindowSettings>[] = [
  { windows: 'tumbling', windowMinutes: 2 },
  { windows: 'hopping', windowMinutes: 3, advanceMinutes: 1 },
  { windows: 'sliding', windowMinutes: 2 },
  { windows: 'trailing', windowMinutes: 2, minimumPoints: 2 },
  { windows: 'last', lastValues: 3, sameTime: 'all' },
];
const settingsOf = (kind: Partial<RiskWindowSettings>): Partial<RiskWindowSettings> => {
  return { latenessMinutes: 2, coolDownMinutes: 1, threshold: 0.4, rateMinutes: 5, ...kind };
};

const values = fc.array(
  fc.record({
    nodeId: fc.constantFrom('A', 'B', 'C'),
    timeMs: fc.nat(30).map((n) => n * 20_000),
    stress: fc.double({ min: 0, max: 1, noNaN: true }),
    sourceId: fc.constantFrom('S', 'T'),
  }),
  { maxLength: 30 },
);
/** The same values in two orders in which none comes later than the lateness allows. */
const inTwoOrders = fc.tuple(values, fc.infiniteStream(fc.nat(LATENESS - 1))).map(([list, delays]) => {
  const delayed = () => {
    const timed = list.map((value) => ({ value, at: value.timeMs + delays.next().value! }));
    return timed.sort((a, b) => a.at - b.at).map(({ value }) => value);
  };
  return [delayed(), delayed()] as const;
});

function outputOf(
  kind: Partial<RiskWindowSettings>,
  list: readonly StressValue[],
  batch: number,
  restartAt = -1,
): string {
  let operator = new RiskWindow(settingsOf(kind));
  const all: { risks: unknown[]; alerts: unknown[]; late: unknown[] } = { risks: [], alerts: [], late: [] };
  const keep = (out: ReturnType<RiskWindow['process']>) => {
    for (const port of ['risks', 'alerts', 'late'] as const) all[port].push(...(out?.[port] ?? []));
  };
  for (let i = 0; i < list.length; i += batch) {
    if (i <= restartAt && restartAt < i + batch) {
      const snapshot = JSON.parse(JSON.stringify(operator.snapshot()));
      operator = new RiskWindow(settingsOf(kind));
      operator.restore(snapshot);
    }
    keep(operator.process(list.slice(i, i + batch), NOW));
  }
  keep(operator.flush());
  return JSON.stringify([all, operator.overview()]);
}

describe('risk window in any order', () => {
  for (const kind of KINDS) {
    it(`gives the same bytes within the lateness, in any batches: ${kind.windows}`, () => {
      fc.assert(
        fc.property(inTwoOrders, fc.integer({ min: 1, max: 9 }), ([one, two], batch) => {
          assert.equal(outputOf(kind, two, batch), outputOf(kind, one, 5));
        }),
        { seed: 31, numRuns: 40 },
      );
    });

    it(`gives the same bytes with late values too, replayed and restored: ${kind.windows}`, () => {
      fc.assert(
        fc.property(values, fc.integer({ min: 1, max: 9 }), fc.nat(30), (list, batch, restartAt) => {
          const once = outputOf(kind, list, 4);
          assert.equal(outputOf(kind, list, batch), once);
          assert.equal(outputOf(kind, list, batch, restartAt), once);
        }),
        { seed: 37, numRuns: 25 },
      );
    });
  }

  it('hands out and counts every late value, once', () => {
    for (const kind of KINDS) {
      const list = [0, 1, 2, 3, 4, 9, 0, 8, 1].map((minute, i) => {
        return { nodeId: 'A', timeMs: minute * 60_000, stress: i / 10, sourceId: 'S' };
      });
      const operator = new RiskWindow(settingsOf({ ...kind }));
      const out = operator.process(list, NOW)!;
      assert.deepEqual(
        out.late!.map(({ timeMs }) => timeMs),
        [0, 60_000],
      );
      assert.equal(operator.lateCount, 2);
    }
  });
});

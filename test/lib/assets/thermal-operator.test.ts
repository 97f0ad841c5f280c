import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { loadProfile } from '../../../lib/assets/load-profile';
import { TransformerThermalOperator } from '../../../lib/assets/thermal-operator';
import { TransformerHealth } from '../../../lib/messages';

const MINUTE = 60_000;
const START_MS = Date.UTC(2024, 0, 1);
const at = (minute: number, loadFactor: number, transformerId = 'T1', ambientC = 20) => {
  return { transformerId, timeMs: START_MS + minute * MINUTE, loadFactor, ambientC };
};
const NOW_MS = START_MS + 1e9;

describe('transformer thermal operator', () => {
  it('gives what the load profile gives, with the load of the measurement before', () => {
    const operator = new TransformerThermalOperator();
    const { health } = operator.process([at(0, 0.5), at(30, 1.4), at(80, 0.2)], NOW_MS)!;
    const [, second, third] = loadProfile({}, [
      { minutes: 1, loadFactor: 0.5, ambientC: 20 },
      { minutes: 30, loadFactor: 0.5, ambientC: 20 },
      { minutes: 50, loadFactor: 1.4, ambientC: 20 },
    ]);
    assert.ok(Math.abs(health![1]!.hotSpotC - second!.hotSpotC) < 1e-9);
    assert.ok(Math.abs(health![2]!.hotSpotC - third!.hotSpotC) < 1e-9);
    assert.ok(Math.abs(health![2]!.topOilC - third!.topOilC) < 1e-9);
    assert.equal(health![2]!.observedHours, 80 / 60);
    assert.equal(health![2]!.gapHours, 0);
  });

  it('is invariant to more measurements of the same load', () => {
    const coarse = new TransformerThermalOperator().process([at(0, 0.3), at(1, 1.3), at(61, 1.3)], NOW_MS)!;
    const fine = Array.from({ length: 61 }, (_, i) => at(i + 1, 1.3));
    const dense = new TransformerThermalOperator().process([at(0, 0.3), ...fine], NOW_MS)!;
    const [a, b] = [coarse.health!.at(-1)!, dense.health!.at(-1)!];
    assert.ok(Math.abs(a.hotSpotC - b.hotSpotC) < 1e-9);
    assert.ok(Math.abs(a.agedHours - b.agedHours) < 1e-7 * a.agedHours);
  });

  it('counts no ageing in a gap, and says how long it was', () => {
    const operator = new TransformerThermalOperator({ maximumHoldMinutes: 30 });
    // Kraft paper at 98 °C: half an hour is held, the other nine and a half are a gap.
    const { health } = operator.process([at(0, 1), at(600, 1)], NOW_MS)!;
    const last = health![1]!;
    assert.ok(Math.abs(last.agedHours - 0.5) < 1e-9);
    assert.equal(last.observedHours, 0.5);
    assert.equal(last.gapHours, 9.5);
    assert.ok(Math.abs(last.lifeUsedPercent - (100 * 0.5) / 150_000) < 1e-12);
    assert.ok(Math.abs(last.hotSpotC - 98) < 1e-9);
  });

  it('goes towards the load after a gap, not that before', () => {
    const operator = new TransformerThermalOperator({ maximumHoldMinutes: 1 });
    const { health } = operator.process([at(0, 0), at(5000, 1)], NOW_MS)!;
    assert.ok(Math.abs(health![1]!.hotSpotC - 98) < 1e-6);
  });

  it('keeps transformers apart, each with its rating', () => {
    const transformers = [
      {
        transformerId: 'A',
        kind: 'power-onan' as const,
        paper: 'upgraded' as const,
        topOilRiseK: 50,
        hotSpotRiseK: 20,
        lossRatio: 6,
      },
    ];
    const operator = new TransformerThermalOperator({ transformers });
    const { health, refused } = operator.process([at(0, 1, 'A'), at(0, 1, 'B')], NOW_MS)!;
    assert.equal(health![0]!.topOilC, 70);
    assert.equal(refused![0]!.reason, 'unknown-transformer');
  });

  it('continues from a snapshot exactly where it was', () => {
    const load = fc.tuple(
      fc.integer({ min: 1, max: 90 }),
      fc.double({ min: 0, max: 2, noNaN: true }),
      fc.constantFrom('A', 'B'),
    );
    fc.assert(
      fc.property(fc.array(load, { minLength: 2, maxLength: 12 }), fc.nat(), (loads, cut) => {
        let minute = 0;
        const batch = loads.map(([minutes, factor, id]) => at((minute += minutes), factor, id));
        const half = cut % batch.length;
        const whole = new TransformerThermalOperator();
        const first = new TransformerThermalOperator();
        const second = new TransformerThermalOperator();
        const expected = whole.process(batch, NOW_MS)!.health!;
        first.process(batch.slice(0, half), NOW_MS);
        second.restore(JSON.parse(JSON.stringify(first.snapshot())));
        assert.deepEqual(second.process(batch.slice(half), NOW_MS)!.health, expected.slice(half));
        assert.deepEqual(second.snapshot(), whole.snapshot());
      }),
      { seed: 8, numRuns: 30 },
    );
  });

  it('gives a valid, finite result for anything the schema lets in, with life used that never falls', () => {
    const load = fc.tuple(
      fc.integer({ min: 1, max: 1e5 }),
      fc.double({ min: 0, max: 10, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
    );
    const kind = fc.constantFrom('power-onan' as const, 'power-onaf' as const, 'distribution' as const);
    fc.assert(
      fc.property(kind, fc.array(load, { minLength: 2, maxLength: 6 }), (kind, loads) => {
        const rating = {
          transformerId: '*',
          kind,
          paper: 'upgraded' as const,
          topOilRiseK: 200,
          hotSpotRiseK: 200,
          lossRatio: 0,
        };
        const operator = new TransformerThermalOperator({ transformers: [rating] });
        let minute = 0;
        let aged = 0;
        for (const [minutes, factor, ambientC] of loads) {
          const [health] = operator.process([at((minute += minutes), factor, 'T1', ambientC)], START_MS + 1e12)!
            .health!;
          assert.ok(Value.Check(TransformerHealth, health));
          assert.ok(health.agedHours >= aged);
          aged = health.agedHours;
        }
      }),
      { seed: 8, numRuns: 40 },
    );
  });

  it('refuses what is late, doubled, ahead of the clock or nonsense, and counts what it forgets', () => {
    const operator = new TransformerThermalOperator({ maximumTransformers: 1 });
    const hostile = [null, 7, 'x', [], {}, at(0, Number.NaN), at(0, -1), at(0, 1e9), at(0, 1, ''), at(0.00001, 1)];
    const reasons = (batch: unknown[]) => operator.process(batch, NOW_MS)!.refused!.map(({ reason }) => reason);
    assert.deepEqual(reasons(hostile), Array(hostile.length).fill('bad-value'));
    assert.deepEqual(reasons([at(10, 1), at(10, 1), at(5, 1)]), ['out-of-order', 'out-of-order']);
    assert.deepEqual(reasons([at(1e6, 1)]), ['ahead-of-clock']);
    assert.deepEqual(reasons([at(10, 1, '__proto__')]), []);
    assert.equal(operator.evicted, 1);
    assert.equal(operator.process([], NOW_MS), undefined);
  });

  it('says why a snapshot or a setting is not usable', () => {
    const operator = new TransformerThermalOperator();
    assert.throws(() => operator.restore({ operator: 'other' }), /not a snapshot of transformer temperatures/);
    assert.throws(() => new TransformerThermalOperator({ maximumHoldMinutes: 0 }), /maximumHoldMinutes/);
    const twice = [{ transformerId: 'A' }, { transformerId: 'A' }] as never;
    assert.throws(() => new TransformerThermalOperator({ transformers: twice }), /transformers\[1\]: A is there twice/);
  });
});

import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { type Emission, MeterReading, Refusal } from '../../../lib/messages';
import { createVeeOperator, SUSPECT_RULES, type VeePorts, type VeeSettings, VeeSummary } from '../../../lib/vee';
import { interval, reading } from '../consumption/readings';
import { HOUR } from './days';

const NOW = Date.UTC(2027, 0);
/** The days around the end of summer time in Berlin. */
const START = Date.parse('2026-10-23T20:00:00Z');
const LATENESS_MINUTES = 300;
const settings: Partial<VeeSettings> = {
  timeZone: 'Europe/Berlin',
  cityTimeZones: [{ city: 'Lima', timeZone: 'America/Lima' }],
  latenessMinutes: LATENESS_MINUTES,
  minimumLikeDays: 1,
  zeroRunIntervals: 4,
  inactiveDays: 2,
  estimatedRules: ['spike', 'negative'],
};

/** Interval readings as meters send them, some odd; in the order of their ends. */
const intervals: fc.Arbitrary<MeterReading[]> = fc
  .array(
    fc.record({
      meter: fc.nat(3),
      hour: fc.nat(24 * 16),
      wh: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 2000 }) }, fc.constantFrom(0, 500, -20, 40_000)),
      odd: fc.option(fc.constantFrom('half', 'double', 'drift', 'again', 'other', 'flagged', 'missing'), { freq: 4 }),
      quality: fc.constantFrom(
        'good' as const,
        'good' as const,
        'good' as const,
        'suspect' as const,
        'estimated' as const,
      ),
      hasRegister: fc.boolean(),
    }),
    { maxLength: 150 },
  )
  .map((parts) =>
    parts
      .flatMap(({ meter, hour, wh, odd, quality, hasRegister }) => {
        const lengthMs = odd === 'half' ? HOUR / 2 : odd === 'double' ? 2 * HOUR : HOUR;
        const one = interval(
          `m${meter}`,
          START + hour * HOUR + (odd === 'drift' ? 20 * 60_000 : 0),
          wh / 1000,
          {
            quality: odd === 'missing' ? 'missing' : quality,
            flags: odd === 'flagged' ? ['duplicate'] : [],
            city: meter === 3 ? 'Lima' : 'Madrid',
            district: `${meter % 2}`,
            ...(hasRegister ? { importWh: 1e6 + hour * 500 } : {}),
          },
          lengthMs,
        );
        if (odd === 'again') return [one, structuredClone(one), structuredClone(one)];
        if (odd === 'other')
          return [one, { ...one, interval: { ...one.interval!, energyWh: wh + 7 } }, structuredClone(one)];
        return [one];
      })
      .sort((a, b) => a.timeMs - b.timeMs),
  );

const value = fc.anything({ withNullPrototype: true, withBigInt: true, withSparseArray: true });
const anything: fc.Arbitrary<unknown> = fc.oneof(
  value,
  fc.record(
    {
      meterId: fc.oneof(fc.constantFrom('a', 'b'), fc.string()),
      timeMs: fc.oneof(fc.integer({ min: 0, max: NOW }), fc.double(), fc.constantFrom(0, 1)),
      interval: fc.oneof(
        value,
        fc.record({
          startMs: fc.oneof(fc.integer({ min: 0, max: NOW }), fc.double()),
          lengthMs: fc.oneof(fc.constantFrom(HOUR, 1, 0.5, 24 * HOUR), fc.double()),
          energyWh: fc.double(),
        }),
      ),
      importWh: fc.oneof(fc.double(), value),
      activePowerW: fc.double(),
      voltageV: fc.double(),
      quality: fc.oneof(fc.constantFrom('good', 'missing', 'suspect'), value),
      flags: fc.oneof(fc.constant([]), fc.constant(['duplicate']), value),
      city: value,
    },
    { requiredKeys: ['meterId', 'timeMs'] },
  ),
);

type Vee = ReturnType<typeof createVeeOperator>;
type Port = keyof VeePorts;

function run(operator: Vee, batches: readonly (readonly MeterReading[])[]) {
  const found: Record<Port, unknown[]> = { readings: [], refused: [], summary: [] };
  const take = (out: Emission<VeePorts> | undefined) => {
    for (const port of ['readings', 'refused', 'summary'] as const) found[port].push(...(out?.[port] ?? []));
  };
  for (const batch of batches) take(operator.process(batch, NOW));
  take(operator.flush());
  return found;
}

/** Another order in which no reading comes later than the lateness behind a newer one. */
function shuffled(readings: readonly MeterReading[], delays: readonly number[]): MeterReading[] {
  const eventMs = (r: MeterReading) => r.interval!.startMs + r.interval!.lengthMs;
  return readings
    .map((r, i) => ({ r, arrivesMs: eventMs(r) + (delays[i % Math.max(1, delays.length)] ?? 0) * 60_000 }))
    .sort((a, b) => a.arrivesMs - b.arrivesMs)
    .map(({ r }) => r);
}

describe('VEE operator on streams', function () {
  this.timeout(30_000);

  it('gives out the same whatever the order within the lateness, and however it is cut into batches', () => {
    fc.assert(
      fc.property(
        intervals,
        fc.array(fc.nat(LATENESS_MINUTES), { minLength: 1, maxLength: 37 }),
        fc.integer({ min: 1, max: 40 }),
        (readings, delays, size) => {
          const once = run(createVeeOperator(settings), [readings]);
          const other = shuffled(readings, delays);
          const batches = Array.from({ length: Math.ceil(other.length / size) }, (_, i) =>
            other.slice(i * size, (i + 1) * size),
          );
          assert.equal(JSON.stringify(run(createVeeOperator(settings), batches)), JSON.stringify(once));
        },
      ),
      { seed: 3, numRuns: 200 },
    );
  });

  it('lets every interval out once, in order, and accounts for every reading', () => {
    fc.assert(
      fc.property(intervals, (readings) => {
        const regular = readings.filter((r) => r.interval!.lengthMs === HOUR && r.interval!.startMs % HOUR === 0);
        const {
          readings: out,
          refused,
          summary,
        } = run(createVeeOperator({ ...settings, estimation: false }), [regular]);
        const places = (out as MeterReading[]).map((r) => `${r.meterId} ${r.interval!.startMs}`);
        assert.equal(new Set(places).size, places.length);
        const count = (list: unknown[], take: (one: never) => number) =>
          list.reduce<number>((n, one) => n + take(one as never), 0);
        const measured = count(out, (r: MeterReading) => (r.vee!.rawWh === null ? 0 : 1));
        const duplicates = count(summary, (s: VeePorts['summary']) => s.rules.duplicate ?? 0);
        const missing = regular.filter((r) => r.quality === 'missing' && !r.flags.includes('duplicate')).length;
        assert.equal(measured + duplicates + refused.length + missing, regular.length);
        assert.equal(
          count(summary, (s: VeePorts['summary']) => s.intervals),
          out.length,
        );
        const byMeter = new Map<string, number>();
        for (const r of out as MeterReading[]) {
          assert.ok((byMeter.get(r.meterId) ?? 0) < r.timeMs);
          byMeter.set(r.meterId, r.timeMs);
        }
      }),
      { seed: 5, numRuns: 150 },
    );
  });

  it('keeps to the schema of its ports', () => {
    const [sample] = fc.sample(intervals, { seed: 9, numRuns: 1 }) as [MeterReading[]];
    const found = run(createVeeOperator(settings), [sample]);
    assert.ok(found.readings.length > 100 && found.summary.length > 5);
    assert.deepEqual(
      found.readings.flatMap((one) => [...Value.Errors(MeterReading, one)]),
      [],
    );
    assert.deepEqual(
      found.refused.flatMap((one) => [...Value.Errors(Refusal, one)]),
      [],
    );
    assert.deepEqual(
      found.summary.flatMap((one) => [...Value.Errors(VeeSummary, one)]),
      [],
    );
  });

  it('continues from a snapshot as if nothing had happened, to the byte', () => {
    const mixed = fc.tuple(intervals, fc.array(fc.nat(24 * 16 * 4), { maxLength: 60 })).map(([readings, quarters]) =>
      [
        ...readings,
        ...quarters.map((q) =>
          reading(`p${q % 3}`, START + (q * HOUR) / 4, {
            ...(q % 3 === 0 ? { activePowerW: 10 * q } : { importWh: 1000 + 80 * q }),
            ...(q % 11 === 0 ? { voltageV: 300 } : {}),
          }),
        ),
      ].sort((a, b) => a.timeMs - b.timeMs),
    );
    fc.assert(
      fc.property(mixed, fc.nat(200), (readings, cut) => {
        const whole = createVeeOperator(settings);
        const first = createVeeOperator(settings);
        const second = createVeeOperator(settings);
        whole.process(readings.slice(0, cut), NOW);
        first.process(readings.slice(0, cut), NOW);
        second.restore(JSON.parse(JSON.stringify(first.snapshot())));
        first.flush();
        assert.equal(JSON.stringify(second.snapshot()), JSON.stringify(whole.snapshot()));
        const rest = readings.slice(cut);
        assert.equal(JSON.stringify(run(second, [rest])), JSON.stringify(run(whole, [rest])));
        assert.equal(JSON.stringify(second.snapshot()), JSON.stringify(whole.snapshot()));
      }),
      { seed: 13, numRuns: 150 },
    );
  });

  it('starts anew after a reset', () => {
    const [sample] = fc.sample(intervals, { seed: 21, numRuns: 1 }) as [MeterReading[]];
    const operator = createVeeOperator(settings);
    const once = JSON.stringify(run(operator, [sample]));
    operator.reset();
    assert.equal(JSON.stringify(run(operator, [sample])), once);
  });

  it('never throws, whatever comes, with every rule on', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 30 }), fc.constantFrom(5, 15, 60), (batch, intervalMinutes) => {
        const operator = createVeeOperator({
          intervalMinutes,
          estimatedRules: [...SUSPECT_RULES],
          minimumLikeDays: 1,
          latenessMinutes: 720,
        });
        operator.process(batch as MeterReading[], NOW);
        operator.restore(JSON.parse(JSON.stringify(operator.snapshot())));
        operator.flush();
      }),
      { seed: 17, numRuns: 300 },
    );
  });

  it('says why it does not take a snapshot, and keeps its state', () => {
    const operator = createVeeOperator({ timeZone: 'Europe/Berlin' });
    operator.process([interval('m', START, 1)], NOW);
    const saved = operator.snapshot();
    for (const state of [null, 3, {}, { operator: 'other' }]) {
      assert.throws(() => operator.restore(state), /not a snapshot of the VEE operator/);
    }
    assert.equal(operator.totals().meters, 1);
    assert.throws(() => createVeeOperator({ intervalMinutes: 15 }).restore(saved), /intervals of 60 min, not 15/);
    assert.throws(() => createVeeOperator().restore(saved), /time zone Europe\/Berlin: set it again/);
    const without = createVeeOperator({ timeZone: 'Europe/Berlin', estimation: false });
    without.restore(saved);
    assert.ok(without.flush()!.readings!.length > 0);
  });
});

import assert from 'node:assert/strict';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { MeterReading } from '../../../lib/messages';
import {
  createMeterReadingOperator,
  DIALECT_NAMES,
  MeterReadingSettings,
  type MqttMessage,
  REFUSAL_REASONS,
} from '../../../lib/meters';
import { decode, one, refusal } from './helpers';
import { SAMPLE_NOW_MS, SAMPLE_TIME_MS, SAMPLE_TIME_ZONE, SAMPLES } from './samples';

const isReading = TypeCompiler.Compile(MeterReading);
const T0 = SAMPLE_TIME_MS;

describe('meters: reading operator', () => {
  for (const name of DIALECT_NAMES) {
    it(`tells ${name} by itself, and reads it the same when told`, () => {
      const message = SAMPLES[name];
      const auto = decode(message);
      assert.ok(auto.readings.length > 0 && auto.refused.length === 0);
      for (const reading of auto.readings) {
        assert.equal(reading.dialect, name);
        assert.ok(isReading.Check(reading), JSON.stringify([...isReading.Errors(reading)]));
      }
      assert.deepEqual(decode(message, { dialect: name }), auto);
    });
  }

  it('has a schema whose defaults are settings, and that refuses wrong ones', () => {
    const defaults = Value.Create(MeterReadingSettings);
    assert.ok(Value.Check(MeterReadingSettings, defaults));
    assert.equal(defaults.maxMeters, 20_000);
    for (const schema of Object.values(MeterReadingSettings.properties)) {
      assert.ok(schema.description && (schema as { default?: unknown }).default !== undefined);
    }
    assert.ok(!Value.Check(MeterReadingSettings, { ...defaults, maxMeters: 0 }));
    assert.ok(!Value.Check(MeterReadingSettings, { ...defaults, dialect: 'morse' }));
    assert.deepEqual(
      createMeterReadingOperator(defaults).process([SAMPLES.gridloom], SAMPLE_NOW_MS),
      createMeterReadingOperator().process([SAMPLES.gridloom], SAMPLE_NOW_MS),
    );
  });

  it('refuses settings that can not work, with the reason', () => {
    assert.throws(() => createMeterReadingOperator({ timeZone: 'Mars/Base' }), /time zone "Mars\/Base" is not known/);
    assert.throws(
      () => createMeterReadingOperator({ dialect: 'morse' as 'auto' }),
      /dialect: "morse" is none of auto, gridloom/,
    );
    assert.throws(() => createMeterReadingOperator({ topicTemplates: ['{x}'] }), /topic template/);
  });

  it('refuses what no dialect knows, by the most telling reason', () => {
    const reason = (payload: unknown, topic?: string) =>
      refusal({ topic: topic ?? 'a/b', payload } as MqttMessage).reason;
    assert.equal(reason(undefined), 'empty-payload');
    assert.equal(reason(Buffer.alloc(0)), 'empty-payload');
    assert.equal(reason('{"meterId": "H1", '), 'not-json');
    assert.equal(reason(Buffer.from('{"meterId":"K\u00fcche","timeMs":1,"activePowerW":1}', 'latin1')), 'not-json');
    assert.equal(reason({ meterId: 'K\ufffdche', timeMs: T0, activePowerW: 1 }), 'bad-meter-id');
    assert.equal(reason('Offline'), 'no-measurement');
    assert.equal(reason(true), 'no-measurement');
    assert.equal(reason(21.5), 'unknown-dialect');
    assert.equal(reason('hello world'), 'unknown-dialect');
    assert.equal(reason({ hello: 'world' }), 'unknown-dialect');
    assert.equal(reason('x'.repeat(1_048_577)), 'too-large');
    assert.equal(reason([]), 'unknown-dialect');
    const many = Array.from({ length: 10_001 }, () => ({ meterId: 'a', timeMs: T0, activePowerW: 1 }));
    assert.equal(reason(many), 'too-many-readings');
    const full = refusal({ topic: 'a/b', payload: 'hello' });
    assert.deepEqual(full.remedy, REFUSAL_REASONS['unknown-dialect']);
    assert.deepEqual([full.original, full.topic], ['hello', 'a/b']);
  });

  it('says the same about text that is no JSON in every JSON dialect', () => {
    assert.equal(refusal({ topic: 'a', payload: '{"ENERGY":' }, { dialect: 'tasmota' }).reason, 'not-json');
    assert.equal(refusal({ topic: 'a', payload: 'Online' }, { dialect: 'shelly' }).reason, 'no-measurement');
  });

  it('does without topics, and ignores those that are no topics', () => {
    const { payload } = SAMPLES.gridloom;
    for (const topic of [undefined, 5, 'a\u0000b', 'x'.repeat(70_000)]) {
      assert.equal(one({ topic, payload } as MqttMessage).topic, undefined);
    }
  });

  it('flags or refuses duplicates as the setting says', () => {
    const twice = [SAMPLES.gridloom, SAMPLES.gridloom];
    assert.deepEqual(decode(twice).readings[1]!.flags, ['duplicate']);
    const { readings, refused } = decode(twice, { duplicates: 'refuse' });
    assert.equal(readings.length, 1);
    assert.deepEqual([refused[0]!.reason, refused[0]!.meterId], ['duplicate', 'H007']);
  });

  it('keeps the payload as it came when asked to', () => {
    assert.equal(one(SAMPLES.gridloom, { keepRaw: true }).raw, SAMPLES.gridloom.payload);
    assert.equal('raw' in one(SAMPLES.gridloom), false);
  });

  it('takes old data in a replay whose now is old too', () => {
    const timeMs = Date.UTC(2007, 1, 1);
    const message = { payload: { meterId: 'a', timeMs, activePowerW: 1 } };
    assert.equal(one(message, {}, timeMs + 1000).timeMs, timeMs);
    assert.equal(refusal(message).reason, 'clock-not-set');
  });

  it('does not judge clocks when the tolerance is 0, as for a simulation that runs ahead', () => {
    const message = { payload: { meterId: 'a', timeMs: SAMPLE_NOW_MS + 1e9, activePowerW: 1 } };
    assert.deepEqual(one(message, { clockToleranceMs: 0 }).flags, []);
    assert.equal(refusal(message).reason, 'clock-ahead');
  });

  it('counts', () => {
    const operator = createMeterReadingOperator({ maxMeters: 2, timeZone: SAMPLE_TIME_ZONE });
    operator.process(
      [SAMPLES.gridloom, SAMPLES.tasmota, SAMPLES.glow, { payload: 'Online' }, { payload: 'x' }],
      SAMPLE_NOW_MS,
    );
    assert.deepEqual(operator.stats(), {
      accepted: 3,
      refused: { 'no-measurement': 1, 'unknown-dialect': 1 },
      meters: 2,
      evicted: 1,
    });
    operator.reset();
    assert.deepEqual(operator.stats(), { accepted: 0, refused: {}, meters: 0, evicted: 0 });
  });

  it('refuses a snapshot that is not its own', () => {
    const operator = createMeterReadingOperator();
    for (const state of [undefined, null, {}, [], { kind: 'x' }, { ...(operator.snapshot() as object), version: 99 }]) {
      assert.throws(() => operator.restore(state), /not a snapshot of the meter reading operator/);
    }
  });
});

/** Messages of a few meters in every dialect, with steps in time, so that all state is in play. */
const messages = fc.array(
  fc.oneof(
    fc
      .record({ m: fc.nat(3), t: fc.nat(30), p: fc.nat(3), e: fc.nat(5), v: fc.constantFrom(230, 231.5, 100) })
      .map(({ m, t, p, e, v }) => ({
        payload: { meterId: `m${m}`, timeMs: T0 + t * 1000, activePowerW: p * 500, importWh: e * 1000, voltageV: v },
      })),
    fc
      .record({ m: fc.nat(2), f: fc.constantFrom('apower', 'voltage', 'current', 'freq'), x: fc.nat(240) })
      .map(({ m, f, x }) => ({
        topic: `sh${m}/events/rpc`,
        payload: { src: `sh${m}`, method: 'NotifyStatus', params: { ts: T0 / 1000, 'switch:0': { [f]: x } } },
      })),
    fc.constantFrom(...Object.values(SAMPLES)),
    fc.constant({ topic: SAMPLES.sparkplug.topic!.replace('DBIRTH', 'DDEATH'), payload: Buffer.alloc(0) }),
  ),
  { minLength: 1, maxLength: 40 },
);

describe('meters: snapshot of the reading operator', () => {
  it('continues exactly where it was', () => {
    fc.assert(
      fc.property(messages, fc.nat(40), fc.nat(3), (list, cut, maxMeters) => {
        const settings = { timeZone: SAMPLE_TIME_ZONE, maxMeters: maxMeters + 1, frozenAfter: 2 };
        const run = (interrupted: boolean) => {
          let operator = createMeterReadingOperator(settings);
          const outputs = list.map((message, i) => {
            if (interrupted && i === cut) {
              const state = JSON.parse(JSON.stringify(operator.snapshot()));
              operator = createMeterReadingOperator(settings);
              operator.restore(state);
            }
            return operator.process([message], SAMPLE_NOW_MS + i * 1000);
          });
          return JSON.stringify([outputs, operator.stats()]);
        };
        assert.equal(run(true), run(false));
      }),
      { seed: 11, numRuns: 150 },
    );
  });
});

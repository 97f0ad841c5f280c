import assert from 'node:assert/strict';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import fc from 'fast-check';
import { MeterReading, Refusal } from '../../../lib/messages';
import { createMeterReadingOperator, DIALECT_NAMES, type MqttMessage } from '../../../lib/meters';
import { SAMPLE_NOW_MS, SAMPLE_TIME_ZONE, SAMPLES } from './samples';

const isReading = TypeCompiler.Compile(MeterReading);
const isRefusal = TypeCompiler.Compile(Refusal);
const SEED = 20260301;

/** One long-lived operator a dialect, so that state of one strange message meets the next. */
const operators = (['auto', ...DIALECT_NAMES] as const).map((dialect) =>
  createMeterReadingOperator({ dialect, timeZone: SAMPLE_TIME_ZONE, maxMeters: 50 }),
);

function check(message: MqttMessage): void {
  for (const operator of operators) {
    const { readings = [], refused = [] } = operator.process([message], SAMPLE_NOW_MS) ?? {};
    assert.ok(readings.length + refused.length >= 1, 'a message vanished');
    for (const reading of readings) {
      if (!isReading.Check(reading)) assert.fail(JSON.stringify([...isReading.Errors(reading)][0]));
      JSON.stringify(reading);
    }
    for (const refusal of refused) assert.ok(isRefusal.Check(refusal));
  }
}

const topics = fc.oneof(
  fc.constantFrom(...DIALECT_NAMES.map((name) => SAMPLES[name].topic)),
  fc.constantFrom('spBv1.0/g/DDATA/e/d', 'tele/x/SENSOR', 'x/status/em:0', 'x/status/switch:1', 'zigbee2mqtt/a', ''),
  fc.string({ unit: 'binary', maxLength: 40 }),
) as fc.Arbitrary<string>;
/** Field names that dialects look for, so that strange values reach the code behind them. */
const names = fc.oneof(
  fc.constantFrom(
    ...'meterId timeMs time activePowerW voltageV phases interval readings a b c startMs ENERGY Time Power Total StatusSNS'.split(
      ' ',
    ),
    ...'SML Total_in Power_curr method params result ts em:0 switch:0 apower aenergy total a_act_power id src'.split(
      ' ',
    ),
    ...'power voltage last_seen linkquality electricitymeter energy import cumulative units value'.split(' '),
    ...'bn bt bu bv bver n u v s t metrics name alias timestamp properties engUnit low high __proto__ constructor'.split(
      ' ',
    ),
  ),
  fc.string({ maxLength: 6 }),
);
const leaf = fc.oneof(
  fc.constantFrom(
    null,
    true,
    'x',
    '',
    '230.1',
    'NaN',
    '2026-03-01T13:00:00',
    '2026-03-29T02:30:00',
    '\u0000',
    'W',
    'kWh',
  ),
  fc.constantFrom(
    0,
    -0,
    1,
    -1,
    1e308,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    SAMPLE_NOW_MS,
    SAMPLE_NOW_MS / 1000,
    2 ** 53,
  ),
  fc.double(),
  fc.string({ maxLength: 5 }),
);
const payloads = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.dictionary(names, tie('node'), { maxKeys: 6, noNullPrototype: false }),
    fc.array(tie('node'), { maxLength: 4 }),
  ),
})).node;

describe('meters: whatever comes in', () => {
  it('arbitrary JSON with known field names never throws and never vanishes', () => {
    fc.assert(
      fc.property(topics, payloads, fc.boolean(), (topic, payload, asText) => {
        check({ topic, payload: asText ? JSON.stringify(payload) : payload });
      }),
      { seed: SEED, numRuns: 700 },
    );
  });

  it('arbitrary values and bytes never throw and never vanish', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    );
    fc.assert(
      fc.property(topics, anything, (topic, payload) => check({ topic, payload })),
      { seed: SEED, numRuns: 400 },
    );
  });

  for (const name of DIALECT_NAMES) {
    it(`${name}: truncated, bent and repeated samples never throw and never vanish`, () => {
      const { topic, payload } = SAMPLES[name];
      const bytes = Buffer.isBuffer(payload)
        ? payload
        : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
      fc.assert(
        fc.property(fc.nat(bytes.length), fc.nat(bytes.length - 1), fc.nat(255), (length, at, value) => {
          check({ topic, payload: bytes.subarray(0, length) } as MqttMessage);
          const bent = Buffer.from(bytes);
          bent[at] = value;
          check({ topic, payload: bent } as MqttMessage);
          check({ topic, payload: bent.toString('latin1') } as MqttMessage);
        }),
        { seed: SEED, numRuns: 60 },
      );
    });
  }

  it('messages that are no messages are refused', () => {
    for (const message of [undefined, null, 5, 'x', {}, { payload: undefined }, { topic: 5, payload: {} }]) {
      check(message as MqttMessage);
    }
  });

  it('deep nesting and huge payloads are refused or read, in bounded time', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const deepObject = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const huge = 'x'.repeat(2_000_000);
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, i])));
    const long = Array.from({ length: 10_001 }, () => ({ meterId: 'a', timeMs: SAMPLE_NOW_MS, activePowerW: 1 }));
    for (const payload of [deep, deepObject, huge, Buffer.from(huge), wide, long]) check({ topic: 'a', payload });
  });
});

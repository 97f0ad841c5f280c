import assert from 'node:assert/strict';
import { createMeterReadingOperator, type MqttMessage } from '../../../../lib/meters';
import { decode, one, refusal } from '../helpers';
import { SAMPLE_NOW_MS, SAMPLE_TIME_MS, SAMPLES, sparkplug } from '../samples';

const data = (metrics: object[], topic = 'spBv1.0/madrid/DDATA/101/H007', timestamp = SAMPLE_TIME_MS + 1000) => ({
  topic,
  payload: sparkplug({ timestamp, seq: 2, metrics }),
});
const byAlias = data([
  { alias: 1, type: 'Float', value: 460.5 },
  { alias: 3, type: 'Double', value: 1235 },
]);

describe('meters: sparkplug dialect', () => {
  it('reads a birth with values', () => {
    const settings = { topicTemplates: ['spBv1.0/{city}/+/{district}/{meterId}'] };
    assert.deepEqual(one(SAMPLES.sparkplug, settings), {
      meterId: 'H007',
      timeMs: SAMPLE_TIME_MS,
      quality: 'good',
      flags: [],
      dialect: 'sparkplug',
      topic: 'spBv1.0/madrid/DBIRTH/101/H007',
      activePowerW: 451.5,
      voltageV: 230.5,
      importWh: 1_234_500,
      phases: { a: { voltageV: 230.5 } },
      city: 'madrid',
      district: '101',
    });
  });

  it('reads data by alias after the birth, with the unit of the birth', () => {
    const { readings, refused } = decode([SAMPLES.sparkplug, byAlias]);
    assert.deepEqual(refused, []);
    assert.deepEqual([readings[1]!.activePowerW, readings[1]!.importWh], [460.5, 1_235_000]);
  });

  it('refuses unknown aliases with the advice to ask for a rebirth, and keeps what has a name', () => {
    const refused = refusal(byAlias);
    assert.deepEqual([refused.reason, refused.place, refused.meterId], ['unknown-alias', '/metrics/0/alias', 'H007']);
    assert.match(refused.remedy, /Rebirth/);
    const mixed = decode(
      data([
        { alias: 9, type: 'Float', value: 1 },
        { name: 'Voltage', type: 'Float', value: 229.5 },
      ]),
    );
    assert.equal(mixed.readings[0]!.voltageV, 229.5);
    assert.equal(mixed.refused[0]!.reason, 'unknown-alias');
  });

  it('finds aliases of the node birth, and forgets those of a device on death or rebirth of the node', () => {
    const nodeBirth = data([{ name: 'Power', alias: 1, type: 'Int64', value: 5 }], 'spBv1.0/madrid/NBIRTH/101');
    assert.equal(decode([nodeBirth, data([{ alias: 1, type: 'Float', value: 7 }])]).readings[1]!.activePowerW, 7);
    for (const topic of ['spBv1.0/madrid/DDEATH/101/H007', 'spBv1.0/madrid/NDEATH/101']) {
      const { refused } = decode([SAMPLES.sparkplug, { topic, payload: sparkplug({ timestamp: 1 }) }, byAlias]);
      assert.deepEqual(
        refused.map((r) => r.reason),
        ['no-measurement', 'unknown-alias'],
      );
    }
    const { refused } = decode([SAMPLES.sparkplug, nodeBirth, data([{ alias: 3, type: 'Double', value: 1 }])]);
    assert.equal(refused[0]!.reason, 'unknown-alias');
  });

  it('remembers as many edge nodes as it may', () => {
    const operator = createMeterReadingOperator({ maxMeters: 2 });
    const send = (message: MqttMessage) => operator.process([message], SAMPLE_NOW_MS)!;
    const birth = (edge: string) =>
      data([{ name: 'Power', alias: 1, type: 'Float', value: 5 }], `spBv1.0/g/DBIRTH/${edge}/d`);
    const value = (edge: string) => data([{ alias: 1, type: 'Float', value: 6 }], `spBv1.0/g/DDATA/${edge}/d`);
    for (const edge of ['e1', 'e2', 'e3']) send(birth(edge));
    assert.equal(send(value('e1')).refused![0]!.reason, 'unknown-alias');
    assert.equal(send(value('e2')).readings!.length, 1);
    assert.equal(send(value('e3')).readings!.length, 1);
  });

  it('gives historical values their own times', () => {
    const old = { name: 'Power', type: 'Float', isHistorical: true };
    const { readings } = decode(
      data([
        { ...old, value: 1, timestamp: SAMPLE_TIME_MS - 60_000 },
        { ...old, value: 2, timestamp: SAMPLE_TIME_MS - 30_000 },
        { name: 'Power', type: 'Float', value: 3 },
      ]),
    );
    assert.deepEqual(
      readings.map((r) => [r.timeMs - SAMPLE_TIME_MS, r.activePowerW]),
      [
        [-60_000, 1],
        [-30_000, 2],
        [1000, 3],
      ],
    );
  });

  it('refuses commands, states, text instead of bytes, and broken bytes', () => {
    for (const kind of ['NCMD', 'DCMD', 'NDEATH']) {
      assert.equal(refusal({ topic: `spBv1.0/g/${kind}/e/d`, payload: Buffer.from([1]) }).reason, 'no-measurement');
    }
    assert.equal(refusal({ topic: 'spBv1.0/STATE/scada', payload: '{"online":true}' }).reason, 'no-measurement');
    assert.equal(refusal({ topic: byAlias.topic, payload: '\u0008text' }).reason, 'wrong-shape');
    assert.equal(refusal({ topic: byAlias.topic, payload: Buffer.from([0xff, 0xff, 1]) }).reason, 'undecodable');
    assert.equal(
      refusal(data([{ name: 'Node Control/Rebirth', type: 'Boolean', value: false }])).reason,
      'no-measurement',
    );
  });

  it('keeps aliases over a snapshot', () => {
    const first = createMeterReadingOperator();
    first.process([SAMPLES.sparkplug], SAMPLE_NOW_MS);
    const second = createMeterReadingOperator();
    second.restore(JSON.parse(JSON.stringify(first.snapshot())));
    const [expected, actual] = [first, second].map((operator) => operator.process([byAlias], SAMPLE_NOW_MS));
    assert.deepEqual(actual, expected);
    assert.equal(actual!.readings!.length, 1);
  });
});

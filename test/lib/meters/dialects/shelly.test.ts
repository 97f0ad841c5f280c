import assert from 'node:assert/strict';
import { createMeterReadingOperator } from '../../../../lib/meters';
import { decode, one, refusal } from '../helpers';
import { SAMPLE_NOW_MS, SAMPLE_TIME_MS, SAMPLES } from '../samples';

const ID = 'shellyplus2pm-a8032ab12345';
const ts = SAMPLE_TIME_MS / 1000;
const notify = (params: object, id = ID) => ({
  topic: `${id}/events/rpc`,
  payload: JSON.stringify({ src: id, dst: `${id}/events`, method: 'NotifyStatus', params: { ts, ...params } }),
});
const status = (component: string, body: object, id = ID) => ({
  topic: `${id}/status/${component}`,
  payload: JSON.stringify(body),
});

describe('meters: shelly dialect', () => {
  it('reads a three-phase meter with its energy data as one meter', () => {
    assert.deepEqual(one(SAMPLES.shelly), {
      meterId: 'shellypro3em-a0b1c2d3e4f5',
      timeMs: SAMPLE_TIME_MS,
      quality: 'good',
      flags: [],
      dialect: 'shelly',
      topic: 'shellypro3em-a0b1c2d3e4f5/events/rpc',
      activePowerW: 120.1,
      voltageV: 231.233333333,
      currentA: 1.74,
      frequencyHz: 50,
      importWh: 6644.9,
      exportWh: 2595.26,
      phases: {
        a: { activePowerW: 240.1, voltageV: 231, currentA: 1.175, powerFactor: 0.88 },
        b: { activePowerW: -120, voltageV: 231.8, currentA: 0.545, powerFactor: 0.95 },
        c: { activePowerW: 0, voltageV: 230.9, currentA: 0.02, powerFactor: 0 },
      },
    });
  });

  it('makes a meter of every channel', () => {
    const { readings } = decode(
      notify({ 'switch:0': { id: 0, apower: 10.7, aenergy: { total: 46_791.262 } }, 'switch:1': { id: 1, apower: 5 } }),
    );
    assert.deepEqual(
      readings.map((r) => [r.meterId, r.activePowerW, r.importWh]),
      [
        [`${ID}:0`, 10.7, 46_791.262],
        [`${ID}:1`, 5, undefined],
      ],
    );
  });

  it('lays partial notifications over what is known of the meter', () => {
    const full = notify({ 'switch:0': { id: 0, apower: 10, voltage: 230, current: 0.05, aenergy: { total: 100 } } });
    const part = notify({ ts: ts + 1, 'switch:0': { id: 0, apower: 460, current: 2 } });
    const gone = notify({ ts: ts + 2, 'switch:0': { id: 0, voltage: null, aenergy: { total: 101 } } });
    const { readings } = decode([full, part, gone]);
    const values = readings.map((r) => [r.activePowerW, r.voltageV, r.currentA, r.importWh]);
    assert.deepEqual(values, [
      [10, 230, 0.05, 100],
      [460, 230, 2, 100],
      [460, undefined, 2, 101],
    ]);
    assert.deepEqual(
      readings.map((r) => r.flags),
      [[], [], []],
    );
  });

  it('lets a notification that comes late stand alone', () => {
    const first = notify({ 'switch:0': { apower: 10, voltage: 230 } });
    const later = notify({ ts: ts + 2, 'switch:0': { apower: 460, current: 2 } });
    const late = notify({ ts: ts + 1, 'switch:0': { apower: 20 } });
    const next = notify({ ts: ts + 3, 'switch:0': { voltage: 231 } });
    const { readings } = decode([first, later, late, next]);
    assert.deepEqual(
      readings.map((r) => [r.activePowerW, r.voltageV, r.currentA, r.flags]),
      [
        [10, 230, undefined, []],
        [460, 230, 2, []],
        [20, undefined, undefined, ['out-of-order']],
        [460, 231, 2, []],
      ],
    );
  });

  it('lets a status whose register is behind stand alone, until it stays behind', () => {
    const data = (total_act: number) => status('emdata:0', { total_act });
    const em = status('em:0', { total_act_power: 100 });
    const { readings } = decode([data(5000), data(4990), em, data(4991), data(4992), data(4993), data(4994), em]);
    assert.deepEqual(
      readings.map((r) => r.importWh),
      [5000, 4990, 5000, 4991, 4992, 4993, 4994, 4994],
    );
  });

  it('does not mix devices or channels, and remembers as many as it may', () => {
    const operator = createMeterReadingOperator({ maxMeters: 2 });
    const send = (id: string, body: object) =>
      operator.process([notify({ 'switch:0': body }, id)], SAMPLE_NOW_MS)!.readings![0]!;
    send('a', { apower: 1, voltage: 230 });
    send('b', { apower: 2, voltage: 231 });
    assert.equal(send('a', { apower: 3 }).voltageV, 230);
    send('c', { apower: 4, voltage: 232 });
    assert.equal(send('a', { apower: 5 }).voltageV, 230);
    assert.equal(send('b', { apower: 6 }).voltageV, undefined);
  });

  it('reads component status topics under any prefix; they carry no time', () => {
    const em = status(
      'em1:1',
      { id: 1, act_power: 501.8, voltage: 234.9, current: 2.598, pf: 0.84, freq: 50 },
      'gridloom/madrid/101/dev1',
    );
    const data = status(
      'em1data:1',
      { id: 1, total_act_energy: 6644.9, total_act_ret_energy: 2595.26 },
      'gridloom/madrid/101/dev1',
    );
    const { readings } = decode([em, data]);
    assert.deepEqual(
      readings.map((r) => r.meterId),
      ['dev1:1', 'dev1:1'],
    );
    assert.deepEqual(readings[0]!.flags, ['time-of-arrival']);
    assert.equal(readings[0]!.city, 'madrid');
    assert.deepEqual(
      [readings[1]!.activePowerW, readings[1]!.importWh, readings[1]!.exportWh],
      [501.8, 6644.9, 2595.26],
    );
  });

  it('reads replies and bare bodies of HTTP', () => {
    const result = {
      'switch:0': { id: 0, apower: 10.7, voltage: 230.7, current: 0.133, aenergy: { total: 46_791.262 } },
      sys: { mac: '083AF2018C80', unixtime: ts },
      wifi: { rssi: -60 },
    };
    const reply = one({ topic: 'me/rpc', payload: { id: 1, src: 'shellyplugus-1', dst: 'me', result } });
    assert.deepEqual([reply.meterId, reply.timeMs], ['shellyplugus-1:0', SAMPLE_TIME_MS]);
    assert.equal(one({ payload: result }).meterId, '083AF2018C80:0');
    const bare = one({ topic: 'plug7', payload: { id: 0, output: true, apower: 4.1, aenergy: { total: 18.015 } } });
    assert.deepEqual([bare.meterId, bare.importWh], ['plug7:0', 18.015]);
    assert.equal(refusal({ payload: { id: 0, apower: 4.1 } }).reason, 'meter-id-missing');
  });

  it('keeps export registers of switches', () => {
    const body = { id: 0, apower: -5, aenergy: { total: 913.252 }, ret_aenergy: { total: 12.5 } };
    assert.equal(one(status('pm1:0', body)).exportWh, 12.5);
  });

  it('refuses what carries no measurement', () => {
    const messages = [
      status('wifi', { sta_ip: '10.0.0.2', rssi: -50 }),
      status('switch:0', { id: 0, output: true, temperature: { tC: 40 } }),
      status('input:0', { id: 0, state: false }),
      notify({ 'switch:0': { id: 0, output: false } }),
      notify({ cloud: { connected: true } }),
      { topic: `${ID}/events/rpc`, payload: { src: ID, method: 'NotifyEvent', params: { ts, events: [] } } },
      { topic: 'me/rpc', payload: { id: 1, src: ID, dst: 'me', error: { code: 404, message: 'No handler' } } },
      { topic: `${ID}/online`, payload: 'true' },
    ];
    for (const message of messages) assert.equal(refusal(message).reason, 'no-measurement', JSON.stringify(message));
  });

  it('refuses a clock of seconds since boot, and bad values with their place, and keeps the other channel', () => {
    assert.equal(refusal(notify({ ts: 12.5, 'switch:0': { id: 0, apower: 1 } })).reason, 'clock-not-set');
    const { readings, refused } = decode(notify({ 'switch:0': { apower: 'x' }, 'switch:1': { apower: 2 } }));
    assert.deepEqual(
      readings.map((r) => r.meterId),
      [`${ID}:1`],
    );
    assert.deepEqual([refused[0]!.reason, refused[0]!.place], ['bad-value', '/params/switch:0/apower']);
  });
});

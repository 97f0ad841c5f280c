import assert from 'node:assert/strict';
import { one, refusal } from '../helpers';
import { SAMPLE_NOW_MS, SAMPLE_TIME_MS, SAMPLES } from '../samples';

const sensor = (body: object, topic = 'tele/plug/SENSOR') => ({ topic, payload: JSON.stringify(body) });

describe('meters: tasmota dialect', () => {
  it('reads a plug under a topic prefix', () => {
    assert.deepEqual(one(SAMPLES.tasmota), {
      meterId: 'plug-7',
      timeMs: SAMPLE_TIME_MS,
      quality: 'good',
      flags: [],
      dialect: 'tasmota',
      topic: 'gridloom/madrid/101/tele/plug-7/SENSOR',
      activePowerW: 451,
      voltageV: 230,
      currentA: 2.043,
      powerFactor: 0.96,
      importWh: 14_834,
      city: 'madrid',
      district: '101',
    });
  });

  it('reads the wrapped reply to Status 8 and the topic order device/prefix', () => {
    const body = { StatusSNS: { Time: '2026-03-01T13:00:00', ENERGY: { Total: 0.392, Power: 17 } } };
    assert.equal(one(sensor(body, 'stat/dev/STATUS8')).meterId, 'dev');
    assert.equal(one(sensor(body, 'dev/stat/STATUS8')).meterId, 'dev');
  });

  it('reads three phases: sums, mean voltage, total of split registers', () => {
    const ENERGY = {
      Total: [1.5, 2.25, 0.25],
      ExportActive: [0, 0.5, 0],
      Power: [100, -50, 25.5],
      Factor: [0.9, -0.8, 1],
      Frequency: [50, 50, 50],
      Voltage: [230, 231, 232],
      Current: [0.483, 0.27, 0.11],
    };
    const reading = one(sensor({ Time: '2026-03-01T13:00:00', ENERGY }));
    assert.equal(reading.activePowerW, 75.5);
    assert.equal(reading.voltageV, 231);
    assert.equal(reading.currentA, 0.863);
    assert.equal(reading.powerFactor, undefined);
    assert.equal(reading.frequencyHz, 50);
    assert.equal(reading.importWh, 4000);
    assert.equal(reading.exportWh, 500);
    assert.deepEqual(reading.phases?.b, { activePowerW: -50, voltageV: 231, currentA: 0.27, powerFactor: -0.8 });
  });

  it('adds up eight channels without inventing phases', () => {
    const Power = [1, 2, 3, 4, 5, 6, 7, 8];
    const reading = one(sensor({ Time: '2026-03-01T13:00:00', ENERGY: { Power, Voltage: 230 } }));
    assert.equal(reading.activePowerW, 36);
    assert.equal(reading.phases, undefined);
  });

  it('takes arrival when there is no Time, and says so', () => {
    const reading = one(sensor({ ENERGY: { Total: 3.1, Power: 0, Voltage: 231.7, Current: 0 } }));
    assert.equal(reading.timeMs, SAMPLE_NOW_MS);
    assert.deepEqual(reading.flags, ['time-of-arrival']);
  });

  it('reads local time in the zone of the setting: summer, repeated and skipped hours', () => {
    const at = (time: string, nowMs: number) => one(sensor({ Time: time, ENERGY: { Power: 1 } }), {}, nowMs).timeMs;
    assert.equal(at('2026-07-01T14:00:00', Date.UTC(2026, 6, 1, 12)), Date.UTC(2026, 6, 1, 12));
    // 02:30 comes twice on 2026-10-25: at 00:30 and at 01:30 UTC.
    assert.equal(at('2026-10-25T02:30:00', Date.UTC(2026, 9, 25, 0, 31)), Date.UTC(2026, 9, 25, 0, 30));
    assert.equal(at('2026-10-25T02:30:00', Date.UTC(2026, 9, 25, 1, 31)), Date.UTC(2026, 9, 25, 1, 30));
    const skipped = sensor({ Time: '2026-03-29T02:30:00', ENERGY: { Power: 1 } });
    assert.equal(refusal(skipped, {}, Date.UTC(2026, 2, 29, 2)).reason, 'time-skipped');
    assert.equal(
      one(sensor({ Time: '2026-03-01T13:00:00+01:00', ENERGY: { Power: 1 } }), { timeZone: '' }).timeMs,
      SAMPLE_TIME_MS,
    );
  });

  it('refuses a clock that was never set, with and without time zone, and one that is ahead', () => {
    const at = (Time: string) => sensor({ Time, ENERGY: { Power: 1 } });
    for (const timeZone of ['', 'Europe/Berlin']) {
      assert.equal(refusal(at('1970-01-01T00:33:28'), { timeZone }).reason, 'clock-not-set');
    }
    assert.equal(refusal(at('2026-03-01T13:00:00'), { timeZone: '' }).reason, 'time-zone-needed');
    assert.equal(refusal(at('2026-03-01T13:06:00')).reason, 'clock-ahead');
    assert.deepEqual(one(at('2026-03-01T13:04:00')).flags, []);
    assert.equal(one(at('2026-03-01T13:06:00'), { clockToleranceMs: 3_600_000 }).activePowerW, 1);
  });

  it('refuses what carries no measurement', () => {
    const messages = [
      { topic: 'tele/plug/LWT', payload: 'Online' },
      { topic: 'stat/plug/POWER', payload: Buffer.from('ON') },
      sensor({ Time: '2026-03-01T13:00:00', POWER: 'ON', Wifi: { RSSI: 60 } }, 'tele/plug/STATE'),
      sensor({ Time: '2026-03-01T13:00:00', AM2301: { Temperature: 21 } }),
      sensor({ Time: '2026-03-01T13:00:00', ENERGY: {} }),
    ];
    for (const message of messages) assert.equal(refusal(message).reason, 'no-measurement', message.topic);
  });

  it('refuses a bad value with its place', () => {
    const refused = refusal(sensor({ Time: '2026-03-01T13:00:00', ENERGY: { Power: [1, 'x'] } }));
    assert.deepEqual([refused.reason, refused.place, refused.meterId], ['bad-value', '/ENERGY/Power/1', 'plug']);
  });
});

import assert from 'node:assert/strict';
import { decode, one, refusal } from '../helpers';
import { SAMPLE_TIME_MS, SAMPLES } from '../samples';

const Time = '2026-03-01T13:00:00';
const sensor = (body: object, topic = 'tele/house/SENSOR') => ({ topic, payload: JSON.stringify(body) });

describe('meters: tasmota-sml dialect', () => {
  it('reads a group that the user named', () => {
    assert.deepEqual(one(SAMPLES['tasmota-sml']), {
      meterId: 'house-meter',
      timeMs: SAMPLE_TIME_MS,
      quality: 'good',
      flags: [],
      dialect: 'tasmota-sml',
      topic: 'tele/house-meter/SENSOR',
      activePowerW: -230,
      voltageV: 231.2,
      importWh: 12_345_678.9,
      exportWh: 12_500,
      phases: { a: { voltageV: 231.2 } },
    });
  });

  it('reads the names of published scripts for three phases', () => {
    const SML1 = {
      Total_in: 100.5,
      Power_curr: 600,
      Curr_summ: 2.6,
      Volt_avg: 230.5,
      ...{ Power_p1: 100, Power_p2: 200, Power_p3: 300, Curr_p1: 0.5, Curr_p2: 0.9, Curr_p3: 1.2 },
      ...{ voltage_l1: 230, voltage_l2: 230.5, voltage_l3: 231 },
    };
    const reading = one(sensor({ Time, SML1 }));
    assert.deepEqual([reading.activePowerW, reading.currentA, reading.voltageV], [600, 2.6, 230.5]);
    assert.deepEqual(reading.phases?.c, { activePowerW: 300, voltageV: 231, currentA: 1.2 });
  });

  it('takes names of the setting', () => {
    const body = { Time, Keller: { Nachtstrom: 7.25, P_jetzt: 0.4 } };
    assert.equal(refusal(sensor(body)).reason, 'no-measurement');
    const fieldNames = { Nachtstrom: 'importKwh', P_jetzt: 'activePowerKw' };
    const reading = one(sensor(body), { fieldNames });
    assert.deepEqual([reading.importWh, reading.activePowerW], [7250, 400]);
  });

  it('makes a meter of each group when there are several', () => {
    const { readings } = decode(sensor({ Time, Heat: { Total_in: 1 }, House: { Total_in: 2 } }));
    assert.deepEqual(
      readings.map((r) => [r.meterId, r.importWh]),
      [
        ['house:Heat', 1000],
        ['house:House', 2000],
      ],
    );
  });

  it('names the meter by the device, by Meter_Id only without a topic', () => {
    const body = { Time, SML: { Total_in: 1, Meter_Id: '0a0149' } };
    assert.equal(one(sensor(body)).meterId, 'house');
    assert.equal(one({ payload: body }).meterId, '0a0149');
  });

  it('flags the zeros after a start and not the reading after them', () => {
    const at = (second: number, Total_in: number, Power_curr: number) =>
      sensor({ Time: `2026-03-01T13:00:${second}`, SML: { Total_in, Power_curr } });
    const { readings } = decode([at(10, 5000, 300), at(20, 0, 0), at(30, 0, 0), at(40, 5000.003, 310)], {
      clockToleranceMs: 600_000,
    });
    assert.deepEqual(
      readings.map((r) => r.flags),
      [[], ['zero-after-restart'], ['zero-after-restart'], []],
    );
  });
});

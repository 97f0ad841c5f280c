import assert from 'node:assert/strict';
import { one, refusal } from '../helpers';
import { SAMPLE_TIME_MS, SAMPLES } from '../samples';

const state = (body: object, topic = 'home/x/state') => ({ topic, payload: JSON.stringify(body) });

describe('meters: homeassistant dialect', () => {
  it('reads flat JSON with units in the names', () => {
    assert.deepEqual(one(SAMPLES.homeassistant), {
      meterId: 'home/cellar/heatpump',
      timeMs: SAMPLE_TIME_MS,
      quality: 'good',
      flags: [],
      dialect: 'homeassistant',
      topic: 'home/cellar/heatpump/state',
      activePowerW: 1250,
      voltageV: 231.4,
      currentA: 5.6,
      powerFactor: 0.965,
      importWh: 812_400,
    });
  });

  it('knows the usual names and units', () => {
    const ts = SAMPLE_TIME_MS / 1000;
    const reading = one(state({ ts, power_w: 5, energy_wh: 700, energy_export: 1.5, current_ma: 250, freq: 49.98 }));
    assert.deepEqual(
      [reading.timeMs, reading.activePowerW, reading.importWh, reading.exportWh, reading.currentA, reading.frequencyHz],
      [SAMPLE_TIME_MS, 5, 700, 1500, 0.25, 49.98],
    );
    const net = one(
      state({ time: SAMPLE_TIME_MS, power_import: 0, power_export: 1500, voltage_l1: 229, voltage_l2: 231 }),
    );
    assert.deepEqual([net.activePowerW, net.voltageV], [-1500, 230]);
  });

  it('takes id and place from the payload', () => {
    const reading = one(state({ meter_id: 'A1', city: 'Vienna', district: '9', power: 3 }));
    assert.deepEqual([reading.meterId, reading.city, reading.district], ['A1', 'Vienna', '9']);
  });

  it('leaves unavailable values out and does not take a switch for a power', () => {
    assert.equal(one(state({ power: 'unavailable', voltage: 230 })).activePowerW, undefined);
    assert.equal(refusal(state({ power: 'ON' })).reason, 'unknown-dialect');
    assert.equal(refusal(state({ temperature: 21, humidity: 40, energy_today: 3 })).reason, 'unknown-dialect');
  });

  it('refuses discovery messages as no measurement', () => {
    const config = { name: 'Power', unit_of_measurement: 'W', state_topic: 'x' };
    assert.equal(refusal(state(config, 'homeassistant/sensor/x/config')).reason, 'no-measurement');
  });
});

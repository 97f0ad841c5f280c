import assert from 'node:assert/strict';
import { one, refusal } from '../helpers';
import { SAMPLE_NOW_MS, SAMPLE_TIME_MS, SAMPLES } from '../samples';

const state = (body: object, name = 'plug') => ({ topic: `zigbee2mqtt/${name}`, payload: JSON.stringify(body) });

describe('meters: zigbee2mqtt dialect', () => {
  it('reads a plug whose name has a slash', () => {
    assert.deepEqual(one(SAMPLES.zigbee2mqtt), {
      meterId: 'kitchen/fridge',
      timeMs: SAMPLE_TIME_MS,
      quality: 'good',
      flags: [],
      dialect: 'zigbee2mqtt',
      topic: 'zigbee2mqtt/kitchen/fridge',
      activePowerW: 87,
      voltageV: 230.2,
      currentA: 0.42,
      powerFactor: 0.9,
      frequencyHz: 50,
      importWh: 31_020,
    });
  });

  it('takes last_seen in ms, and arrival without it', () => {
    assert.equal(one(state({ power: 1, last_seen: SAMPLE_TIME_MS })).timeMs, SAMPLE_TIME_MS);
    const arrived = one(state({ power: 1, linkquality: 5 }));
    assert.deepEqual([arrived.timeMs, arrived.flags], [SAMPLE_NOW_MS, ['time-of-arrival']]);
  });

  it('takes a plain field as phase a beside phases b and c', () => {
    const body = { power: 100, power_phase_b: 200, power_phase_c: -50, current: 1, current_phase_b: 2, voltage: 230 };
    const reading = one(state({ ...body, energy: 1.5, produced_energy: 0.25 }));
    assert.deepEqual([reading.activePowerW, reading.currentA, reading.voltageV], [250, 3, 230]);
    assert.deepEqual(reading.phases?.a, { activePowerW: 100, currentA: 1 });
    assert.deepEqual([reading.importWh, reading.exportWh], [1500, 250]);
  });

  it('tells amperes from phase a', () => {
    const three = one(
      state({ power: 90, power_a: 30, power_b: 30, power_c: 30, current_a: 1, current_b: 2, current_c: 3 }),
    );
    assert.deepEqual([three.activePowerW, three.currentA, three.phases?.a?.currentA], [90, 6, 1]);
    assert.deepEqual(one(state({ current_a: 1.5 })).currentA, 1.5);
  });

  it('does not take a battery for the mains, nor settings for measurements', () => {
    assert.equal(
      refusal(state({ battery: 100, voltage: 3005, contact: true, linkquality: 9 })).reason,
      'no-measurement',
    );
    assert.equal(
      refusal(state({ state: 'ON', power_on_behavior: 'previous', power_outage_count: 3 })).reason,
      'no-measurement',
    );
    assert.equal(refusal(state({ state: 'online' }, 'plug/availability')).reason, 'no-measurement');
    assert.equal(refusal(state({ devices: [] }, 'bridge/info')).reason, 'no-measurement');
  });

  it('takes null as absent and refuses text that is no number', () => {
    assert.equal(one(state({ power: null, voltage: 230 })).activePowerW, undefined);
    assert.equal(refusal(state({ power: 'a lot', voltage: 230 })).place, '/power');
  });
});

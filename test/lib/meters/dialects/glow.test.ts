import assert from 'node:assert/strict';
import { one, refusal } from '../helpers';
import { SAMPLE_TIME_MS, SAMPLES } from '../samples';

const meter = (electricitymeter: object) => ({
  topic: 'glow/C8F09E000001/SENSOR/electricitymeter',
  payload: JSON.stringify({ electricitymeter }),
});

describe('meters: glow dialect', () => {
  it('reads the electricity meter', () => {
    assert.deepEqual(one(SAMPLES.glow), {
      meterId: 'C8F09E000001',
      timeMs: SAMPLE_TIME_MS,
      quality: 'good',
      flags: [],
      dialect: 'glow',
      topic: 'glow/C8F09E000001/SENSOR/electricitymeter',
      activePowerW: 623,
      importWh: 4_595_563,
      exportWh: 0,
    });
  });

  it('takes the supply point as the meter where the topic tells none', () => {
    const { payload } = SAMPLES.glow;
    assert.equal(one({ payload }).meterId, '1200000000001');
  });

  it('follows the units and refuses those it does not know', () => {
    const timestamp = '2026-03-01T12:00:00Z';
    assert.equal(one(meter({ timestamp, power: { value: 623, units: 'W' } })).activePowerW, 623);
    const refused = refusal(meter({ timestamp, power: { value: 1, units: 'BTU' } }));
    assert.deepEqual([refused.reason, refused.place], ['bad-value', '/electricitymeter/power/units']);
  });

  it('refuses the gas meter, the state topic and an unset clock', () => {
    const gas = { topic: 'glow/C8F09E000001/SENSOR/gasmeter', payload: '{"gasmeter":{"power":{"value":0}}}' };
    assert.equal(refusal(gas).reason, 'no-measurement');
    const state = { topic: 'glow/C8F09E000001/STATE', payload: '{"software":"v1.8.13","hardware":"GLOW-IHD-01-1v4"}' };
    assert.equal(refusal(state).reason, 'no-measurement');
    assert.equal(refusal(meter({ timestamp: '1970-01-01T00:00:20Z', power: { value: 1 } })).reason, 'clock-not-set');
  });
});

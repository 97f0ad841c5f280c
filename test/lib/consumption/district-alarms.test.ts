import assert from 'node:assert/strict';
import {
  createThresholdRiskOperator,
  type ThresholdRiskOperator,
} from '../../../lib/consumption/threshold-risk-operator';
import type { ThresholdRiskSettings } from '../../../lib/consumption/threshold-risk-settings';
import { interval } from './readings';

const HOUR = 3_600_000;
const NOW = Date.UTC(2027, 0);
const START = Date.parse('2026-05-04T00:00:00Z');

/** No waiting, and meters that never raise alarms of their own. */
const settings: Partial<ThresholdRiskSettings> = {
  latenessMinutes: 0,
  raiseAfterSeconds: 0,
  clearAfterSeconds: 0,
  criticalHours: [],
};

/** One household a district with its kWh of an hour; then a tick. Gives the alarms of districts and cities. */
function hour(operator: ThresholdRiskOperator, h: number, kwh: Record<string, number>) {
  const readings = Object.entries(kwh).map(([district, value]) =>
    interval(`m${district}`, START + h * HOUR, value, { district }),
  );
  const alerts = [...(operator.process(readings, NOW)?.alerts ?? []), ...(operator.tick()?.alerts ?? [])];
  return alerts
    .filter((a) => a.scope !== 'meter')
    .map((a) => `${a.state} ${a.scope} ${a.subject} ${a.severity} ${a.value}`);
}

describe('alarms of districts and cities', () => {
  it('raises a district from MEDIUM on, and clears it when the score is down', () => {
    const operator = createThresholdRiskOperator(settings);
    assert.deepEqual(hour(operator, 0, { 101: 2 }), ['raised district 101 medium 0.6']);
    assert.deepEqual(hour(operator, 1, { 101: 1 }), [], '0.3 is within the hysteresis');
    assert.deepEqual(hour(operator, 2, { 101: 1 }), ['cleared district 101 medium 0.2']);
  });

  it('does not raise a district below the minimum level', () => {
    const operator = createThresholdRiskOperator({ ...settings, minimumLevel: 'HIGH' });
    assert.deepEqual(hour(operator, 0, { 101: 2 }), []);
    const low = createThresholdRiskOperator({ ...settings, minimumLevel: 'LOW' });
    hour(low, 0, { 101: 1 });
    hour(low, 1, { 101: 1 });
    assert.deepEqual(hour(low, 2, { 101: 2 }), ['raised district 101 low 0.2']);
  });

  it('is high when the peak is critical', () => {
    const operator = createThresholdRiskOperator({ ...settings, criticalHours: ['00:00'] });
    assert.deepEqual(hour(operator, 0, { 101: 2 }), ['raised district 101 high 1']);
  });

  it('waits for the minimum duration in event time', () => {
    const operator = createThresholdRiskOperator({ ...settings, raiseAfterSeconds: 7200 });
    assert.deepEqual(hour(operator, 0, { 101: 2 }), []);
    assert.deepEqual(hour(operator, 1, { 101: 2 }), []);
    assert.equal(operator.tick(), undefined);
    assert.deepEqual(hour(operator, 2, { 101: 2 }), ['raised district 101 medium 0.6']);
  });

  it('raises for the last hour of a day, and clears with the new day', () => {
    const day = createThresholdRiskOperator({ ...settings, minimumLevel: 'LOW' });
    for (let h = 0; h < 23; h++) assert.deepEqual(hour(day, h, { 101: h < 18 ? 1 : 2 }), []);
    assert.deepEqual(hour(day, 23, { 101: 2 }), ['raised district 101 low 0.15']);
    assert.deepEqual(hour(day, 24, { 101: 1 }), ['cleared district 101 low 0']);
  });

  it('looks at the day before until that is closed', () => {
    const operator = createThresholdRiskOperator({ ...settings, latenessMinutes: 90 });
    for (let h = 0; h < 24; h++) hour(operator, h, { 101: 2 });
    assert.deepEqual(hour(operator, 24, { 101: 1 }), []);
    assert.deepEqual(hour(operator, 25, { 101: 1 }), ['cleared district 101 medium 0']);
  });

  it('raises a city from the share of its districts on, not for a city of one district', () => {
    const operator = createThresholdRiskOperator({ ...settings, citySharePercent: 60 });
    assert.deepEqual(hour(operator, 0, { 101: 1, 102: 1, 103: 1 }), []);
    assert.deepEqual(hour(operator, 1, { 101: 2, 102: 1, 103: 1 }), []);
    assert.deepEqual(hour(operator, 2, { 101: 2, 102: 1, 103: 1 }), ['raised district 101 medium 0.4']);
    assert.deepEqual(hour(operator, 3, { 101: 2, 102: 3, 103: 1 }), []);
    assert.deepEqual(hour(operator, 4, { 101: 2, 102: 3, 103: 1 }), []);
    assert.deepEqual(hour(operator, 5, { 101: 2, 102: 3, 103: 1 }), []);
    const all = hour(operator, 6, { 101: 2, 102: 3, 103: 3 });
    assert.deepEqual(all, ['raised district 102 medium 0.34', `raised city Madrid medium ${100 * (2 / 3)}`]);

    const single = createThresholdRiskOperator({ ...settings, citySharePercent: 1 });
    assert.deepEqual(hour(single, 0, { 101: 2 }), ['raised district 101 medium 0.6']);
  });

  it('clears the alarms of a place that has no meters any more', () => {
    const operator = createThresholdRiskOperator({ ...settings, maximumMeters: 1, raiseAfterSeconds: 0 });
    hour(operator, 0, { 101: 2 });
    assert.equal(operator.view().alarmCount, 2);
    operator.flush();
    const out = operator.process([interval('other', START + 30 * HOUR, 1, { district: '202', city: 'Lima' })], NOW);
    assert.deepEqual(
      out?.alerts?.map((a) => [a.state, a.alarmId]),
      [
        ['cleared', 'threshold/meter/m101'],
        ['cleared', 'threshold/district/Madrid/101'],
      ],
    );
    assert.equal(operator.view().alarmCount, 0);
    assert.deepEqual(
      operator.snapshot().cities.map(([name]) => name),
      ['Lima'],
    );
  });

  it('shows alarms by severity and districts by risk', () => {
    const operator = createThresholdRiskOperator({ ...settings, criticalHours: ['00:00'] });
    hour(operator, 0, { 101: 1, 102: 2, 103: 9 });
    const view = operator.view();
    assert.deepEqual(
      view.districts.map((d) => d.district),
      ['102', '103', '101'],
    );
    const ranks = view.alarms.map((a) => ['high', 'medium', 'low'].indexOf(a.severity));
    assert.deepEqual(ranks, [...ranks].sort());
    assert.equal(view.eventTimeMs, START + HOUR);
  });
});

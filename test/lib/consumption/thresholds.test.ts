import assert from 'node:assert/strict';
import { createThresholdRiskOperator } from '../../../lib/consumption/threshold-risk-operator';
import { completeSettings, type ThresholdRiskSettings } from '../../../lib/consumption/threshold-risk-settings';
import { ThresholdTable } from '../../../lib/consumption/thresholds';

const DAY = Date.parse('2026-05-04T00:00:00Z') / 86_400_000;
const table = (settings: Partial<ThresholdRiskSettings> = {}) => new ThresholdTable(completeSettings(settings));
const document = (date: string, threshold: number, critical_hours = ['18:00']) => ({
  city: 'Madrid',
  date,
  districts: [{ district_id: '101', threshold }],
  critical_hours,
});
const hours = (mask: number) => [...Array(24).keys()].filter((hour) => mask & (1 << hour));

describe('thresholds', () => {
  it('take the most specific one', () => {
    const thresholds = table({
      thresholds: [
        { kwh: 1.1 },
        { city: 'Madrid', kwh: 1.2 },
        { city: 'Madrid', district: '101', kwh: 1.3 },
        { meter: 'm', kwh: 9 },
      ],
    });
    assert.equal(thresholds.ofMeter('m'), 9);
    assert.equal(thresholds.ofMeter('n'), undefined);
    assert.deepEqual(thresholds.ofDistrict('Madrid', '101', DAY), { kwh: 1.3, from: 'district' });
    assert.deepEqual(thresholds.ofDistrict('Madrid', '102', DAY), { kwh: 1.2, from: 'city' });
    assert.deepEqual(thresholds.ofDistrict('Lima', '101', DAY), { kwh: 1.1, from: 'default' });
    assert.deepEqual(table().ofDistrict('Lima', '101', DAY), { kwh: 1.5, from: 'default' });
  });

  it('take a command before the setting of the same place, until it is taken away', () => {
    const thresholds = table({ thresholds: [{ city: 'Madrid', district: '101', kwh: 1.3 }] });
    thresholds.set({ city: 'Madrid', district: '101', kwh: 2 });
    thresholds.set({ kwh: 3 });
    assert.equal(thresholds.ofDistrict('Madrid', '101', DAY).kwh, 2);
    assert.equal(thresholds.ofDistrict('Lima', '1', DAY).kwh, 3);
    thresholds.set({ city: 'Madrid', district: '101', kwh: null });
    thresholds.set({ kwh: null });
    assert.equal(thresholds.ofDistrict('Madrid', '101', DAY).kwh, 1.3);
    assert.equal(thresholds.ofDistrict('Lima', '1', DAY).kwh, 1.5);
  });

  it('judge each day by its own document', () => {
    const thresholds = table();
    thresholds.apply(document('2026-05-05', 2, ['07:00']));
    thresholds.apply(document('2026-05-04', 1));
    assert.equal(thresholds.ofDistrict('Madrid', '101', DAY).kwh, 1);
    assert.equal(thresholds.ofDistrict('Madrid', '101', DAY + 1).kwh, 2);
    assert.equal(thresholds.ofDistrict('Madrid', '101', DAY + 9).kwh, 2);
    assert.deepEqual(hours(thresholds.criticalMask('Madrid', DAY)), [18]);
    assert.deepEqual(hours(thresholds.criticalMask('Madrid', DAY + 1)), [7]);
    assert.deepEqual(hours(thresholds.criticalMask('Lima', DAY)), [18, 19, 20, 21]);
  });

  it('keep the documents of eight days, not of a year', () => {
    const thresholds = table();
    for (let i = 0; i < 365; i++) {
      const date = new Date((DAY + i) * 86_400_000).toISOString().slice(0, 10);
      thresholds.apply(document(date, 1 + i));
    }
    assert.ok(JSON.stringify(thresholds.snapshot()).length < 1000);
    assert.equal(thresholds.ofDistrict('Madrid', '101', DAY + 364).kwh, 365);
  });

  it('hold for all days without a date', () => {
    const thresholds = table();
    const warnings = thresholds.apply({ ...document('x', 2), date: undefined });
    assert.equal(warnings.length, 1);
    assert.equal(thresholds.ofDistrict('Madrid', '101', 0).kwh, 2);
  });

  it('come from metadata in the settings, one document or a list', () => {
    const one = table({ metadata: JSON.stringify(document('2026-05-04', 1)) });
    assert.equal(one.ofDistrict('Madrid', '101', DAY).kwh, 1);
    const two = table({ metadata: JSON.stringify([document('2026-05-04', 1), document('2026-05-05', 2)]) });
    assert.equal(two.ofDistrict('Madrid', '101', DAY + 1).kwh, 2);
    assert.deepEqual(two.warnings, []);
  });

  it('come from damaged metadata as far as it can be read, and what is wrong is said', () => {
    assert.match(table({ metadata: '{"city":' }).warnings[0]!.message, /the metadata is not JSON/);
    const damaged = JSON.stringify({ ...document('2026-05-04', 1), date: undefined });
    assert.equal(table({ metadata: damaged }).ofDistrict('Madrid', '101', DAY).kwh, 1);
    const operator = createThresholdRiskOperator({ metadata: damaged });
    assert.deepEqual(
      operator.tick()?.refused?.map((r) => [r.reason, r.place]),
      [['metadata', '/date']],
    );
    assert.equal(operator.tick(), undefined);
  });

  it('come back from a snapshot without the settings, which may be others now', () => {
    const before = table({ thresholdKwh: 2 });
    before.set({ meter: 'm', kwh: 7 });
    const after = table({ thresholdKwh: 3 });
    after.restore(JSON.parse(JSON.stringify(before.snapshot())));
    assert.equal(after.ofMeter('m'), 7);
    assert.equal(after.ofDistrict('a', 'b', DAY).kwh, 3);
  });
});

describe('threshold risk settings', () => {
  it('say which one is wrong', () => {
    assert.throws(() => completeSettings({ thresholdKwh: -1 }), /thresholdKwh: Expected number to be greater than 0/);
    assert.throws(() => completeSettings({ latenessMinutes: 721 }), /latenessMinutes/);
    assert.throws(() => completeSettings({ criticalHours: ['18:30'] }), /criticalHours: "18:30" is no hour/);
    assert.throws(() => completeSettings({ timeZone: 'Mars' }), /time zone "Mars" is not known/);
    assert.throws(() => completeSettings({ cityTimeZones: [{ city: 'A', timeZone: 'Mars' }] }), /time zone "Mars"/);
    assert.throws(() => completeSettings({ thresholds: [{ kwh: 0 }] }), /thresholds\/0\/kwh/);
    assert.throws(() => completeSettings({ nonsense: 1 } as object), /nonsense/);
  });
});

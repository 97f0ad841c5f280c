import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import { describe, it } from 'mocha';
import { AssetInspection } from '../../lib/messages';
import { type AssetState, hazardOf } from '../../simulator/assets/asset-hazard';
import { inspectedFleet } from '../../simulator/assets/inspected-fleet';

const SOUND: AssetState = {
  temperatureC: 60,
  loadPercent: 50,
  vibration: 0.3,
  ageYears: 10,
  corrosion: 0.1,
  harmonicPercent: 3,
  oilQuality: 0.9,
  tripCount: 5,
};

describe('simulated inspections', () => {
  it('are the same for the same seed, and an asset is the same in any fleet', () => {
    const fleet = [...inspectedFleet(1, 40)];
    assert.deepEqual([...inspectedFleet(1, 40)], fleet);
    assert.deepEqual(fleet.slice(0, 20), [...inspectedFleet(1, 20)].slice(0, 20));
    assert.notDeepEqual([...inspectedFleet(2, 40)], fleet);
    for (const { inspection } of fleet) assert.ok(Value.Check(AssetInspection, inspection));
  });

  it('end with a failure, and records are about as often of failures as their chances say', () => {
    const fleet = [...inspectedFleet(3, 3000)];
    const failures = fleet.filter(({ failed }) => failed).length;
    const expected = fleet.reduce((sum, { chance }) => sum + chance, 0);
    // Four standard deviations of a sum of independent outcomes.
    const spread = Math.sqrt(fleet.reduce((sum, { chance }) => sum + chance * (1 - chance), 0));
    assert.ok(Math.abs(failures - expected) < 4 * spread, `${failures} failures, ${expected} expected`);
  });

  it('have a hazard that is high in each mode of the original and low where one condition is not met', () => {
    const modes: Partial<AssetState>[] = [
      { temperatureC: 105, loadPercent: 95, oilQuality: 0.2 },
      { vibration: 1.6, ageYears: 20, tripCount: 40 },
      { harmonicPercent: 11, loadPercent: 90, corrosion: 0.7 },
    ];
    assert.ok(hazardOf(SOUND, 1) < 0.01);
    for (const mode of modes) {
      assert.ok(hazardOf({ ...SOUND, ...mode }, 1) > 7);
      for (const field of Object.keys(mode) as (keyof AssetState)[]) {
        assert.ok(hazardOf({ ...SOUND, ...mode, [field]: SOUND[field] }, 1) < 0.05, field);
      }
    }
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { completeSettings, DIALECTS } from '../../simulator';

describe('simulator settings', () => {
  it('fill in defaults', () => {
    const settings = completeSettings();
    assert.equal(settings.meters, 100);
    assert.equal(settings.intervalSeconds, 5);
    assert.deepEqual(
      settings.cities.map(({ timeZone }) => timeZone),
      ['Europe/Madrid', 'Europe/Berlin'],
    );
    const total = DIALECTS.reduce((sum, name) => sum + settings.dialects[name], 0);
    assert.ok(Math.abs(total - 1) < 1e-9);
    assert.deepEqual(completeSettings(settings), settings);
  });

  it('a named dialect replaces the whole mix, named faults keep the others at zero', () => {
    const { dialects, faults } = completeSettings({ dialects: { dsmr: 1 }, faults: { late: 0.1 } });
    assert.deepEqual([dialects.dsmr, dialects.gridloom, faults.late, faults.lost], [1, 0, 0.1, 0]);
  });

  it('say what is wrong', () => {
    assert.throws(() => completeSettings({ meters: 0 }), /simulator setting meters: .* but it is 0/);
    assert.throws(() => completeSettings({ dialects: { gridloom: 0 } }), /every share is 0/);
    assert.throws(() => completeSettings({ faults: { lost: 0.7, late: 0.7 } }), /at most one hits a message/);
    const city = { timeZone: 'UTC', districts: ['1'] };
    assert.throws(
      () =>
        completeSettings({
          cities: [
            { name: 'A', ...city },
            { name: 'B', ...city },
          ],
        }),
      /district "1" is in A and in B/,
    );
  });
});

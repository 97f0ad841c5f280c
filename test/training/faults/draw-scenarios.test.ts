import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { drawScenarios } from '../../../training/faults/draw-scenarios';
import { partOf } from '../../../training/faults/split';

describe('drawn fault scenarios', () => {
  it('belong to the part that was asked for, equally many of each label', function () {
    this.timeout(20_000);
    for (const part of ['train', 'validation', 'test'] as const) {
      const scenarios = drawScenarios({ part, perLabel: 20, seed: 1 });
      assert.equal(scenarios.length, 45 * 20);
      for (const scenario of scenarios) assert.equal(partOf(scenario), part);
      assert.equal(new Set(scenarios.map(({ seed }) => seed)).size, scenarios.length);
    }
  });

  it('go on where a shorter draw ended, whatever the other labels', () => {
    const labels = ['transient_ferroresonance', 'internal_power_transformer_internal_faults_tt'];
    const long = drawScenarios({ part: 'test', perLabel: 9, labels, seed: 1 });
    const short = drawScenarios({ part: 'test', perLabel: 3, labels: labels.slice(1), seed: 1 });
    assert.deepEqual(long.slice(9, 12), short);
  });
});

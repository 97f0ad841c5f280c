import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type Part, partOf } from '../../../training/faults/split';

const INTERNAL = 'internal_power_transformer_internal_faults_Class1';

describe('split of fault scenarios', () => {
  it('gives no two sets an inception, a winding share or a resistance in common', () => {
    const seen: Record<string, Map<number, Set<Part>>> = { inception: new Map(), share: new Map(), ohm: new Map() };
    const note = (what: string, value: number, part: Part) => {
      const parts = seen[what]!.get(value) ?? new Set();
      seen[what]!.set(value, parts.add(part));
    };
    const counts: Record<Part, number> = { train: 0, validation: 0, test: 0, unused: 0 };
    for (let inception = 0; inception < 12; inception++) {
      for (let share = 0; share <= 200; share++) {
        for (const ohm of [0, 0.01, 0.05, 0.2, 1, 1.7, 4.2, 5.9, 10, 20, 24, 37, 50, 99]) {
          const windingShare = share / 200;
          const part = partOf({ label: INTERNAL, inception, windingShare, faultResistanceOhm: ohm });
          counts[part]++;
          if (part === 'unused') continue;
          note('inception', inception, part);
          note('share', windingShare, part);
          note('ohm', ohm, part);
        }
      }
    }
    for (const values of Object.values(seen)) for (const parts of values.values()) assert.equal(parts.size, 1);
    assert.ok(counts.train > 0 && counts.validation > 0 && counts.test > 0 && counts.unused > 0);
  });

  it('puts the shares of the public sweep into the test, 20, 50 and 80 %, and what lies between into the training', () => {
    const scenario = { label: INTERNAL, inception: 2, faultResistanceOhm: 2 };
    for (const windingShare of [0.2, 0.5, 0.8]) assert.equal(partOf({ ...scenario, windingShare }), 'test');
    assert.equal(partOf({ ...scenario, windingShare: 0.22 }), 'unused');
    assert.equal(partOf({ ...scenario, windingShare: 0.22, inception: 0, faultResistanceOhm: 1 }), 'train');
  });

  it('splits transients by their inception, external faults by the resistance too', () => {
    const values = { inception: 8, windingShare: 0, faultResistanceOhm: 0 };
    assert.equal(partOf({ label: 'transient_magnetising_inrush', ...values }), 'test');
    assert.equal(partOf({ label: 'transient_external_fault_with_CT_saturation', ...values }), 'unused');
    assert.equal(
      partOf({ label: 'transient_external_fault_with_CT_saturation', ...values, faultResistanceOhm: 0.2 }),
      'test',
    );
  });
});

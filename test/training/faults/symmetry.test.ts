import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { RawRecord } from '../../../training/faults/raw-record';
import { partOf } from '../../../training/faults/split';
import { moved, symmetriesOf } from '../../../training/faults/symmetry';

const channel = (value: number) => Float32Array.of(value);

describe('symmetry of three phases', () => {
  it('moves what was on A to B, and negates', () => {
    const event = { currents: [channel(1), channel(2), channel(3)] } as unknown as RawRecord;
    const valuesOf = (turns: 0 | 1 | 2, isNegated: boolean) =>
      moved(event, { turns, isNegated }).currents.map(([value]) => value);
    assert.deepEqual(valuesOf(1, true), [-3, -1, -2]);
    assert.deepEqual(valuesOf(2, false), [2, 3, 1]);
    assert.deepEqual(valuesOf(0, false), [1, 2, 3]);
  });

  it('makes no event of an inception that is held out', () => {
    const label = 'transient_ferroresonance';
    const part = (inception: number) =>
      partOf({ label, inception: inception % 12, windingShare: 0.5, faultResistanceOhm: 1 });
    let count = 0;
    for (let inception = 0; inception < 12; inception++) {
      for (const turns of symmetriesOf({ label, inception }).turns) {
        for (const half of [0, 6]) {
          assert.equal(part(inception + 4 * turns + half), part(inception));
          count++;
        }
      }
    }
    assert.ok(count > 24);
  });

  it('leaves a fault inside a unit on its phases', () => {
    const label = 'internal_power_transformer_internal_faults_Class1';
    for (let inception = 0; inception < 12; inception++)
      assert.deepEqual(symmetriesOf({ label, inception }), { mayNegate: true, turns: [0] });
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { FAULT_CLASSES } from '../../../lib/waveform/fault-classes';
import type { RawRecord } from '../../../training/faults/raw-record';
import { partOf } from '../../../training/faults/split';
import { moved, symmetriesWithin } from '../../../training/faults/symmetry';

const channel = (value: number) => Float32Array.of(value);

describe('symmetry of three phases', () => {
  it('turns currents and class together: the class names the phases that the currents moved to', () => {
    for (const { index, phases, label } of FAULT_CLASSES) {
      const isIn = (phase: 'A' | 'B' | 'C') => channel(phases.includes(phase) ? 1 : 0);
      const event = { currents: [isIn('A'), isIn('B'), isIn('C')], classIndex: index } as unknown as RawRecord;
      for (const turns of [0, 1, 2] as const) {
        const other = moved(event, { turns, isNegated: false });
        const its = FAULT_CLASSES[other.classIndex]!;
        assert.deepEqual(
          other.currents.map(([value]) => value),
          (['A', 'B', 'C'] as const).map((phase) => (its.phases.includes(phase) ? 1 : 0)),
          label,
        );
        assert.equal(its.unit, FAULT_CLASSES[index]!.unit);
        assert.equal(its.phases.includes('G'), phases.includes('G'));
        if (phases.length === 0) assert.equal(other.classIndex, index);
      }
    }
  });

  it('moves what was on A to B, and negates', () => {
    const event = { currents: [channel(1), channel(2), channel(3)], classIndex: 0 } as unknown as RawRecord;
    const { currents, classIndex } = moved(event, { turns: 1, isNegated: true });
    assert.deepEqual(
      currents.map(([value]) => value),
      [-3, -1, -2],
    );
    assert.equal(classIndex, 1);
  });

  it('makes no event of an inception that is held out', () => {
    const label = 'transient_ferroresonance';
    const part = (inception: number) =>
      partOf({ label, inception: inception % 12, windingShare: 0.5, faultResistanceOhm: 1 });
    let count = 0;
    for (let inception = 0; inception < 12; inception++) {
      for (const { turns, isNegated } of symmetriesWithin(inception)) {
        assert.equal(part(inception + 4 * turns + (isNegated ? 6 : 0)), part(inception));
        count++;
      }
    }
    assert.ok(count > 12);
  });
});

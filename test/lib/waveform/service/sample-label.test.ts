import assert from 'node:assert/strict';
import { FAULT_CLASSES } from '../../../../lib/waveform/fault-classes';
import { sampleLabel } from '../../../../lib/waveform/service';

describe('label of a sample', () => {
  it('is what its name begins with, to the end of a word', () => {
    for (const { label } of FAULT_CLASSES) {
      assert.equal(sampleLabel(`${label}_0001.npy`), label);
      assert.equal(sampleLabel(`some/folder/${label.toLowerCase()}.txt`), label);
    }
    assert.equal(sampleLabel('internal_power_transformer_internal_faults_Class12_1.npy'), null);
    assert.equal(sampleLabel('normal_1.txt'), 'normal');
    assert.equal(sampleLabel('normalised.txt'), null);
  });

  it('is told by the folders of the public set', () => {
    const told: Record<string, string> = {
      'internal faults/ispar exciting transformer internal faults/Class1/a.txt':
        'internal_ispar_exciting_transformer_internal_faults_Class1',
      'internal faults/ispar series transformer internal faults/class10/a.txt':
        'internal_ispar_series_transformer_internal_faults_Class10',
      'internal faults/power transformer internal faults/tt/a.txt': 'internal_power_transformer_internal_faults_tt',
      'transient disturbances/external fault with CT saturation/a.txt': 'transient_external_fault_with_CT_saturation',
      'transient disturbances/non-linear load switching/a.txt': 'transient_non-linear_load_switching',
    };
    for (const [name, label] of Object.entries(told)) assert.equal(sampleLabel(name), label);
  });

  it('is null where nothing tells it', () => {
    for (const name of ['a.txt', 'x/y.npy', 'internal faults/power/Class1/a.txt', 'transients/other/a.txt', '/', '']) {
      assert.equal(sampleLabel(name), null, name);
    }
  });
});

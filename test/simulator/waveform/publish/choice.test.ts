import assert from 'node:assert/strict';
import { FAULT_CLASSES } from '../../../../lib/waveform/fault-classes';
import { chosenLabels, drawScenario } from '../../../../simulator/waveform/publish';
import { classFolder } from '../../../../simulator/waveform/publish/class-folder';

describe('choice of simulated events', () => {
  it('words stand for labels: each once, in the order of the table, in any case', () => {
    assert.equal(chosenLabels(['all']).length, 45);
    assert.deepEqual(
      chosenLabels(['all']),
      FAULT_CLASSES.map(({ label }) => label),
    );
    assert.equal(chosenLabels(['normal', 'ALL', 'transient']).at(-1), 'normal');
    assert.equal(chosenLabels(['transient']).length, 6);
    assert.equal(chosenLabels(['internal']).length, 39);
    assert.equal(chosenLabels(['internal_power_transformer']).length, 13);
    // Class1 is not the beginning of Class10 and Class11.
    assert.deepEqual(chosenLabels(['INTERNAL_power_transformer_internal_faults_class1']), [
      'internal_power_transformer_internal_faults_Class1',
    ]);
    for (const word of ['', 'trans', 'inrush', '../etc', '__proto__']) {
      assert.throws(() => chosenLabels([word]), /is not known: give all, normal, internal/, word);
    }
  });

  it('folders are those of the public set', () => {
    const shunts = [...'123456789'].map((n) => `Class${n}`).concat('class10', 'class11', 'tt', 'ww');
    const units = ['ispar exciting', 'ispar series', 'power'];
    assert.deepEqual(chosenLabels(['all']).map(classFolder), [
      ...units.flatMap((unit) => shunts.map((name) => `internal faults/${unit} transformer internal faults/${name}`)),
      ...[
        'capacitor switching',
        'external fault with CT saturation',
        'ferroresonance',
        'magnetising inrush',
        'non-linear load switching',
        'sympathetic inrush',
      ].map((name) => `transient disturbances/${name}`),
    ]);
    assert.equal(classFolder('normal'), 'normal');
  });

  it('an event depends on seed and number alone, and all labels have their turn', () => {
    const labels = chosenLabels(['all', 'normal']);
    const draw = (seed: number, number: number) => drawScenario(labels, 50, seed, number);
    assert.deepEqual(draw(1, 1), draw(1, 1));
    assert.notDeepEqual(draw(1, 1), draw(1, 2));
    assert.notDeepEqual(draw(1, 1), draw(2, 1));
    const many = Array.from({ length: 600 }, (_, i) => draw(1, i));
    const drawn = new Set(many.map(({ label }) => label));
    assert.deepEqual(
      labels.filter((label) => !drawn.has(label)),
      [],
    );
    assert.equal(new Set(many.map(({ seed }) => seed)).size, 600);
    assert.ok(many.every(({ nominalFrequencyHz }) => nominalFrequencyHz === 50));
  });
});

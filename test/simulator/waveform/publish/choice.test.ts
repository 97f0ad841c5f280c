import assert from 'node:assert/strict';
import { FAULT_CLASSES } from '../../../../lib/waveform/fault-classes';
import { chosenLabels, liveScenario } from '../../../../simulator/waveform/publish';
import { classFolder } from '../../../../simulator/waveform/publish/class-folder';
import { drawScenario } from '../../../../simulator/waveform/publish/draw-scenario';

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

  it('a scenario depends on seed and name alone, and all values of the sweeps come', () => {
    const label = 'transient_ferroresonance';
    const draw = (name: string) => drawScenario(label, 50, 3, name);
    assert.deepEqual(draw('a'), draw('a'));
    assert.notDeepEqual(draw('a'), draw('b'));
    assert.notDeepEqual(draw('a'), drawScenario(label, 50, 4, 'a'));
    const many = Array.from({ length: 400 }, (_, i) => draw(`${i}`));
    const values = (pick: (one: (typeof many)[number]) => unknown) => [...new Set(many.map(pick))].sort();
    assert.deepEqual(values(({ inception }) => inception).length, 12);
    assert.deepEqual(
      values(({ phase }) => phase),
      [0, 1, 2],
    );
    assert.deepEqual(
      values(({ windingShare }) => windingShare),
      [0.2, 0.5, 0.8],
    );
    assert.deepEqual(
      values(({ shift }) => shift),
      ['backward', 'forward'],
    );
    assert.equal(values(({ seed }) => seed).length, 400);
  });

  it('the live classes all have their turn', () => {
    const labels = chosenLabels(['all', 'normal']);
    const settings = { seed: 1, nominalFrequencyHz: 60 } as const;
    const drawn = new Set(Array.from({ length: 600 }, (_, i) => liveScenario(labels, settings, i).label));
    assert.deepEqual(
      labels.filter((label) => !drawn.has(label)),
      [],
    );
  });
});

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { faultClass } from '../../../lib/waveform/fault-classes';
import { publicFiles, publicRecord } from '../../../training/faults/public-set';

const FOLDERS: Record<string, string> = {
  'internal faults/ISPAR exciting transformer internal faults/class10':
    'internal_ispar_exciting_transformer_internal_faults_Class10',
  'internal faults/power transformer internal faults/Class10': 'internal_power_transformer_internal_faults_Class10',
  'Internal Faults/ispar series transformer internal faults/tt': 'internal_ispar_series_transformer_internal_faults_tt',
  'transient disturbances/external fault with CT saturation': 'transient_external_fault_with_CT_saturation',
  'transient disturbances/non-linear load switching': 'transient_non-linear_load_switching',
};

describe('files of the public set', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gridloom-public-set-'));
    for (const path of Object.keys(FOLDERS)) {
      mkdirSync(join(folder, path), { recursive: true });
      for (let i = 1; i <= 40; i++) writeFileSync(join(folder, path, `Out_${i}.txt`), `0,${i},0,0\n0.0001,1,2,-3e-2\n`);
    }
    writeFileSync(join(folder, 'readme.txt'), 'no record');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are found by their folders in any case of letters, with neighbours in one part', () => {
    const parts = publicFiles(folder);
    const all = [...parts.train, ...parts.validation, ...parts.test];
    assert.equal(all.length, 40 * 5);
    for (const label of Object.values(FOLDERS)) {
      const { index } = faultClass(label)!;
      assert.equal(all.filter(({ classIndex }) => classIndex === index).length, 40, label);
      assert.equal(parts.test.filter(({ classIndex }) => classIndex === index).length, 6);
      assert.equal(parts.validation.filter(({ classIndex }) => classIndex === index).length, 4);
    }
    const groups = (part: typeof all) => new Set(part.map(({ group }) => group));
    for (const group of groups(parts.test)) assert.ok(!groups(parts.train).has(group));
    assert.deepEqual(
      parts.test.filter(({ classIndex }) => classIndex === 40).map(({ path }) => /\d+(?=\.txt)/.exec(path)![0]),
      ['7', '8', '19', '20', '29', '30'],
    );
  });

  it('are read as time and three phases, and what is none is named with its row', () => {
    const file = publicFiles(folder).train[0]!;
    const { currents, sampleRateHz } = publicRecord(file);
    assert.deepEqual(
      currents.map((current) => [...current]),
      [
        [1, 1],
        [0, 2],
        [0, Math.fround(-0.03)],
      ],
    );
    assert.equal(sampleRateHz, 10_000);
    writeFileSync(file.path, '0,1,2,3\n0.0001,1,x,3\n');
    assert.throws(() => publicRecord(file), /Out_1\.txt, row 2: “0\.0001,1,x,3” is not time,Ia,Ib,Ic/);
  });

  it('must be there', () => {
    const empty = mkdtempSync(join(tmpdir(), 'gridloom-public-set-'));
    assert.throws(() => publicFiles(empty), /give the folder of both/);
    rmSync(empty, { recursive: true });
  });
});

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { csvInspections } from '../../../training/assets/csv-inspections';
import { tempFolder } from '../../support/temp-folder';

const folder = tempFolder();
const path = join(folder, 'inspections.csv');
const read = (text: string) => {
  writeFileSync(path, text);
  return csvInspections(path);
};

describe('inspections of a CSV file', () => {
  it('have their columns in any order, with missing values and assets that come again', () => {
    const set = read(
      '\uFEFFfailed,assetId,oilQuality,temperatureC,note\r\n0,"T 1",0.5,80,\r\n1,"T 1",,96.5,"hot, loud"\r\n\r\n',
    );
    assert.deepEqual([set.size, set.assets, set.failures], [2, 1, 1]);
    const npy = join(folder, 'set.npy');
    set.write(npy);
    const bytes = readFileSync(npy);
    const floats = new Float32Array(
      bytes.buffer.slice(bytes.byteOffset + bytes.length - 2 * 13 * 4, bytes.byteOffset + bytes.length),
    );
    const lost = Number.NaN;
    assert.deepEqual([...floats.slice(13)], [96.5, ...Array(9).fill(lost), 1, lost, 0]);
    assert.deepEqual([floats[0], floats[6], floats[10]], [80, 0.5, 0]);
  });

  it('are refused by file, line and column', () => {
    assert.throws(() => read('assetId,ageYears\nA,1\n'), /inspections\.csv: there is no column failed/);
    assert.throws(() => read('assetId,failed\nA,1\n'), /no column to learn from: name them temperatureC/);
    assert.throws(() => read('assetId,failed,ageYears\nA,0,1\nB,maybe,2\n'), /line 3: failed is "maybe": give 0 or 1/);
    assert.throws(() => read('assetId,failed,ageYears\nA,0,old\n'), /line 2: ageYears: /);
    assert.throws(() => read('assetId,failed,corrosion\nA,0,1.5\n'), /line 2: corrosion: /);
    assert.throws(() => read('assetId,failed,ageYears\n"A,0,1\n'), /line 2: a quote is not closed/);
  });
});

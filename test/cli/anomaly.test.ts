import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Random } from '../support/random';
import { gridloom } from '../support/run-gridloom';
import { sharedFile } from '../support/shared-data';
import { tempFolder } from '../support/temp-folder';

/** AUC of scikit-learn's forest (100 trees × 256 rows), mean and standard deviation over 10 seeds, on sets of ADBench. */
const REFERENCE: Record<string, [number, number]> = {
  mammography: [0.8615, 0.007],
  cardio: [0.9329, 0.009],
  thyroid: [0.9781, 0.004],
  pendigits: [0.9418, 0.019],
  breastw: [0.9873, 0.001],
  pima: [0.6707, 0.007],
};

const folder = tempFolder();
function fileOf(content: string | Buffer, name = 'data.csv'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** 300 rows around 0, of which the last 10 lie far out. */
function labelled(): string[] {
  const random = new Random(1);
  const lines = ['a,b,anomaly'];
  for (let i = 0; i < 300; i++) {
    const far = i >= 290 ? 5 : 0;
    lines.push(`${(random.next() + far).toFixed(4)},${(random.next() - far).toExponential(3)},${far ? 1 : 0}`);
  }
  return lines;
}

describe('gridloom anomaly', function () {
  this.timeout(60_000);

  for (const [set, [mean, sd]] of Object.entries(REFERENCE)) {
    const file = sharedFile(`anomaly/${set}.csv.gz`);
    (file ? it : it.skip)(`finds the anomalies of ${set} as well as scikit-learn does`, async () => {
      const { code, out } = await gridloom('anomaly', file!, '--label', 'anomaly', '--json');
      assert.equal(code, 0);
      const { auc, aucSd, ap } = JSON.parse(out);
      assert.ok(Math.abs(auc - mean) <= 2 * sd, `${auc}, not ${mean} ± ${sd}`);
      assert.ok(aucSd > 0 && aucSd < 0.03 && ap > 0 && ap <= 1, out);
    });
  }

  it('gives the same for the same file, compressed or not, whatever the name and the line ends', async () => {
    const lines = labelled();
    const args = ['--label', 'anomaly', '--json', '--seeds', '3', '--trees', '20', '--sample', '64'];
    const read = async (path: string) => {
      const { code, out, err } = await gridloom('anomaly', path, ...args);
      assert.equal(code, 0, err);
      const { seconds, ...rest } = JSON.parse(out);
      assert.ok(seconds > 0);
      return rest;
    };
    const plain = await read(fileOf(lines.join('\n')));
    assert.deepEqual(Object.keys(plain), ['auc', 'aucSd', 'ap', 'rows', 'columns']);
    assert.deepEqual([plain.auc, plain.aucSd, plain.ap, plain.rows, plain.columns], [1, 0, 1, 300, 2]);
    assert.deepEqual(await read(fileOf(gzipSync(lines.join('\n')), 'named.csv')), plain);
    assert.deepEqual(await read(fileOf(lines.join('\n'), 'plain.csv.gz')), plain);
    const spaced = `\ufeff${lines.join('\r\n\r\n').replaceAll(',', ' ,\t')}\r\n`;
    assert.deepEqual(await read(fileOf(spaced)), plain);
    const quoted = lines.map((line) => line.replace(/[^,]+/g, '"$&"')).join('\n');
    assert.deepEqual(await read(fileOf(quoted)), plain);
  });

  it('reads a file of many pieces as it stands', async () => {
    // More rows than a piece of the table, and lines that lie across two pieces of the file.
    const lines = Array.from({ length: 30_000 }, (_, i) => [7919, 104_729, 1_299_709].map((p) => (i * p) % 30_011));
    lines[12_345] = [1e6, 1e6, 1e6];
    const { out } = await gridloom('anomaly', fileOf(['x,y,z', ...lines].join('\n')), '--json', '--seeds', '2');
    const { rows, columns, top } = JSON.parse(out);
    assert.deepEqual([rows, columns, top[0].line], [30_000, 3, 12_347]);
  });

  it('shows a table for people, and without a label the lines with the highest scores', async () => {
    const lines = labelled();
    const judged = await gridloom('anomaly', fileOf(lines.join('\n')), '--label', 'anomaly');
    assert.match(
      judged.out,
      /^300 rows of 2 columns; 10 forests of 100 trees of 256 rows\n\nAUC {2,}1\.0000 ± 0\.0000\n/,
    );
    const plain = lines.map((line) => line.split(',').slice(0, 2).join(','));
    plain[150] = '400,-400';
    const { out } = await gridloom('anomaly', fileOf(plain.join('\n')), '--seeds', '2');
    assert.match(out, /line {2}score\n +151 {2}0\.[789]/);
    assert.equal(out.trim().split('\n').length, 15);
  });

  it('says in one sentence what is wrong with a file', async () => {
    const header = 'a,b,anomaly';
    const cases: [string | Buffer, RegExp][] = [
      ['', /: the file is empty/],
      ['\n\n', /: the file is empty/],
      [header, /: the file has a header and no rows/],
      ['1,2,0\n3,4,1', /: line 1 has only numbers; a header is needed/],
      [`${header}\n1,2,0\n1,x y,1`, /: line 3, column "b": "x y" is no number/],
      [`${header}\n1,,0`, /: line 2, column "b": "" is no number/],
      [`${header}\n1,nan,0`, /: line 2, column "b": "nan" is no number/],
      [`${header}\n1,1e39,0`, /: line 2, column "b": "1e39" is too large/],
      [`${header}\n1,2,0\n\n1,2`, /: line 4 has 2 cells, the header 3/],
      [`${header}\n1,2,0,7`, /: line 2 has 4 cells, the header 3/],
      [`${header}\n1,"2,0`, /: line 2 has a stray quote/],
      [`${header}\n1,2,0\n1,2,2`, /: line 3, column "anomaly": the label is 2, not 0 or 1/],
      [`${header}\n1,2,1\n1,2,1`, /: column "anomaly" is 1 in all rows; both 0 and 1 are needed/],
      ['anomaly\n1\n0', /: there is no column besides the label/],
      [gzipSync(`${header}\n1,2,1\n1,2,0`).subarray(0, 30), /: the compressed data are damaged/],
      [Buffer.from([0x1f, 0x8b, 1, 2, 3]), /: the compressed data are damaged/],
      ['x'.repeat(5_000_000), /: line 1 is longer than 4 MB/],
    ];
    for (const [content, message] of cases) {
      const path = fileOf(content);
      const { code, out, err } = await gridloom('anomaly', path, '--label', 'anomaly', '--json');
      assert.deepEqual([code, out], [1, ''], err);
      assert.match(err, message);
      assert.ok(err.startsWith(`gridloom anomaly: ${path}`) && err.split('\n').length === 2, err);
    }
    const missing = await gridloom('anomaly', join(folder, 'nowhere.csv'));
    assert.deepEqual([missing.code, missing.out], [1, '']);
    assert.match(missing.err, /nowhere.csv: there is no such file\n$/);
    const directory = await gridloom('anomaly', folder);
    assert.equal(directory.code, 1);
    assert.match(directory.err, /this is a folder; give a file\n$/);
  });

  it('answers wrong arguments with exit code 2 and the way out', async () => {
    const path = fileOf('a,b,anomaly\n1,2,0\n2,3,1');
    const cases: [string[], RegExp][] = [
      [[], /give one file/],
      [[path, path], /give one file/],
      [[path, '--label', 'c'], /--label: there is no column "c" but a, b, anomaly\n/],
      [[path, '--trees', '0'], /--trees 0/],
      [[path, '--trees', '1.5'], /--trees 1.5: give a whole number/],
      [[path, '--sample', '5000'], /--sample 5000/],
      [[path, '--seeds', 'x'], /--seeds x/],
      [[path, '--what'], /--what/],
    ];
    for (const [args, message] of cases) {
      const { code, err } = await gridloom('anomaly', ...args);
      assert.equal(code, 2, err);
      assert.match(err, message);
      assert.match(err, /gridloom anomaly --help/);
    }
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { QuarantineFolder, type Reject } from '../../../lib/ingest';
import { csvRecords, filesBelow } from '../../support/city-run';
import { tempFolder } from '../../support/temp-folder';

const reject = (text: string): Reject => ({
  line: 7,
  byteOffset: 99,
  column: 'kwh',
  reason: 'value',
  detail: 'x',
  bytes: Buffer.from(text),
  encoding: 'utf-8',
});
const LF = Buffer.from('\n');

describe('quarantine folder', () => {
  it('never leaves its folder, whatever a file is called', async () => {
    const root = tempFolder();
    const folder = new QuarantineFolder(join(root, 'a/b/quarantine'));
    await folder.begin();
    const names = ['../../../../up.csv', '/etc/abs.csv', './x/../../../y.csv', 'z\0.csv', '..\\..\\w.csv'];
    for (const name of names) {
      folder.add(name, reject('row'), LF);
      await folder.endFile(name, Buffer.from('head\n'));
    }
    await folder.end();
    const files = filesBelow(root);
    assert.equal(files.size, 6);
    for (const [path, bytes] of files) {
      assert.ok(path.startsWith('a/b/quarantine/'), path);
      if (path.includes('/rows/')) assert.equal(String(bytes), 'head\nrow\n');
    }
  });

  it('lists rows so that every CSV reader gives the same text back, and takes the power from formulas', async () => {
    const folder = tempFolder();
    const quarantine = new QuarantineFolder(folder);
    await quarantine.begin();
    const texts = ['a,"b"', 'ä;€', '', '=cmd()'];
    for (const text of texts) quarantine.add('f.csv', reject(text), LF);
    await quarantine.endFile('f.csv', Buffer.alloc(0));
    await quarantine.end();
    const records = csvRecords(readFileSync(join(folder, 'rejected_rows.csv'), 'utf8'));
    assert.deepEqual(
      records.map(({ original }) => original),
      ['a,"b"', 'ä;€', '', "'=cmd()"],
    );
    assert.equal(readFileSync(join(folder, 'rows/f.csv'), 'utf8'), texts.map((text) => `${text}\n`).join(''));
  });

  it('empties what an earlier run left, and an unfinished one leaves nothing', async () => {
    const root = tempFolder();
    for (const isWhole of [true, false]) {
      const quarantine = new QuarantineFolder(root);
      await quarantine.begin();
      quarantine.add('f.csv', reject('x'), LF);
      await quarantine.pass('f.csv', Buffer.alloc(0));
      if (isWhole) {
        await quarantine.endFile('f.csv', Buffer.alloc(0));
        await quarantine.end();
      } else await quarantine.abandon();
      assert.deepEqual(
        [...filesBelow(root).keys()].sort(),
        isWhole ? ['rejected_rows.csv', 'rows/f.csv'] : ['rejected_rows.csv'],
      );
    }
  });
});

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { AtomicTextFile, writeAtomic } from '../../../lib/storage';
import { tempFolder } from '../../support/temp-folder';

/** All writes of the disk fail while `work` runs, as on a full one. */
async function onFullDisk(work: () => Promise<void>): Promise<void> {
  const { write, writev } = fs;
  const fail = (...args: unknown[]) => (args.at(-1) as (error: Error) => void)(new Error('ENOSPC: no space left'));
  Object.assign(fs, { write: fail, writev: fail });
  try {
    await work();
  } finally {
    Object.assign(fs, { write, writev });
  }
}

describe('atomic files', () => {
  it('are written with their folders, replace what was there, and leave nothing else', async () => {
    const folder = tempFolder();
    const path = join(folder, 'a/b/file.txt');
    await writeAtomic(path, 'first');
    await writeAtomic(path, Buffer.from('second'));
    const file = await AtomicTextFile.create(path);
    const line = `${'ä'.repeat(999)}\n`;
    for (let i = 0; i < 500; i++) {
      file.write(line);
      if (i % 100 === 0) await file.ready();
      assert.equal(fs.readFileSync(path, 'utf8'), 'second');
    }
    await file.close();
    assert.equal(fs.readFileSync(path, 'utf8'), line.repeat(500));
    assert.deepEqual(fs.readdirSync(join(folder, 'a/b')), ['file.txt']);
  });

  it('may have a name as long as the file system allows', async () => {
    const folder = tempFolder();
    const name = 'n'.repeat(255);
    await writeAtomic(join(folder, name), 'x');
    const file = await AtomicTextFile.create(join(folder, name));
    file.write('y');
    await file.close();
    assert.equal(fs.readFileSync(join(folder, name), 'utf8'), 'y');
    assert.deepEqual(fs.readdirSync(folder), [name]);
  });

  it('fail where a folder is a file, or the file a folder, and leave nothing', async () => {
    const folder = tempFolder();
    fs.writeFileSync(join(folder, 'file'), 'kept');
    fs.mkdirSync(join(folder, 'taken/inside'), { recursive: true });
    await assert.rejects(writeAtomic(join(folder, 'file/x'), 'x'));
    await assert.rejects(AtomicTextFile.create(join(folder, 'file/x')));
    await assert.rejects(writeAtomic(join(folder, 'taken'), 'x'));
    const file = await AtomicTextFile.create(join(folder, 'taken'));
    file.write('x');
    await assert.rejects(file.close());
    assert.deepEqual(fs.readdirSync(folder), ['file', 'taken']);
    assert.equal(fs.readFileSync(join(folder, 'file'), 'utf8'), 'kept');
  });

  it('on a full disk there is the old file and no other', async () => {
    const folder = tempFolder();
    const path = join(folder, 'list.csv');
    fs.writeFileSync(path, 'old');
    for (const isWaiting of [true, false]) {
      const file = await AtomicTextFile.create(path);
      await onFullDisk(async () => {
        file.write('new');
        if (isWaiting)
          await assert.rejects(async () => {
            await file.ready();
            await file.close();
          }, /ENOSPC/);
        else await assert.rejects(file.close(), /ENOSPC/);
      });
      await file.abandon();
      assert.deepEqual(fs.readdirSync(folder), ['list.csv']);
      assert.equal(fs.readFileSync(path, 'utf8'), 'old');
    }
  });

  it('that are abandoned leave nothing behind', async () => {
    const folder = tempFolder();
    const file = await AtomicTextFile.create(join(folder, 'x'));
    file.write('y'.repeat(100_000));
    await file.abandon();
    assert.deepEqual(fs.readdirSync(folder), []);
  });
});

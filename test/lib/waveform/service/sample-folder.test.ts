import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { RequestFault, SampleFolder } from '../../../../lib/waveform/service';
import { tempFolder } from '../../../support/temp-folder';

const SECRET = 'the secret';

describe('folder of samples', () => {
  let folder: SampleFolder;
  let root: string;

  before(() => {
    const outside = tempFolder();
    root = join(outside, 'samples');
    mkdirSync(join(root, 'inner/deep'), { recursive: true });
    for (const name of ['a.txt', 'B.NPY', 'inner/deep/c.cff', 'r.CFG', 'r.dat', 'note.md', '.hidden.txt']) {
      writeFileSync(join(root, name), name);
    }
    writeFileSync(join(root, 'large.txt'), 'x'.repeat(200));
    writeFileSync(join(outside, 'secret.txt'), SECRET);
    mkdirSync(join(outside, 'other'));
    writeFileSync(join(outside, 'other/secret.txt'), SECRET);
    symlinkSync(join(outside, 'secret.txt'), join(root, 'link.txt'));
    symlinkSync(join(outside, 'other'), join(root, 'way-out'));
    if (process.platform !== 'win32') execFileSync('mkfifo', [join(root, 'pipe.txt')]);
    folder = new SampleFolder(root, { maxSamples: 100, maxBytes: 100 });
  });

  const statusOf = async (name: string) =>
    folder.read(name).then(
      () => 200,
      (error) => (error instanceof RequestFault ? error.status : error),
    );

  it('lists event files by name, without links, hidden files and what holds no event', async () => {
    const names = (await folder.list()).map(({ name }) => name);
    assert.deepEqual(names, ['B.NPY', 'a.txt', 'inner/deep/c.cff', 'large.txt', 'r.CFG']);
  });

  it('lists no more than it may', async () => {
    assert.equal((await new SampleFolder(root, { maxSamples: 2, maxBytes: 100 }).list()).length, 2);
  });

  it('has no samples when it is not there', async () => {
    const absent = new SampleFolder(join(root, 'absent'), { maxSamples: 2, maxBytes: 100 });
    assert.deepEqual(await absent.list(), []);
    await assert.rejects(absent.read('a.txt'), { status: 404 });
  });

  it('reads a file, of a .cfg its .dat too', async () => {
    const text = async (name: string) =>
      (await folder.read(name)).map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]);
    assert.deepEqual(await text('a.txt'), [['a.txt', 'a.txt']]);
    assert.deepEqual(await text('inner/deep/c.cff'), [['c.cff', 'inner/deep/c.cff']]);
    assert.deepEqual(await text('r.CFG'), [
      ['r.CFG', 'r.CFG'],
      ['r.dat', 'r.dat'],
    ]);
  });

  it('knows nothing that lies outside, whatever the name', async () => {
    const names = [
      '../secret.txt',
      'inner/../../secret.txt',
      './a.txt',
      'inner//deep/c.cff',
      join(root, 'a.txt'),
      '/etc/passwd',
      '..\\secret.txt',
      'inner\\deep\\c.cff',
      'C:\\a.txt',
      'C:a.txt',
      'a.txt\0.npy',
      'a.txt:stream.txt',
      'link.txt',
      'way-out/secret.txt',
      'pipe.txt',
      'inner',
      'inner/deep',
      'absent.txt',
      'note.md',
      '.hidden.txt',
      '%2e%2e/secret.txt',
      '．．/secret.txt',
      'a.txt ',
      'a.txt.',
      `${'d/'.repeat(300)}a.txt`,
      `${'x'.repeat(5000)}.txt`,
      'CON',
      '',
      '.',
      '..',
    ];
    for (const name of names) assert.equal(await statusOf(name), 404, JSON.stringify(name));
  });

  it('refuses a file that is too large', async () => assert.equal(await statusOf('large.txt'), 422));

  it('never gives away what is outside (property)', async () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      'secret.txt',
      'other',
      'link.txt',
      'way-out',
      'inner',
      'a.txt',
      '\0',
      ' ',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        for (const name of [pieces.join(''), pieces.join('/')]) {
          const files = await folder.read(name).catch((error) => {
            assert.equal(error.status, 404);
            return [];
          });
          assert.ok(files.every(({ bytes }) => !Buffer.from(bytes).includes(SECRET)));
        }
      }),
      { seed: 6, numRuns: 300 },
    );
  });
});

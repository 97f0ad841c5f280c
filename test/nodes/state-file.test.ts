import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { PartedSnapshot } from '../../lib/messages';
import { StateFile } from '../../nodes/shell/state-file';
import { tempFolder } from '../support/temp-folder';

function restored(file: StateFile): { head: unknown; parts: unknown[]; warnings: string[] } {
  const got = { head: undefined as unknown, parts: [] as unknown[], warnings: [] as string[] };
  file.restore(
    { warn: (text) => void got.warnings.push(String(text)) },
    (state) => {
      got.head = state instanceof PartedSnapshot ? state.head : state;
      if (state instanceof PartedSnapshot) got.parts = [...state.parts];
    },
    () => Object.assign(got, { head: undefined, parts: [] }),
    'it starts empty',
  );
  return got;
}

describe('state file', () => {
  const userDir = tempFolder();
  const folder = join(userDir, 'gridloom', 'state');
  const file = () => new StateFile(userDir, 'grid-test', 'abc');

  it('keeps a plain state and one of many parts, which are made one after the other', async () => {
    await file().write({ a: 1 });
    assert.deepEqual(restored(file()), { head: { a: 1 }, parts: [], warnings: [] });
    let made = 0;
    const parts = (function* () {
      for (; made < 5000; made++) yield { number: made, text: 'ä\n' };
    })();
    const bytes = await file().write(new PartedSnapshot({ kind: 'many' }, parts));
    const got = restored(file());
    assert.deepEqual(got.head, { kind: 'many' });
    assert.equal(got.parts.length, 5000);
    assert.deepEqual(got.parts[4999], { number: 4999, text: 'ä\n' });
    assert.ok(Math.abs(bytes - readFileSync(join(folder, 'abc.json'), 'utf8').length) < 10);
  });

  it('leaves the last good state when one can not be made, and sets a damaged file aside', async () => {
    const broken = (function* () {
      yield 1;
      throw new Error('out of memory');
    })();
    await assert.rejects(file().write(new PartedSnapshot({ kind: 'broken' }, broken)), /out of memory/);
    assert.deepEqual(readdirSync(folder), ['abc.json']);
    assert.equal(restored(file()).parts.length, 5000);
    truncateSync(join(folder, 'abc.json'), 100_000);
    const got = restored(file());
    assert.deepEqual([got.head, got.parts, got.warnings.length], [undefined, [], 1]);
    assert.ok(existsSync(join(folder, 'abc.json.bad')));
  });
});

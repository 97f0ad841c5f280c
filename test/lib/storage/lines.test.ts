import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { linesOf } from '../../../lib/storage/lines';
import { tempFolder } from '../../support/temp-folder';

describe('lines of a file', () => {
  const path = join(tempFolder(), 'lines.txt');

  it('are those of the whole text, wherever the pieces end', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll('\n', ' '));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 9000 }), (few, times) => {
        const lines = Array.from({ length: times }, (_, i) => few[i % few.length]!);
        writeFileSync(path, lines.map((one) => `${one}\n`).join(''));
        assert.deepEqual([...linesOf(path)], lines);
      }),
      { seed: 3, numRuns: 30 },
    );
  });

  it('have the last one also without its end, and one that is longer than a piece', () => {
    const long = 'ü'.repeat(700_000);
    writeFileSync(path, `a\n${long}\nb`);
    assert.deepEqual([...linesOf(path)], ['a', long, 'b']);
    writeFileSync(path, '');
    assert.deepEqual([...linesOf(path)], []);
    assert.throws(() => [...linesOf(`${path}.none`)], /ENOENT/);
  });
});

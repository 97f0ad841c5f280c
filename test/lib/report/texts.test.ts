import assert from 'node:assert/strict';
import fc from 'fast-check';
import { htmlText, plainText } from '../../../lib/report/plain-text';
import { csvText } from '../../../lib/storage/csv-text';
import { fileNames } from '../../../lib/storage/file-names';

const SEED = { seed: 20260102, numRuns: 150 };

describe('csv text', () => {
  it('takes the power from what a spreadsheet would run', () => {
    assert.equal(csvText('=1+1'), "'=1+1");
    assert.equal(csvText('+49'), "'+49");
    assert.equal(csvText('-5'), "'-5");
    assert.equal(csvText('@SUM(A1)'), "'@SUM(A1)");
    assert.equal(csvText('  =1+1'), "'  =1+1");
    assert.equal(csvText('\u00a0=1'), "'\u00a0=1");
    assert.equal(csvText('\u200b=1'), "'\u200b=1");
    assert.equal(csvText('＝1'), "'＝1");
    assert.equal(csvText('\tA'), "'\tA");
    assert.equal(csvText('\rA'), '"\'\rA"');
    assert.equal(csvText('=HYPERLINK("http://x","y")'), '"\'=HYPERLINK(""http://x"",""y"")"');
  });

  it('leaves everything else as it is, quoted where RFC 4180 asks', () => {
    assert.equal(csvText('101'), '101');
    assert.equal(csvText('New York - North'), 'New York - North');
    assert.equal(csvText('A,B'), '"A,B"');
    assert.equal(csvText('say "A"'), '"say ""A"""');
    assert.equal(csvText('A\nB'), '"A\nB"');
    assert.equal(csvText(''), '');
  });
});

describe('file names', function () {
  this.timeout(60_000);
  const one = (...parts: string[]) => fileNames([parts])[0]!;

  it('keeps ordinary names', () => {
    assert.equal(one('CityA', '2026-01-01'), 'CityA_2026-01-01');
    assert.equal(one('New_York'), 'New_York');
    assert.equal(one('St. Gallen', '101', '2026-01-01'), 'St. Gallen_101_2026-01-01');
    assert.equal(one('東京'), '東京');
  });

  it('changes hostile names and says so with a hash', () => {
    assert.match(one('../../etc/passwd'), /^etc-passwd~[0-9a-f]{16}$/);
    assert.match(one('.hidden'), /^hidden~[0-9a-f]{16}$/);
    assert.match(one('a..b'), /^a--b~[0-9a-f]{16}$/);
    assert.match(one('a\u0000b\\c:d'), /^a-b-c-d~[0-9a-f]{16}$/);
    assert.match(one(''), /^name~[0-9a-f]{16}$/);
    assert.match(one('-rf'), /^rf~[0-9a-f]{16}$/);
    assert.match(one('ü'.repeat(80)), /^ü{37}~[0-9a-f]{16}$/);
  });

  it('tells apart names that would fall together', () => {
    const lists = [
      ['A_B', 'C'],
      ['A', 'B_C'],
      ['berlin', 'x'],
      ['Berlin', 'x'],
      ['a/b'],
      ['a\\b'],
      ['\ud800'],
      ['\ud801'],
      ['Z\u00fcrich'],
      ['Zu\u0308rich'],
      ['A', 'D'],
    ];
    const names = fileNames(lists);
    assert.equal(new Set(names.map((name) => name.normalize('NFC').toLowerCase())).size, lists.length);
    assert.equal(names.at(-1), 'A_D');
  });

  it('gives any names safe files, none of them twice, in whatever order', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('a', 'A', '_', '..', '/', 'a_', 'con'),
    );
    const lists = fc.uniqueArray(fc.array(name, { minLength: 1, maxLength: 3 }), {
      selector: (parts) => JSON.stringify(parts),
    });
    fc.assert(
      fc.property(lists, (lists) => {
        const names = fileNames(lists);
        for (const name of names) {
          assert.doesNotMatch(name, /[\p{Cc}\p{Cf}\p{Cs}/\\:*?"<>|]|\.\.|^[^\p{L}\p{N}]/u);
          assert.ok(Buffer.byteLength(name) <= 92);
        }
        assert.equal(new Set(names.map((name) => name.toLowerCase())).size, lists.length);
        assert.deepEqual(fileNames(lists.toReversed()), names.toReversed());
      }),
      SEED,
    );
  });
});

describe('plain text', () => {
  it('has one line, no controls and an end', () => {
    assert.equal(plainText('a\n\t b\u0000\u202ec\ud800\ufffe', 20), 'a b\ufffd\ufffdc\ufffd\ufffd');
    assert.equal(plainText('abcdef', 6), 'abcdef');
    assert.equal(plainText('abcdefg', 6), 'abcde…');
    assert.equal(plainText('x'.repeat(1e6), 3), 'xx…');
    assert.equal(plainText('👩‍👩‍👧', 9), '👩‍👩‍👧');
  });

  it('is escaped for HTML', () => {
    assert.equal(htmlText(`<a href='x' b="y">&`), '&lt;a href=&#39;x&#39; b=&quot;y&quot;&gt;&amp;');
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decoderOf, detectEncoding } from '../../../lib/ingest/encoding';
import { FAULTS, NameTable } from '../../../lib/ingest/name-table';
import { splitQuoted } from '../../../lib/ingest/split-line';
import { encode } from './damaged-file';

const text = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((cell) => !/[\r\n]/.test(cell));

describe('cells of a line', () => {
  it('come back as they were quoted by RFC 4180', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), fc.constantFrom(',', ';', '\t'), (cells, delimiter) => {
        const quoted = cells.map((cell) => `"${cell.replaceAll('"', '""')}"`);
        assert.deepEqual(splitQuoted(quoted.join(delimiter), delimiter, '"'), cells);
        const bare = cells.map((cell) => cell.replaceAll('"', '').replaceAll(delimiter, ''));
        assert.deepEqual(splitQuoted(bare.join(delimiter), delimiter, '"'), bare);
        assert.deepEqual(splitQuoted(cells.join(delimiter), delimiter, ''), cells.join(delimiter).split(delimiter));
      }),
      { seed: 21, numRuns: 500 },
    );
  });

  it('are not guessed at when quotes are damaged', () => {
    for (const line of ['"a,b', 'a,"b', '"a"b,c', 'a"b,c', 'a,b"', '"', '"""', ' "a",b']) {
      assert.equal(splitQuoted(line, ',', '"'), undefined, line);
    }
    assert.deepEqual(splitQuoted('"a,b",""', ',', '"'), ['a,b', '']);
    assert.deepEqual(splitQuoted('', ',', '"'), ['']);
    assert.deepEqual(splitQuoted(',', ',', '"'), ['', '']);
  });
});

describe('encoding of a text', () => {
  it('is found by its mark, its zero bytes, its letters', () => {
    const sample = 'household_id,timestamp,consumption_kwh\nHäuser,2026-01-12 00:00,1\n';
    for (const encoding of ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const) {
      assert.equal(detectEncoding(encode(sample, encoding)).encoding, encoding);
      const marked = encoding === 'windows-1252' ? 0 : encoding === 'utf-8' ? 3 : 2;
      assert.deepEqual(detectEncoding(encode(sample, encoding, true)), { encoding, bomBytes: marked });
    }
    assert.deepEqual(detectEncoding(new Uint8Array(0)), { encoding: 'utf-8', bomBytes: 0 });
  });

  it('one damaged line does not change how all others are read', () => {
    const good = Buffer.from('Häuser\nKüche\nTür\n');
    assert.equal(detectEncoding(Buffer.concat([good, Buffer.from([0xff, 0x0a])])).encoding, 'utf-8');
    assert.equal(
      detectEncoding(Buffer.concat([Buffer.from('\xe4\n\xfc\n\xdf\n', 'latin1'), Buffer.from('ä\n')])).encoding,
      'windows-1252',
    );
    // Cut within a character.
    assert.equal(detectEncoding(Buffer.from('abc\nTür\nKüche ä').subarray(0, -1)).encoding, 'utf-8');
  });

  it('windows-1252 has a character for every byte', () => {
    const decode = decoderOf('windows-1252');
    for (let byte = 0; byte < 256; byte++) assert.equal(decode(Uint8Array.of(byte))?.length, 1, String(byte));
    assert.equal(decode(Uint8Array.of(0x80, 0x9f, 0x8a, 0xff, 0xe4, 0x41)), '€ŸŠÿäA');
    assert.equal(decode(Uint8Array.of(0xff, 0x41)), 'ÿA');
  });
});

describe('name table', () => {
  const table = (maximum = 1e6) => new NameTable(decoderOf('utf-8'), maximum);
  const idOf = (names: NameTable, name: string | Uint8Array) => {
    const bytes = Buffer.concat([Buffer.from('<'), Buffer.from(name), Buffer.from('>')]);
    return names.idOf(bytes, 1, bytes.length - 1);
  };

  it('gives every name one id, in the order in which they come, as a Map does', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'abcdefgh').chain((a) => text.map((b) => a + b))), (list) => {
        const names = table();
        const expected = new Map<string, number>();
        for (const name of [...list, ...list]) {
          if (/\p{Cc}/u.test(name)) continue;
          if (!expected.has(name)) expected.set(name, expected.size);
          assert.equal(idOf(names, name), expected.get(name));
        }
        assert.deepEqual(names.names, [...expected.keys()]);
      }),
      { seed: 22, numRuns: 100 },
    );
  });

  it('grows', () => {
    const names = table();
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 5000; i++) assert.equal(idOf(names, `Haus ${i}`), i);
    }
  });

  it('refuses names that cannot be used, and says why', () => {
    const names = table(2);
    const faultOf = (name: string | Uint8Array) => FAULTS[-1 - idOf(names, name)];
    assert.equal(faultOf(''), 'empty');
    assert.equal(faultOf('x'.repeat(129)), 'too-long');
    assert.equal(faultOf('\u{1f600}'.repeat(65)), 'too-long');
    assert.equal(faultOf('€'.repeat(300)), 'too-long');
    assert.equal(faultOf('a\u0007'), 'control-character');
    assert.equal(faultOf('a\u007f'), 'control-character');
    assert.equal(faultOf(Uint8Array.of(0xe4)), 'not-in-encoding');
    assert.equal(idOf(names, 'x'.repeat(128)), 0);
    assert.equal(idOf(names, 'y'), 1);
    assert.equal(faultOf('z'), 'too-many');
    assert.equal(idOf(names, 'y'), 1);
  });
});

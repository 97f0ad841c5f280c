import assert from 'node:assert/strict';
import fc from 'fast-check';
import { numberOf } from '../../../lib/ingest/number-bytes';

const read = (text: string, mark = '.') => {
  const bytes = Buffer.from(`xx${text}9`);
  return numberOf(bytes, 2, bytes.length - 1, mark.charCodeAt(0));
};

const digits = (min: number, max: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((list) => list.join(''));
const decimal = fc
  .tuple(fc.constantFrom('', '-', '+'), digits(1, 22), fc.option(digits(0, 22)))
  .map(([sign, whole, rest]) => `${sign}${whole}${rest === null ? '' : `.${rest}`}`);

describe('numbers in bytes', () => {
  it('are rounded as Number() does, whatever their length', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        assert.ok(Object.is(read(text), Number(text)), text);
        assert.ok(Object.is(read(text.replace('.', ','), ','), Number(text)), text);
      }),
      { seed: 1, numRuns: 3000 },
    );
  });

  it('give every double back from its shortest digits and from its exponent', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        assert.equal(read(String(value)), value + 0);
        assert.equal(read(value.toExponential().replace('e+', 'E')), value + 0);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  it('take nothing that is no decimal number', () => {
    for (const text of [
      ...['', '.', '-', '+', '+.', '1.2.3', '1,5', '1e', 'e5', '1e5.5', '0x10', '1_000', '1 000', 'inf', 'Infinity'],
      ...['NaN', 'nan', 'null', '--1', '1-', '١', '½', '1\u0000', `1${'0'.repeat(400)}.5.5`, '1'.repeat(401)],
    ]) {
      assert.ok(Number.isNaN(read(text)), JSON.stringify(text));
    }
    // A point where the mark is a comma groups thousands or is a mistake.
    assert.ok(Number.isNaN(read('1.5', ',')));
    assert.ok(Number.isNaN(read('1.234,5', ',')));
    assert.equal(read('1e309'), Number.POSITIVE_INFINITY);
    assert.equal(read('-1e309'), Number.NEGATIVE_INFINITY);
  });

  it('never throw and never give a number that Number() does not', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        const value = numberOf(bytes, 0, bytes.length, 46);
        if (!Number.isNaN(value)) assert.ok(Object.is(value, Number(Buffer.from(bytes).toString('latin1'))));
      }),
      { seed: 3, numRuns: 3000 },
    );
  });
});

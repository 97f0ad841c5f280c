import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { plainTable } from '../../../../lib/waveform/formats/plain-table';
import { tableOfLines } from '../../../../lib/waveform/formats/table-lines';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const numberText = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value.toPrecision(8)),
  fc.integer({ min: -99999, max: 99999 }).map((value) => `${value < 0 ? '' : '+'}${value / 10_000}`),
  fc.constantFrom(
    '-0',
    '.5',
    '5.',
    '0.1',
    '9007199254740993',
    '123456789012345678901234567890',
    '0.00000000000000000000000001',
    '1E-4',
  ),
);

describe('plainTable', () => {
  it('reads the same numbers as the reader of any table, to the last bit', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 5 })
          .chain((width) =>
            fc.array(fc.array(numberText, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 20 }),
          ),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (rows, mark, end, hasNames) => {
          const names = rows[0]!.map((_, i) => `I${i}`);
          const bytes = bytesOf([...(hasNames ? [names] : []), ...rows].map((row) => row.join(mark)).join(end) + end);
          const columns = rows[0]!.map((_, i) => i);
          const [plain, slow] = [plainTable(bytes), tableOfLines('a.txt', bytes)!];
          if (columns.length > 1 && rows.length > 1) assert.ok(plain);
          if (!plain) return;
          assert.deepEqual(plain.columns(columns), slow.columns(columns));
          assert.deepEqual(
            [plain.first, plain.head, plain.hasNames, plain.count],
            [slow.first, slow.head, slow.hasNames, slow.count],
          );
          assert.equal(plain.lineOf(rows.length - 1), slow.lineOf(rows.length - 1));
        },
      ),
      { seed: 5, numRuns: 500 },
    );
  });

  it('leaves what is not plain to the reader that tells what is wrong', () => {
    const odd = [
      '1,2\n3',
      '1,2\n3,',
      '1,2\n3,4,5',
      '1,2\n\n3,4',
      '1,2\n3,x',
      '1,2\n3,nan',
      '1,2\n3, 4',
      '1,2\n3,4\n#',
      '1 2\n3 4',
      '# a\n1,2\n3,4',
      '1;2\n3;4,5',
      '1,2\n3,-',
      '1,2\n3,1e',
      '1,2\n3,4\n\u001a',
      '1,2',
      '',
    ];
    for (const text of odd) assert.equal(plainTable(bytesOf(text)), null, JSON.stringify(text));
  });
});

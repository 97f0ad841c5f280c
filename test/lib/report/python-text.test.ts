import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PythonFloat, pythonFloat, pythonJson, pythonPercent } from '../../../lib/report/python-text';

/** What `repr` of CPython 3 gives. */
const REPRS: [number, string][] = [
  [0, '0.0'],
  [-0, '-0.0'],
  [1, '1.0'],
  [-12, '-12.0'],
  [0.1, '0.1'],
  [0.1 + 0.2, '0.30000000000000004'],
  [1 / 3, '0.3333333333333333'],
  [100, '100.0'],
  [123456.789, '123456.789'],
  [0.016666666666666666, '0.016666666666666666'],
  [1e-4, '0.0001'],
  [0.00012345, '0.00012345'],
  [9.999e-5, '9.999e-05'],
  [1e-5, '1e-05'],
  [-1e-7, '-1e-07'],
  [2.5e-10, '2.5e-10'],
  [5e-324, '5e-324'],
  [1e15, '1000000000000000.0'],
  [9999999999999998, '9999999999999998.0'],
  [1e16, '1e+16'],
  [1.5e16, '1.5e+16'],
  [1e22, '1e+22'],
  [1e100, '1e+100'],
  [1.7976931348623157e308, '1.7976931348623157e+308'],
];

/** What `f"{k / n * 100:.1f}%"` of CPython 3 gives. */
const PERCENTS: [number, number, string][] = [
  [0, 5, '0.0%'],
  [5, 5, '100.0%'],
  [17, 60, '28.3%'],
  [1, 3, '33.3%'],
  [1, 400, '0.2%'],
  [3, 400, '0.8%'],
  [1, 80, '1.2%'],
  [9, 80, '11.2%'],
  [1, 16, '6.2%'],
  [3, 16, '18.8%'],
  [5, 16, '31.2%'],
  [11, 16, '68.8%'],
  [201, 400, '50.2%'],
  [1, 2000, '0.1%'],
  [5, 2000, '0.2%'],
  [7, 2000, '0.4%'],
  [39, 240, '16.2%'],
];

describe('python text', () => {
  it('writes floats as repr does', () => {
    for (const [value, text] of REPRS) assert.equal(pythonFloat(value), text);
  });

  it('writes every float so that it reads back the same, with the notation of Python', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = pythonFloat(value);
        assert.ok(Object.is(Number(text), value));
        const size = Math.abs(value);
        if (value !== 0 && (size < 1e-4 || size >= 1e16)) assert.match(text, /^-?\d(\.\d+)?e[+-]\d{2,3}$/);
        else assert.match(text, /^-?\d+\.\d+$/);
      }),
      { seed: 20260101, numRuns: 2000 },
    );
  });

  it('writes shares in percent as Python formats, ties to even', () => {
    for (const [k, n, text] of PERCENTS) assert.equal(pythonPercent(k / n), text, `${k}/${n}`);
  });

  it('writes JSON as json.dump with indent 4, escaping all but ASCII', () => {
    const value = { city: 'Zürich\u007f\n', none: [], one: new PythonFloat(1), some: [1, { deep: '"' }], nothing: {} };
    // python3: json.dumps({...}, indent=4)
    const expected = `{
    "city": "Z\\u00fcrich\\u007f\\n",
    "none": [],
    "one": 1.0,
    "some": [
        1,
        {
            "deep": "\\""
        }
    ],
    "nothing": {}
}`;
    assert.equal(pythonJson(value), expected);
  });
});

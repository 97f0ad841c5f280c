import assert from 'node:assert/strict';
import { wildcards } from '../../../lib/ingest';

describe('wildcards', () => {
  for (const [pattern, matching, others] of [
    ['', ['a.csv', 'x/b.txt'], []],
    [' , ', ['a.csv'], []],
    ['*.csv', ['a.csv', 'x/y/b.csv', '.csv'], ['a.csv.bak', 'a.CSV', 'a.txt']],
    ['csv/*.csv', ['csv/a.csv'], ['a.csv', 'csv/x/a.csv', 'x/csv/a.csv']],
    ['csv/**', ['csv/a.csv', 'csv/x/a.csv'], ['a.csv', 'xcsv/a.csv']],
    ['day-?.csv', ['day-1.csv', 'x/day-ä.csv', 'day-\u{1F600}.csv'], ['day-.csv', 'day-12.csv']],
    ['a.csv, b*.txt', ['a.csv', 'x/b1.txt'], ['b.csv']],
    ['a+(b)[c]{d}^$|\\.csv', ['a+(b)[c]{d}^$|\\.csv'], ['aab.csv', '']],
  ] as const) {
    it(JSON.stringify(pattern), () => {
      const isWanted = wildcards(pattern);
      assert.deepEqual(
        matching.filter((name) => !isWanted(name)),
        [],
      );
      assert.deepEqual(
        others.filter((name) => isWanted(name)),
        [],
      );
    });
  }

  // Tried in every way, such a pattern takes years.
  it('ends for a pattern that is made to be slow', () => {
    assert.equal(wildcards(`${'*a'.repeat(12)}b`)(`${'a'.repeat(255)}.csv`), false);
  });
});

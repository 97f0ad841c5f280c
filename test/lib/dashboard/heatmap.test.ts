import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createHeatmapModel } from '../../../dashboard/lib/heatmap/model';
import { HeatmapTable } from '../../../dashboard/lib/heatmap/table';

const LIMITS = { maxRows: 5, maxColumns: 4, sorted: true };
const name = fc.constantFrom('H1', 'H2', 'H10', '__proto__', 'constructor', 'a', 'b', 'c', 'd');
const cell = fc.record({ row: name, column: name, value: fc.oneof(fc.integer(), fc.constant(null)) });

describe('heatmap model', () => {
  it('gives pages, change by change, the same table as one that opens later', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(cell, { maxLength: 6 }), fc.boolean())), (messages) => {
        const model = createHeatmapModel(LIMITS);
        const page = new HeatmapTable();
        for (const [cells, looks] of messages) {
          model.accept(cells);
          const change = looks ? model.changes() : undefined;
          if (change) page.apply(structuredClone(change));
        }
        const change = model.changes();
        if (change) for (let i = 0; i < 2; i++) page.apply(structuredClone(change));
        const later = new HeatmapTable();
        later.apply(structuredClone(model.snapshot()));
        assert.deepEqual([page.rows, page.columns], [later.rows, later.columns]);
        for (const row of page.rows) {
          for (const column of page.columns) assert.deepEqual(page.get(row, column), later.get(row, column));
        }
        assert.ok(page.rows.length <= LIMITS.maxRows && page.columns.length <= LIMITS.maxColumns);
        assert.equal(model.changes(), undefined);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('sorts by the numbers in names, and lets the first columns go', () => {
    const model = createHeatmapModel(LIMITS);
    model.accept(['H10', 'H2', 'H1'].map((row) => ({ row, column: 'x', value: 1 })));
    for (const column of ['day 1', 'day 2', 'day 10', 'day 11', 'day 12'])
      model.accept([{ row: 'H1', column, value: 1 }]);
    assert.deepEqual(model.snapshot().rows, ['H1', 'H2', 'H10']);
    assert.deepEqual(model.snapshot().columns, ['day 10', 'day 11', 'day 12', 'x']);
  });

  it('takes a whole table, where null is missing, and replaces one', () => {
    const model = createHeatmapModel(LIMITS);
    model.accept([{ row: 'old', column: 'old', value: 9 }]);
    model.accept({ replace: true, rows: ['b', 'a'], columns: ['2', '1'], values: [[1, null], [3]] });
    assert.deepEqual(model.snapshot(), {
      whole: true,
      rows: ['b', 'a'],
      columns: ['2', '1'],
      cells: [
        ['b', '2', 1],
        ['b', '1', null],
        ['a', '2', 3],
        ['a', '1', null],
      ],
    });
  });

  it('names what it can not use, and shows the rest', () => {
    const model = createHeatmapModel(LIMITS);
    const refused = model.accept([{ row: 'a' }, { row: 'a', column: 'b', value: 1 }, null]);
    assert.deepEqual(
      refused.map(({ place }) => place),
      ['payload.cells[0]', 'payload.cells[2]'],
    );
    assert.equal(model.snapshot().cells.length, 1);
    assert.match(model.accept({ values: [[1]] })[0]!.remedy, /rows and columns/);
    const many = model.accept([...'cdefgh'].map((row) => ({ row, column: 'b', value: 1 })));
    assert.match(many[0]!.remedy, /Rows at most/);
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (payload) => {
        createHeatmapModel(LIMITS).accept(payload);
      }),
      { seed: 2, numRuns: 500 },
    );
  });
});

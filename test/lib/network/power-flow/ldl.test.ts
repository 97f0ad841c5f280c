import assert from 'node:assert/strict';
import fc from 'fast-check';
import { adjacencyOf } from '../../../../lib/network/graph';
import { LdlFactor, SingularMatrix, type SymmetricMatrix } from '../../../../lib/network/power-flow/ldl';
import { minimumDegreeOrder } from '../../../../lib/network/power-flow/minimum-degree';
import { close, cycle, networkOf, path, star } from '../made-models';

function sparse(dense: number[][]): SymmetricMatrix {
  const start = [0];
  const row: number[] = [];
  const value: number[] = [];
  for (const column of dense) {
    for (const [at, element] of column.entries()) {
      if (element === 0) continue;
      row.push(at);
      value.push(element);
    }
    start.push(row.length);
  }
  const size = dense.length;
  return { size, start: Int32Array.from(start), row: Int32Array.from(row), value: Float64Array.from(value) };
}

/** Symmetric, its diagonal greater than the rest of the row, of either sign. */
const anyMatrix = fc.integer({ min: 1, max: 9 }).chain((size) =>
  fc
    .record({
      elements: fc.array(fc.constantFrom<number>(0, 0, 0, 1, -2, 3.5), {
        minLength: size * size,
        maxLength: size * size,
      }),
      signs: fc.array(fc.constantFrom(1, 1, -1), { minLength: size, maxLength: size }),
      order: fc.shuffledSubarray(
        Array.from({ length: size }, (_, at) => at),
        { minLength: size },
      ),
      x: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: size, maxLength: size }),
    })
    .map(({ elements, signs, order, x }) => {
      const dense = signs.map((_, a) =>
        signs.map((_, b) => (a === b ? 0 : elements[Math.min(a, b) * size + Math.max(a, b)]!)),
      );
      for (const [at, row] of dense.entries())
        row[at] = signs[at]! * (1 + row.reduce((sum, e) => sum + Math.abs(e), 0));
      return { dense, order, x };
    }),
);

describe('LDL factors', () => {
  it('solve any such matrix in any order', () => {
    fc.assert(
      fc.property(anyMatrix, ({ dense, order, x }) => {
        const b = Float64Array.from(dense, (row) => row.reduce((sum, element, at) => sum + element * x[at]!, 0));
        close(new LdlFactor(sparse(dense), Int32Array.from(order)).solve(b), x, 1e-10);
      }),
      { seed: 14, numRuns: 300 },
    );
  });

  it('solve for a few rows of a unit vector to the bit as for all', () => {
    const small = fc.record({ matrix: anyMatrix, picks: fc.array(fc.nat(8), { maxLength: 4 }), unit: fc.nat(8) });
    fc.assert(
      fc.property(small, ({ matrix: { dense, order }, picks, unit }) => {
        const factor = new LdlFactor(sparse(dense), Int32Array.from(order));
        const at = unit % dense.length;
        const rows = picks.map((pick) => pick % dense.length);
        const all = factor.solve(Float64Array.from(dense, (_, row) => (row === at ? 1 : 0)));
        // Twice: what a solution leaves behind must not show in the next.
        for (let time = 0; time < 2; time++)
          close(
            factor.solveUnit(at, rows),
            rows.map((row) => all[row]!),
            0,
          );
      }),
      { seed: 15, numRuns: 300 },
    );
  });

  it('name the row at which a singular matrix ends', () => {
    const laplacian = sparse([
      [1, -1, 0],
      [-1, 2, -1],
      [0, -1, 1],
    ]);
    assert.throws(
      () => new LdlFactor(laplacian, Int32Array.of(0, 2, 1)),
      (error) => error instanceof SingularMatrix && error.row === 1,
    );
  });
});

describe('minimum degree order', () => {
  const order = (model: ReturnType<typeof path>) => minimumDegreeOrder(adjacencyOf(model, { mergeParallel: true }));

  it('eliminates every node once', () => {
    for (const model of [path(7), cycle(6), star(5), networkOf(3, [])])
      assert.deepEqual([...order(model)].sort(), [...model.nodes.keys()]);
  });

  it('leaves the middle of a star until one leaf is left', () => {
    assert.ok([...order(star(9))].indexOf(0) >= 7);
  });
});

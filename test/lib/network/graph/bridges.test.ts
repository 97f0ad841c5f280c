import assert from 'node:assert/strict';
import fc from 'fast-check';
import { adjacencyOf, bridgesOf, componentsOf } from '../../../../lib/network/graph';
import type { NetworkModel } from '../../../../lib/network/network-model';
import { anyNetwork, networkOf, path } from '../made-models';

const all = (model: NetworkModel) => adjacencyOf(model, { mergeParallel: false });

describe('parts and bridges of a network', () => {
  it('numbers parts by their first node', () => {
    const { of, sizes } = componentsOf(
      all(
        networkOf(5, [
          [0, 3],
          [4, 1],
        ]),
      ),
    );
    assert.deepEqual([...of], [0, 1, 2, 0, 1]);
    assert.deepEqual(sizes, [2, 2, 1]);
  });

  it('takes neither of two parallel branches for a bridge', () => {
    const model = networkOf(4, [
      [0, 1],
      [1, 0],
      [1, 2],
      [3, 3],
    ]);
    assert.deepEqual([...bridgesOf(all(model), 4)], [0, 0, 1, 0]);
  });

  it('finds the bridges of a chain of 15,000 nodes', () => {
    const model = path(15_000);
    assert.ok(bridgesOf(all(model), model.branches.length).every((bridge) => bridge === 1));
  });

  it('calls bridges exactly the branches without which there is one part more', () => {
    fc.assert(
      fc.property(anyNetwork, (model) => {
        const parts = componentsOf(all(model)).sizes.length;
        const split = model.branches.map((_, lost) => {
          const branches = model.branches.map((branch, at) => (at === lost ? { ...branch, inService: false } : branch));
          return Number(componentsOf(all({ ...model, branches })).sizes.length > parts);
        });
        assert.deepEqual([...bridgesOf(all(model), model.branches.length)], split);
      }),
      { seed: 11, numRuns: 200 },
    );
  });
});

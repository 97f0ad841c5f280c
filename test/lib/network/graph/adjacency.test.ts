import assert from 'node:assert/strict';
import { adjacencyOf, withoutNodes } from '../../../../lib/network/graph';
import { networkOf } from '../made-models';

const rows = ({ start, neighbour, branch }: ReturnType<typeof adjacencyOf>) =>
  Array.from({ length: start.length - 1 }, (_, node) =>
    Array.from(neighbour.subarray(start[node], start[node + 1]), (to, at) => [to, branch[start[node]! + at]]),
  );

describe('adjacency of a network', () => {
  const model = networkOf(4, [
    [2, 0],
    [0, 1],
    [1, 2, { inService: false }],
    [0, 2],
    [3, 3],
  ]);

  it('holds branches in service both ways, neighbours ascending, parallel branches in their order', () => {
    assert.deepEqual(rows(adjacencyOf(model, { mergeParallel: false })), [
      [
        [1, 1],
        [2, 0],
        [2, 3],
      ],
      [[0, 1]],
      [
        [0, 0],
        [0, 3],
      ],
      [],
    ]);
  });

  it('holds the first of parallel branches when they are merged', () => {
    assert.deepEqual(rows(adjacencyOf(model, { mergeParallel: true })), [
      [
        [1, 1],
        [2, 0],
      ],
      [[0, 1]],
      [[0, 0]],
      [],
    ]);
  });

  it('loses the branches of nodes that are gone', () => {
    const left = withoutNodes(adjacencyOf(model, { mergeParallel: true }), Uint8Array.of(0, 0, 1, 0));
    assert.deepEqual(rows(left), [[[1, 1]], [[0, 1]], [], []]);
  });

  it('names a branch that ends nowhere', () => {
    assert.throws(
      () => adjacencyOf(networkOf(2, [[0, 2]]), { mergeParallel: true }),
      /branch b0 ends at node 2: give an index from 0 to 1/,
    );
  });

  it('has no rows of no nodes', () => {
    assert.deepEqual(rows(adjacencyOf(networkOf(0, []), { mergeParallel: true })), []);
  });
});

import assert from 'node:assert/strict';
import { motterLai } from '../../../../lib/network/cascade';
import { adjacencyOf } from '../../../../lib/network/graph';
import type { NetworkModel } from '../../../../lib/network/network-model';
import { readMatpowerCase } from '../../../support/matpower-case';
import { sharedFile } from '../../../support/shared-data';
import { cycle, networkOf, path, star } from '../made-models';

const graph = (model: NetworkModel) => adjacencyOf(model, { mergeParallel: true });

describe('Motter–Lai cascade', () => {
  it('takes the middle out of a star, and nothing follows', () => {
    assert.deepEqual(motterLai(graph(star(5)), 0.2), { lost: [[0]], rounds: 0, giantShare: 1 / 5 });
  });

  it('follows overloads around a cycle', () => {
    // A cycle of 6 loads each node with 2; without node 0 the path 1 2 3 4 5 loads its nodes with 0 3 4 3 0.
    assert.deepEqual(motterLai(graph(cycle(6)), 0.5), { lost: [[0], [3]], rounds: 1, giantShare: 2 / 6 });
    assert.deepEqual(motterLai(graph(cycle(6)), 0.4), { lost: [[0], [2, 3, 4]], rounds: 1, giantShare: 1 / 6 });
    assert.deepEqual(motterLai(graph(cycle(6)), 1), { lost: [[0]], rounds: 0, giantShare: 5 / 6 });
  });

  it('attacks any node', () => {
    assert.deepEqual(motterLai(graph(path(4)), 0, 0), { lost: [[0]], rounds: 0, giantShare: 3 / 4 });
  });

  it('leaves nothing of one node', () => {
    assert.deepEqual(motterLai(graph(networkOf(1, [])), 0), { lost: [[0]], rounds: 0, giantShare: 0 });
  });

  it('says what it cannot take', () => {
    assert.throws(() => motterLai(graph(path(3)), -0.1), /tolerance -0.1: give 0 or more/);
    assert.throws(() => motterLai(graph(path(3)), 0, 3), /attacked node 3: give an index from 0 to 2/);
  });

  it('of case118 is the published one', function () {
    const file = sharedFile('networks/case118.m');
    if (file === undefined) return this.skip();
    const model = readMatpowerCase(file);
    const found = [0.1, 0.2, 0.3, 0.5, 1].map((tolerance) => {
      const { lost, giantShare, rounds } = motterLai(graph(model), tolerance);
      assert.equal(model.nodes[lost[0]![0]!]!.id, '69');
      return `${giantShare.toFixed(4)} (${rounds})`;
    });
    assert.deepEqual(found, ['0.1525 (1)', '0.1864 (1)', '0.2542 (3)', '0.2797 (3)', '0.2881 (3)']);
  });
});

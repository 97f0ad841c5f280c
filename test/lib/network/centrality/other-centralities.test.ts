import assert from 'node:assert/strict';
import { closenessCentrality, degreeCentrality, eigenvectorCentrality } from '../../../../lib/network/centrality';
import { adjacencyOf } from '../../../../lib/network/graph';
import type { NetworkModel } from '../../../../lib/network/network-model';
import { readMatpowerCase } from '../../../support/matpower-case';
import { sharedFile } from '../../../support/shared-data';
import { close, cycle, networkOf, path, star } from '../made-models';

const graph = (model: NetworkModel) => adjacencyOf(model, { mergeParallel: true });

describe('degree centrality', () => {
  it('is the share of the others that are neighbours', () => {
    close(degreeCentrality(graph(star(5))), [1, 0.25, 0.25, 0.25, 0.25]);
    close(degreeCentrality(graph(networkOf(1, []))), [0]);
  });
});

describe('closeness', () => {
  it('of a path, a star and a cycle', () => {
    close(closenessCentrality(graph(path(4))), [3 / 6, 3 / 4, 3 / 4, 3 / 6]);
    close(closenessCentrality(graph(star(5))), [1, 4 / 7, 4 / 7, 4 / 7, 4 / 7]);
    close(closenessCentrality(graph(cycle(5))), Array(5).fill(4 / 6));
  });

  it('counts less in a small part, and 0 alone', () => {
    const model = networkOf(6, [
      [0, 1],
      [1, 2],
      [3, 4],
    ]);
    // (r − 1)/Σd · (r − 1)/(n − 1)
    close(closenessCentrality(graph(model)), [(2 / 3) * 0.4, 0.4, (2 / 3) * 0.4, 0.2, 0.2, 0]);
  });
});

describe('eigenvector centrality', () => {
  it('of a star is 1/√2 in the middle', () => {
    close(eigenvectorCentrality(graph(star(10))), [Math.SQRT1_2, ...Array(9).fill(Math.SQRT1_2 / 3)]);
  });

  it('of a path is a half wave', () => {
    const wave = Array.from({ length: 12 }, (_, at) => Math.sin((Math.PI * (at + 1)) / 13) * Math.sqrt(2 / 13));
    close(eigenvectorCentrality(graph(path(12))), wave);
  });

  it('is even on a cycle, and on a network without branches', () => {
    close(eigenvectorCentrality(graph(cycle(6))), Array(6).fill(Math.sqrt(1 / 6)));
    close(eigenvectorCentrality(graph(networkOf(4, []))), Array(4).fill(0.5));
    close(eigenvectorCentrality(graph(networkOf(0, []))), []);
  });

  it('says when it does not settle: two chains of nearly the same length', () => {
    const chains = path(121);
    chains.branches.splice(60, 1);
    assert.throws(() => eigenvectorCentrality(graph(chains)), /has not settled after 100000 steps: take another/);
  });
});

describe('centralities of case118', () => {
  it('are those of NetworkX', function () {
    const file = sharedFile('networks/case118.m');
    if (file === undefined) return this.skip();
    const model = readMatpowerCase(file);
    const top = (values: Float64Array) =>
      [...values.keys()]
        .sort((a, b) => values[b]! - values[a]!)
        .slice(0, 3)
        .map((at) => [model.nodes[at]!.id, Number(values[at]!.toFixed(7))]);
    assert.deepEqual(top(closenessCentrality(graph(model))), [
      ['69', 0.2354125],
      ['68', 0.2285156],
      ['65', 0.2267442],
    ]);
    assert.deepEqual(top(eigenvectorCentrality(graph(model))), [
      ['49', 0.3470887],
      ['69', 0.318255],
      ['77', 0.2416103],
    ]);
    assert.deepEqual(top(degreeCentrality(graph(model)))[0], ['49', 0.0769231]);
  });
});

import assert from 'node:assert/strict';
import { peelTrees } from '../../../lib/network/centrality/peel-trees';
import { checkNetwork } from '../../../lib/network/checks';
import { adjacencyOf, componentsOf } from '../../../lib/network/graph';
import { DcNetwork, dcPowerFlow } from '../../../lib/network/power-flow';
import { syntheticGrid } from '../../../simulator/grid';
import { NearPlaces } from '../../../simulator/grid/near-places';

const NODES = 2000;
const grid = syntheticGrid({ nodes: NODES });
const merged = adjacencyOf(grid, { mergeParallel: true });

describe('synthetic grid', () => {
  it('is the same for the same settings, and another for another seed', () => {
    assert.deepEqual(syntheticGrid({ nodes: 300, seed: 7 }), syntheticGrid({ nodes: 300, seed: 7 }));
    const ends = (seed: number) => syntheticGrid({ nodes: 300, seed }).branches.map(({ from, to }) => [from, to]);
    assert.notDeepEqual(ends(7), ends(8));
  });

  it('is one part without a finding of the checks but parallel lines', () => {
    assert.equal(componentsOf(merged).sizes.length, 1);
    const kinds = new Set(
      checkNetwork(grid)
        .all()
        .map(({ kind }) => kind),
    );
    assert.deepEqual([...kinds], ['parallel-branches']);
  });

  it('has the degrees of real grids', () => {
    // case300 and SciGRID Germany have a mean of 2.73 and 2.74, 23 and 22 % radial nodes, 71 and 72 % in the core.
    const degrees = Array.from({ length: NODES }, (_, node) => merged.start[node + 1]! - merged.start[node]!);
    const mean = merged.neighbour.length / NODES;
    assert.ok(mean > 2.6 && mean < 2.9, `mean degree ${mean}`);
    const share = (degree: number) => degrees.filter((each) => each === degree).length / NODES;
    assert.ok(share(1) > 0.18 && share(1) < 0.27, `${share(1)} radial`);
    assert.ok(share(2) > share(3) && share(3) > share(4) && share(4) > share(6));
    assert.ok(Math.max(...degrees) < 25);
    const core = peelTrees(merged).core.nodeCount / NODES;
    assert.ok(core > 0.65 && core < 0.78, `${core} in the core`);
    assert.ok(grid.branches.length > merged.neighbour.length / 2, 'double circuits');
  });

  it('has balanced power, and ratings that hold in the base case and not for every outage', () => {
    const load = grid.nodes.reduce((sum, { loadMw }) => sum + loadMw, 0);
    const generation = grid.nodes.reduce((sum, { generationMw }) => sum + generationMw, 0);
    assert.ok(load > NODES && Math.abs(load - generation) < 1e-6);
    assert.equal(grid.nodes.filter(({ isReference }) => isReference).length, 1);
    const { flowMw } = dcPowerFlow(new DcNetwork(grid), 'reference');
    for (const [at, { id, ratingMva }] of grid.branches.entries())
      assert.ok(Math.abs(flowMw[at]!) * 1.4 < ratingMva!, `${id} carries ${flowMw[at]} of ${ratingMva}`);
  });

  it('takes reactance from length', () => {
    for (const { from, to, reactancePu } of grid.branches) {
      const [a, b] = [grid.nodes[from]!, grid.nodes[to]!];
      const lengthKm = Math.max(0.2, Math.hypot(a.x! - b.x!, a.y! - b.y!));
      // 0.3 ohm/km on 220² kV²/100 MVA = 484 ohm; positions are rounded to metres.
      assert.ok(Math.abs(reactancePu - (0.3 * lengthKm) / 484) < 3e-6);
    }
  });

  it('refuses what is no number of nodes', () => {
    for (const nodes of [1, 2.5, Number.NaN]) assert.throws(() => syntheticGrid({ nodes }), /nodes: .*whole number/);
    assert.equal(syntheticGrid({ nodes: 2 }).branches.length, 1);
  });
});

describe('near places', () => {
  it('are those that a search through all finds', () => {
    const places = new NearPlaces(100);
    // Fractional parts of multiples of two irrationals spread evenly.
    for (let i = 0; i < 500; i++) places.add((i * 61.803398875) % 100, (i * 41.421356237) % 100);
    for (const [x, y] of [
      [0, 0],
      [50, 50],
      [99, 3],
      [37, 81],
    ] as const) {
      const all = places.xKm.map((px, at) => ({ at, far: Math.hypot(px - x, places.yKm[at]! - y) }));
      const expected = all.sort((a, b) => a.far - b.far || a.at - b.at).slice(0, 9);
      assert.deepEqual(
        places.near(x, y, 9),
        expected.map(({ at }) => at),
      );
    }
    assert.equal(places.near(50, 50, 1000).length, 500);
  });
});

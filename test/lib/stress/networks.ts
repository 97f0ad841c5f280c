import type { NetworkBranch, NetworkModel } from '../../../lib/network/network-model';

const branch = (id: string, from: number, to: number, weight: number | null): NetworkBranch => ({
  id,
  from,
  to,
  resistancePu: 0,
  reactancePu: 0.1,
  susceptancePu: 0,
  tapRatio: 1,
  shiftRad: 0,
  ratingMva: null,
  inService: true,
  weight,
});

/** A network of named nodes and [from, to, weight]; neighbours stand in the order of the branches. */
export function network(
  ids: string[],
  branches: readonly (readonly [string, string, (number | null)?])[],
): NetworkModel {
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  return {
    name: 'test',
    baseMva: 100,
    nodes: ids.map((id) => ({ id, loadMw: 0, generationMw: 0 })),
    branches: branches.map(([from, to, weight = null], i) =>
      branch(`L${i + 1}`, indexOf.get(from)!, indexOf.get(to)!, weight),
    ),
  };
}

/** N1 … in rows of `columns`, each joined to its right and lower neighbour, as the original's 5 × 4 lattice of 31 edges. */
export function lattice(
  columns: number,
  rows: number,
  weightOf: (from: number, to: number) => number | null,
): NetworkModel {
  const ids = Array.from({ length: columns * rows }, (_, i) => `N${i + 1}`);
  const branches: [string, string, number | null][] = [];
  for (let i = 0; i < ids.length; i++) {
    const add = (j: number) => branches.push([ids[i]!, ids[j]!, weightOf(i, j)]);
    if ((i + 1) % columns !== 0) add(i + 1);
    if (i + columns < ids.length) add(i + columns);
  }
  return network(ids, branches);
}

/** Weights 0.80 to 0.95 in steps of 0.01 that look arbitrary. */
export const mixedWeight = (from: number, to: number): number => 0.8 + ((from * 7 + to * 3) % 16) / 100;

/** The same network with branches in another order; `order` holds every index once. */
export const reordered = (model: NetworkModel, order: readonly number[]): NetworkModel => ({
  ...model,
  branches: order.map((i) => model.branches[i]!),
});

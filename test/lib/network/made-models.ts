import fc from 'fast-check';
import type { NetworkBranch, NetworkModel, NetworkNode } from '../../../lib/network/network-model';

/** A branch as from, to, and what differs from a line of 0.1 p.u. in service. */
export type MadeBranch = [from: number, to: number, rest?: Partial<NetworkBranch>];

/** A network of nodes n0, n1 … on 100 MVA and branches b0, b1 …; give the nodes or how many idle ones there are. */
export function networkOf(given: number | Partial<NetworkNode>[], branches: MadeBranch[]): NetworkModel {
  const nodes = typeof given === 'number' ? Array.from({ length: given }, () => ({})) : given;
  return {
    name: 'made',
    baseMva: 100,
    nodes: nodes.map((node, at) => ({ id: `n${at}`, loadMw: 0, generationMw: 0, ...node })),
    branches: branches.map(([from, to, rest], at) => {
      const line = { resistancePu: 0, reactancePu: 0.1, susceptancePu: 0, tapRatio: 1, shiftRad: 0, ratingMva: null };
      return { id: `b${at}`, from, to, ...line, inService: true, weight: null, ...rest };
    }),
  };
}

export const path = (nodes: number) =>
  networkOf(
    nodes,
    Array.from({ length: nodes - 1 }, (_, at): MadeBranch => [at, at + 1]),
  );

export const cycle = (nodes: number) =>
  networkOf(
    nodes,
    Array.from({ length: nodes }, (_, at): MadeBranch => [at, (at + 1) % nodes]),
  );

/** Node 0 in the middle. */
export const star = (nodes: number) =>
  networkOf(
    nodes,
    Array.from({ length: nodes - 1 }, (_, at): MadeBranch => [0, at + 1]),
  );

/** Any network: in several parts, with parallel branches, loops at a node, some out of service, taps and shifts. */
export const anyNetwork = fc.integer({ min: 2, max: 11 }).chain((count) => {
  const node = fc.integer({ min: 0, max: count - 1 });
  const branch = fc.record({
    from: node,
    to: node,
    reactancePu: fc.integer({ min: 1, max: 6 }).map((tenths) => tenths / 10),
    tapRatio: fc.constantFrom(1, 1, 0.95, 1.05),
    shiftRad: fc.constantFrom(0, 0, 0, 0.02, -0.03),
    inService: fc.integer({ min: 0, max: 9 }).map((draw) => draw > 0),
  });
  return fc
    .record({
      powers: fc.array(fc.integer({ min: -100, max: 100 }), { minLength: count, maxLength: count }),
      branches: fc.array(branch, { maxLength: 2 * count }),
    })
    .map(({ powers, branches }) =>
      networkOf(
        powers.map((power) => ({ generationMw: Math.max(0, power), loadMw: Math.max(0, -power) })),
        branches.map(({ from, to, ...rest }) => [from, to, rest]),
      ),
    );
});

export function close(actual: ArrayLike<number>, expected: ArrayLike<number>, within = 1e-9): void {
  const off = Array.from(actual).findIndex((value, at) => !(Math.abs(value - expected[at]!) <= within));
  if (actual.length !== expected.length || off !== -1)
    throw new Error(`[${off}] is ${actual[off]}, not ${expected[off]}; ${actual.length} of ${expected.length} values`);
}

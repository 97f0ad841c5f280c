import { type Adjacency, adjacencyOf, bridgesOf, componentsOf, withoutNodes } from '../graph';
import type { NetworkModel } from '../network-model';
import { branchConstants } from './branch-constants';
import { type Island, islandsOf } from './islands';
import { LdlFactor, SingularMatrix, type SymmetricMatrix } from './ldl';
import { minimumDegreeOrder } from './minimum-degree';

/**
 * A network as DC power flow sees it (lossless, voltages 1 p.u., small angles), factored once: the flow of a branch is
 * base power · (θ_from − θ_to − shift)/(reactance · tap ratio), as in MATPOWER (Zimmerman, Murillo-Sánchez and Thomas,
 * IEEE Trans. Power Systems 26, 2011). Resistance, charging and ratings play no part.
 */
export class DcNetwork {
  readonly islands: readonly Island[];
  /** Of each node the index of its island. */
  readonly islandOf: Int32Array;
  /** One byte a branch: 1 where its loss splits an island. */
  readonly bridges: Uint8Array;
  /** MW for each radian between the ends of a branch; 0: out of service. */
  readonly susceptanceMw: Float64Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  private readonly shiftRad: Float64Array;
  private readonly isReference: Uint8Array;
  private readonly factor: LdlFactor;

  /** @throws Error that names the branch or node that makes the network one without a solution */
  constructor(readonly model: NetworkModel) {
    const { nodes, branches } = model;
    const adjacency = adjacencyOf(model, { mergeParallel: false });
    ({ susceptanceMw: this.susceptanceMw, shiftRad: this.shiftRad } = branchConstants(model));
    this.from = Int32Array.from(branches, ({ from }) => from);
    this.to = Int32Array.from(branches, ({ to }) => to);
    const components = componentsOf(adjacency);
    this.islandOf = components.of;
    this.islands = islandsOf(model, components);
    this.bridges = bridgesOf(adjacency, branches.length);
    this.isReference = new Uint8Array(nodes.length);
    for (const { reference } of this.islands) this.isReference[reference] = 1;
    const free = withoutNodes(adjacencyOf(model, { mergeParallel: true }), this.isReference);
    try {
      this.factor = new LdlFactor(this.matrix(adjacency), minimumDegreeOrder(free));
    } catch (error) {
      if (!(error instanceof SingularMatrix)) throw error;
      throw new Error(`the reactances around node ${nodes[error.row]!.id} cancel out: check the negative ones`);
    }
  }

  /**
   * Angles (rad) of the nodes for what they inject (MW); what is injected at a reference is of no account, as it takes
   * up what the others leave over.
   * @param withShifts false: as if no transformer shifted, for changes of flow
   */
  angles(injectionMw: Float64Array, withShifts: boolean): Float64Array {
    const { susceptanceMw, shiftRad, from, to, isReference } = this;
    const known = injectionMw.slice();
    for (let branch = 0; withShifts && branch < shiftRad.length; branch++) {
      const driven = susceptanceMw[branch]! * shiftRad[branch]!;
      known[from[branch]!]! += driven;
      known[to[branch]!]! -= driven;
    }
    for (let node = 0; node < known.length; node++) if (isReference[node] === 1) known[node] = 0;
    return this.factor.solve(known);
  }

  /** As `angles` for 1 MW at one node and no shifts, at the given nodes only: far cheaper where these are few. */
  anglesOfOne(node: number, at: ArrayLike<number>): Float64Array {
    return this.isReference[node] === 1 ? new Float64Array(at.length) : this.factor.solveUnit(node, at);
  }

  /** Flow (MW, at both ends the same, positive from `from` to `to`) of each branch for the angles of the nodes. */
  flows(angleRad: Float64Array, withShifts: boolean): Float64Array {
    const { susceptanceMw, shiftRad, from, to } = this;
    return susceptanceMw.map(
      (megawatts, branch) =>
        megawatts * (angleRad[from[branch]!]! - angleRad[to[branch]!]! - (withShifts ? shiftRad[branch]! : 0)),
    );
  }

  /** The susceptances between nodes; references have a row of their own with nothing but a 1. */
  private matrix({ nodeCount, start, neighbour, branch }: Adjacency): SymmetricMatrix {
    const matrixStart = new Int32Array(nodeCount + 1);
    const row: number[] = [];
    const value: number[] = [];
    for (let node = 0; node < nodeCount; node++) {
      let diagonal = 0;
      for (let slot = start[node]!; slot < start[node + 1]! && this.isReference[node] === 0; slot++) {
        const between = this.susceptanceMw[branch[slot]!]!;
        diagonal += between;
        if (this.isReference[neighbour[slot]!] === 1) continue;
        row.push(neighbour[slot]!);
        value.push(-between);
      }
      row.push(node);
      value.push(this.isReference[node] === 1 ? 1 : diagonal);
      matrixStart[node + 1] = row.length;
    }
    return { size: nodeCount, start: matrixStart, row: Int32Array.from(row), value: Float64Array.from(value) };
  }
}

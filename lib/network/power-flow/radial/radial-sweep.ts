import type { AcNetwork, Closed } from './ac-network';

/** Which nodes are fed by which over which branch, each behind the one that feeds it; as `RadialTree` has it. */
export interface FeedingOrder {
  order: Int32Array;
  orderCount: number;
  parent: Int32Array;
  parentBranch: Int32Array;
}

/** A power flow that found no solution. */
export class NotConverged extends Error {
  constructor(
    readonly residualPu: number,
    readonly sweeps: number,
  ) {
    super(
      `the power flow did not converge: after ${sweeps} sweeps voltages still change by ${residualPu.toPrecision(3)} p.u.; ` +
        'the load may be more than the network can carry: check the units of loads (MW) and impedances (p.u.)',
    );
  }
}

const MOST_SWEEPS = 500;
/** Beyond this nothing comes back. */
const DIVERGED_PU = 1e6;

/**
 * Backward/forward sweep with constant power (Shirmohammadi, Hong, Semlyen and Luo, IEEE Trans. Power Systems 3, 1988):
 * currents from the ends to the source, voltages from the source to the ends, until no voltage changes by more than a
 * tolerance. All arrays are in the order of feeding and are used again, so that one compiled object computes one topology
 * after the other.
 */
export class RadialSweep {
  /** Place in the order of the node that feeds; −1: source. */
  private readonly above: Int32Array;
  private readonly r: Float64Array;
  private readonly x: Float64Array;
  private readonly ratioRe: Float64Array;
  private readonly ratioIm: Float64Array;
  private readonly p: Float64Array;
  private readonly q: Float64Array;
  private readonly g: Float64Array;
  private readonly b: Float64Array;
  private readonly vRe: Float64Array;
  private readonly vIm: Float64Array;
  private readonly iRe: Float64Array;
  private readonly iIm: Float64Array;
  /** Of each node, as the last flow left them. Voltage 0: dead. */
  readonly voltageRe: Float64Array;
  readonly voltageIm: Float64Array;
  /** Into the node over the branch that feeds it; at a source, all that it supplies. */
  readonly currentRe: Float64Array;
  readonly currentIm: Float64Array;
  /** Losses of all branches, p.u.: series, core, and less what they charge. */
  lossP = 0;
  lossQ = 0;
  sweeps = 0;
  residualPu = 0;

  constructor(private readonly network: AcNetwork) {
    const { nodeCount } = network;
    const values = () => new Float64Array(nodeCount);
    this.above = new Int32Array(nodeCount);
    [this.r, this.x, this.ratioRe, this.ratioIm] = [values(), values(), values(), values()];
    [this.p, this.q, this.g, this.b] = [values(), values(), values(), values()];
    [this.vRe, this.vIm, this.iRe, this.iIm] = [values(), values(), values(), values()];
    [this.voltageRe, this.voltageIm, this.currentRe, this.currentIm] = [values(), values(), values(), values()];
  }

  /**
   * Solves the flow of one topology. Without `isWarm` all voltages start as those of the sources; with it, as the last
   * flow left them.
   * @throws NotConverged with the residual
   */
  solve(tree: FeedingOrder, closed: Closed, tolerancePu: number, isWarm = false): void {
    this.load(tree, closed, isWarm);
    const count = tree.orderCount;
    this.sweeps = 0;
    do {
      this.residualPu = this.network.hasTaps ? this.sweepWithTaps(count) : this.sweepLines(count);
      if (++this.sweeps >= MOST_SWEEPS || !(this.residualPu < DIVERGED_PU)) {
        this.voltageRe.fill(0);
        throw new NotConverged(this.residualPu, this.sweeps);
      }
    } while (this.residualPu > tolerancePu);
    this.store(tree);
    if (this.network.hasCharging) this.addChargingLosses(closed);
  }

  private load({ order, orderCount, parent, parentBranch }: FeedingOrder, closed: Closed, isWarm: boolean): void {
    const { network, above, r, x, ratioRe, ratioIm, p, q, g, b, vRe, vIm, voltageRe, voltageIm, iRe: place } = this;
    const { resistance, reactance, drawnP, drawnQ, shuntG, shuntB, sourceVoltage, tapRe, tapIm, from } = network;
    if (orderCount < place.length) place.fill(-1);
    for (let at = 0; at < orderCount; at++) {
      const node = order[at]!;
      place[node] = at;
      p[at] = drawnP[node]!;
      q[at] = drawnQ[node]!;
      g[at] = shuntG[node]!;
      b[at] = shuntB[node]!;
      const branch = parentBranch[node]!;
      if (branch < 0) {
        above[at] = -1;
        vRe[at] = sourceVoltage[node]!;
        vIm[at] = 0;
        continue;
      }
      const up = place[parent[node]!]!;
      above[at] = up;
      r[at] = resistance[branch]!;
      x[at] = reactance[branch]!;
      vRe[at] = isWarm && voltageRe[node] !== 0 ? voltageRe[node]! : vRe[up]!;
      vIm[at] = isWarm && voltageRe[node] !== 0 ? voltageIm[node]! : vIm[up]!;
      if (!network.hasTaps) continue;
      const [re, im] = [tapRe[branch]!, tapIm[branch]!];
      const square = re * re + im * im;
      const isDown = from[branch] !== node;
      // Down from the end with the tap the voltage is divided by it, the other way multiplied; so is the impedance.
      ratioRe[at] = isDown ? re / square : re;
      ratioIm[at] = isDown ? -im / square : im;
      if (!isDown) {
        r[at]! *= square;
        x[at]! *= square;
      }
      if (isWarm && voltageRe[node] !== 0) continue;
      vRe[at] = ratioRe[at]! * vRe[up]! - ratioIm[at]! * vIm[up]!;
      vIm[at] = ratioRe[at]! * vIm[up]! + ratioIm[at]! * vRe[up]!;
    }
    if (network.hasCharging) this.addCharging(closed);
  }

  private addCharging(closed: Closed): void {
    const { g, b, iRe: place, network } = this;
    const { halfG, halfB, from, to, tapRe, tapIm } = network;
    for (let branch = 0; branch < closed.length; branch++) {
      if (closed[branch] === 0 || (halfG[branch] === 0 && halfB[branch] === 0)) continue;
      const square = tapRe[branch]! ** 2 + tapIm[branch]! ** 2;
      const [near, far] = [place[from[branch]!]!, place[to[branch]!]!];
      if (near < 0) continue;
      g[near]! += halfG[branch]! / square;
      b[near]! += halfB[branch]! / square;
      g[far]! += halfG[branch]!;
      b[far]! += halfB[branch]!;
    }
  }

  /** @returns the greatest change of a voltage */
  private sweepLines(count: number): number {
    const { above, r, x, vRe, vIm, iRe, iIm } = this;
    this.drawCurrents(count);
    for (let at = count - 1; at >= 0; at--) {
      const up = above[at]!;
      if (up < 0) continue;
      iRe[up]! += iRe[at]!;
      iIm[up]! += iIm[at]!;
    }
    let most = 0;
    for (let at = 0; at < count; at++) {
      const up = above[at]!;
      if (up < 0) continue;
      const re = vRe[up]! - r[at]! * iRe[at]! + x[at]! * iIm[at]!;
      const im = vIm[up]! - r[at]! * iIm[at]! - x[at]! * iRe[at]!;
      const change = Math.max(Math.abs(re - vRe[at]!), Math.abs(im - vIm[at]!));
      if (!(change <= most)) most = change;
      vRe[at] = re;
      vIm[at] = im;
    }
    return most;
  }

  private sweepWithTaps(count: number): number {
    const { above, r, x, ratioRe, ratioIm, vRe, vIm, iRe, iIm } = this;
    this.drawCurrents(count);
    for (let at = count - 1; at >= 0; at--) {
      const up = above[at]!;
      if (up < 0) continue;
      iRe[up]! += ratioRe[at]! * iRe[at]! + ratioIm[at]! * iIm[at]!;
      iIm[up]! += ratioRe[at]! * iIm[at]! - ratioIm[at]! * iRe[at]!;
    }
    let most = 0;
    for (let at = 0; at < count; at++) {
      const up = above[at]!;
      if (up < 0) continue;
      const re = ratioRe[at]! * vRe[up]! - ratioIm[at]! * vIm[up]! - r[at]! * iRe[at]! + x[at]! * iIm[at]!;
      const im = ratioRe[at]! * vIm[up]! + ratioIm[at]! * vRe[up]! - r[at]! * iIm[at]! - x[at]! * iRe[at]!;
      const change = Math.max(Math.abs(re - vRe[at]!), Math.abs(im - vIm[at]!));
      if (!(change <= most)) most = change;
      vRe[at] = re;
      vIm[at] = im;
    }
    return most;
  }

  /** What each node draws at its voltage: conj(S/V) + Y·V. */
  private drawCurrents(count: number): void {
    const { p, q, g, b, vRe, vIm, iRe, iIm } = this;
    for (let at = 0; at < count; at++) {
      const re = vRe[at]!;
      const im = vIm[at]!;
      const inverse = 1 / (re * re + im * im);
      const pull = p[at]! * inverse + g[at]!;
      const push = q[at]! * inverse - b[at]!;
      iRe[at] = pull * re + push * im;
      iIm[at] = pull * im - push * re;
    }
  }

  private addChargingLosses(closed: Closed): void {
    const { voltageRe, voltageIm, network } = this;
    const { halfG, halfB, from, to, tapRe, tapIm } = network;
    for (let branch = 0; branch < closed.length; branch++) {
      if (closed[branch] === 0 || (halfG[branch] === 0 && halfB[branch] === 0)) continue;
      const [near, far] = [from[branch]!, to[branch]!];
      const atFrom = (voltageRe[near]! ** 2 + voltageIm[near]! ** 2) / (tapRe[branch]! ** 2 + tapIm[branch]! ** 2);
      const squares = atFrom + voltageRe[far]! ** 2 + voltageIm[far]! ** 2;
      this.lossP += halfG[branch]! * squares;
      this.lossQ -= halfB[branch]! * squares;
    }
  }

  private store({ order, orderCount }: FeedingOrder): void {
    const { above, r, x, vRe, vIm, iRe, iIm, voltageRe, voltageIm, currentRe, currentIm } = this;
    if (orderCount < voltageRe.length) voltageRe.fill(0);
    this.lossP = 0;
    this.lossQ = 0;
    for (let at = 0; at < orderCount; at++) {
      const node = order[at]!;
      voltageRe[node] = vRe[at]!;
      voltageIm[node] = vIm[at]!;
      currentRe[node] = iRe[at]!;
      currentIm[node] = iIm[at]!;
      if (above[at]! < 0) continue;
      const square = iRe[at]! ** 2 + iIm[at]! ** 2;
      this.lossP += r[at]! * square;
      this.lossQ += x[at]! * square;
    }
  }
}

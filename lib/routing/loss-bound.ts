import { DcNetwork } from '../network/power-flow';
import type { ReconfigurationProblem } from './reconfiguration-problem';

/** In place of no resistance, so that the flow is unique; what it may add is taken off again. */
const LEAST_RESISTANCE = 1e-9;
/** In place of infinite ones, p.u. */
const MOST_LOSSES = 1e9;

/**
 * From the energy Σ r·(f_P² + f_Q²) of the flow of least energy, over whatever branches may be closed, to a number that the
 * losses of no allowed tree fall below.
 *
 * In any tree the current into a node is |S|/|V|, and S is what the nodes behind it draw, with the losses on the way. So the
 * tree is a flow of these draws, and its energy no less than that of the best flow, loops allowed: its losses are at least
 * energy/V̄², with V̄ no less than any voltage. Losses only add to what is drawn. Where every node draws P ≥ 0 and Q ≥ 0 and
 * nothing feeds in (`isPlain`), they add to the energy too, and no voltage is above that of the sources. Otherwise, energy
 * being convex, it falls by no more than its slope, 2·potential, times what losses and shunts can add at a node; V̄ is then
 * the greatest voltage allowed.
 */
export class LossBound {
  /** Nodes draw only, and nothing charges: the bound needs no correction. */
  readonly isPlain: boolean;
  /** Of each branch. */
  readonly resistance: Float64Array;
  /** Null: there is no such bound, as a resistance or conductance is negative. */
  readonly isKnown: boolean;
  private readonly voltageSquare: number;
  /** Of each node, what charging and capacitors may feed in at most. */
  private readonly fedIn: Float64Array;
  private readonly reactivePerLoss: number;
  private readonly shuntP: number;
  private readonly shuntQ: number;
  private readonly floor: number;

  constructor(readonly problem: ReconfigurationProblem) {
    const { network, usable, weight, limits, isFed } = problem;
    const { drawnP, drawnQ, shuntG, shuntB, sourceVoltage, halfG, halfB, reactance, from, to } = network;
    const branches = [...usable.keys()].filter((at) => usable[at] === 1);
    const nodes = [...isFed.keys()].filter((at) => isFed[at] === 1);
    const square = (at: number) => Math.min(1, network.tapRe[at]! ** 2 + network.tapIm[at]! ** 2);
    this.resistance = weight.map((value, at) => Math.max(LEAST_RESISTANCE, value * square(at)));
    this.isKnown = branches.every((at) => weight[at]! >= 0 && halfG[at]! >= 0) && nodes.every((at) => shuntG[at]! >= 0);
    const isInductive = branches.every((at) => reactance[at]! >= 0);
    this.isPlain =
      this.isKnown &&
      isInductive &&
      !network.hasTaps &&
      nodes.every((at) => sourceVoltage[at]! > 0 || (drawnP[at]! >= 0 && drawnQ[at]! >= 0 && shuntB[at]! <= 0)) &&
      branches.every((at) => halfB[at]! <= 0);
    const most = (list: Iterable<number>) => [...list].reduce((a, b) => Math.max(a, b), 0);
    const source = most(sourceVoltage) ** 2;
    const allowed = most(limits.maxVoltagePu.filter((value) => value < Number.POSITIVE_INFINITY)) ** 2;
    this.voltageSquare = this.isPlain ? source : Math.max(source, allowed);
    this.fedIn = shuntB.map((value) => Math.max(0, value) * this.voltageSquare);
    let reactors = nodes.reduce((sum, at) => sum + Math.max(0, -shuntB[at]!), 0);
    for (const at of branches) {
      for (const end of [from[at]!, to[at]!]) {
        this.fedIn[end]! += (Math.max(0, halfB[at]!) * this.voltageSquare) / square(at);
        reactors += Math.max(0, -halfB[at]!) / square(at);
      }
    }
    this.reactivePerLoss = isInductive
      ? most(branches.map((at) => reactance[at]! / Math.max(0, weight[at]!)))
      : Number.POSITIVE_INFINITY;
    this.shuntP = nodes.reduce((sum, at) => sum + shuntG[at]!, 0) * this.voltageSquare;
    this.shuntQ = reactors * this.voltageSquare;
    const drawn = nodes.reduce((sum, at) => sum + Math.abs(drawnP[at]!) + Math.abs(drawnQ[at]!), 0);
    const floored = branches.filter((at) => weight[at]! * square(at) < LEAST_RESISTANCE).length;
    this.floor = floored * LEAST_RESISTANCE * drawn ** 2;
  }

  /**
   * Losses (p.u., of weighted resistances) that no allowed tree with less than `cost` falls below.
   * @param potentialP of each node Σ r·f_P on the way from a source; `potentialQ` likewise
   */
  of(energyP: number, energyQ: number, potentialP: Float64Array, potentialQ: Float64Array, cost: number): number {
    if (!this.isKnown) return 0;
    const losses = Math.min(cost, MOST_LOSSES);
    if (this.isPlain) return Math.max(0, (energyP + energyQ - this.floor) / this.voltageSquare);
    const { isFed } = this.problem;
    let [leastP, leastQ, charged] = [0, 0, 0];
    for (let node = 0; node < isFed.length; node++) {
      if (isFed[node] === 0) continue;
      leastP = Math.min(leastP, potentialP[node]!);
      leastQ = Math.min(leastQ, potentialQ[node]!);
      charged += this.fedIn[node]! * Math.max(0, potentialQ[node]!);
    }
    const times = (most: number, least: number) => (least < 0 ? most * least : 0);
    const p = energyP + 2 * times(losses + this.shuntP, leastP);
    // A series capacitor feeds in what nothing here limits.
    const isLimited = this.reactivePerLoss < Number.POSITIVE_INFINITY || leastQ === 0;
    const hasCapacitor = this.problem.network.reactance.some((x, at) => x < 0 && this.problem.usable[at] === 1);
    const q =
      isLimited && !hasCapacitor
        ? energyQ + 2 * times(this.reactivePerLoss * losses + this.shuntQ, leastQ) - 2 * charged
        : 0;
    return Math.max(0, (Math.max(0, p) + Math.max(0, q) - this.floor) / this.voltageSquare);
  }

  /** The bound with all usable branches closed, for a network of any size. */
  root(cost: number): number {
    if (!this.isKnown) return 0;
    const { network, usable, isFed, model } = this.problem;
    const sources = network.sources;
    const root = sources[0]!;
    const at = (node: number) => (network.sourceVoltage[node]! > 0 ? root : node);
    const dc = new DcNetwork({
      name: model.name,
      baseMva: 1,
      nodes: model.nodes.map(({ id }, node) => ({ id, loadMw: 0, generationMw: 0, isReference: node === root })),
      branches: model.branches.map((branch, index) => ({
        ...branch,
        from: at(branch.from),
        to: at(branch.to),
        reactancePu: this.resistance[index]!,
        tapRatio: 1,
        shiftRad: 0,
        inService: usable[index] === 1 && isFed[branch.from] === 1 && at(branch.from) !== at(branch.to),
      })),
    });
    const part = (drawn: Float64Array) => {
      const draws = drawn.map((value, node) => (isFed[node] === 1 && network.sourceVoltage[node] === 0 ? value : 0));
      const potential = dc
        .angles(
          draws.map((value) => -value),
          false,
        )
        .map((angle) => -angle);
      const flow = dc.flows(potential, false);
      // 2·φ·d − Σ f²·r is below the least energy for any potentials, rounding included.
      const dual = 2 * draws.reduce((sum, value, node) => sum + value * potential[node]!, 0);
      return {
        potential,
        energy: dual - flow.reduce((sum, value, index) => sum + value * value * this.resistance[index]!, 0),
      };
    };
    const [p, q] = [part(network.drawnP), part(network.drawnQ)];
    return this.of(p.energy, q.energy, p.potential, q.potential, cost);
  }
}

import type { NetworkModel } from '../network-model';
import { DcNetwork, lodfColumn, type NodePower, shed, solveFlow } from '../power-flow';

/** How flows after an outage were found: by outage factors, or anew. */
export type Method = 'lodf' | 'solve';

/** A network at one moment of a cascade; never changed, a wave makes a new one. */
export class OutageState {
  private factored: DcNetwork | undefined;

  constructor(
    readonly model: NetworkModel,
    readonly power: NodePower,
    readonly flowMw: Float64Array,
    readonly method: Method,
    factored?: DcNetwork,
  ) {
    this.factored = factored;
  }

  /** Factored only when somebody asks: the last wave of a cascade needs no factors. */
  get network(): DcNetwork {
    this.factored ??= new DcNetwork(this.model);
    return this.factored;
  }

  /** MW that all nodes together take. */
  get servedMw(): number {
    return this.power.demandMw.reduce((sum, demand) => sum + demand, 0);
  }

  /** The state when branches have gone, and nodes have gone with what they give and take; islands are balanced. */
  without(branches: readonly number[], nodes: readonly number[]): OutageState {
    const gone = new Set(branches);
    const model: NetworkModel = {
      ...this.model,
      branches: this.model.branches.map((branch, at) => (gone.has(at) ? { ...branch, inService: false } : branch)),
    };
    const factors = gone.size === 1 && nodes.length === 0 ? lodfColumn(this.network, branches[0]!) : undefined;
    if (factors !== undefined) {
      const lostMw = this.flowMw[branches[0]!]!;
      const flowMw = this.flowMw.map((flow, at) => flow + factors[at]! * lostMw);
      flowMw[branches[0]!] = 0;
      return new OutageState(model, this.power, flowMw, 'lodf');
    }
    const left = { supplyMw: this.power.supplyMw.slice(), demandMw: this.power.demandMw.slice() };
    for (const node of nodes) left.supplyMw[node] = left.demandMw[node] = 0;
    const network = new DcNetwork(model);
    const power = shed(left, network.islands);
    return new OutageState(model, power, solveFlow(network, power).flowMw, 'solve', network);
  }
}

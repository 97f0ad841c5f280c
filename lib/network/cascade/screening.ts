import type { CascadeScreening, ScreenedOutage } from '../../messages';
import type { CascadeCase } from './cascade-case';
import { criticalNodes, rounded, trippedOf, tripsAt } from './cascade-result';
import type { CascadeStudy } from './flow-cascade';

const BEST_SO_FAR = 10;

/** Follows the loss of every branch in service by itself, one at each `step`: who runs it decides when to let others in. */
export class LineScreening {
  private readonly branches: number[];
  private readonly outages: ScreenedOutage[] = [];
  private readonly lostMw: Float64Array;
  private readonly trips: Int32Array;
  private readonly overloaded: string[];
  private readonly study: CascadeStudy;

  /** @throws Error when the network has no power flow */
  constructor(
    private readonly given: CascadeCase,
    private readonly loadFactor: number,
    private readonly revision: number,
  ) {
    const { nodes, branches } = given.model;
    this.branches = [...branches.entries()].filter(([, one]) => one.inService && one.from !== one.to).map(([at]) => at);
    this.lostMw = new Float64Array(nodes.length);
    this.trips = new Int32Array(nodes.length);
    this.overloaded = given.overloaded(loadFactor);
    this.study = given.study(loadFactor);
  }

  get isDone(): boolean {
    return this.outages.length === this.branches.length;
  }

  step(): void {
    const branch = this.branches[this.outages.length]!;
    const { study } = this;
    const { model } = this.given;
    const cascade = study.follow({ branches: [branch], nodes: [] }, false);
    const tripped = trippedOf(cascade);
    const trips = tripsAt(model, tripped);
    for (const [at, demand] of study.base.power.demandMw.entries()) {
      this.lostMw[at]! += Math.max(0, rounded(demand - cascade.demandMw[at]!));
      this.trips[at]! += trips[at]!;
    }
    this.outages.push({
      lineId: model.branches[branch]!.id,
      lostMw: rounded(cascade.lostMw),
      lostPercent: rounded(100 * cascade.lostShare),
      tripped: tripped.length,
      rounds: cascade.waves.length - 1,
    });
  }

  /** All when it is done, else the worst so far. */
  report(): CascadeScreening {
    const { isDone, given, loadFactor, revision, overloaded } = this;
    const ranked = [...this.outages].sort((a, b) => b.lostMw - a.lostMw || b.tripped - a.tripped);
    return {
      state: isDone ? 'done' : 'running',
      done: this.outages.length,
      count: this.branches.length,
      loadFactor,
      revision,
      outages: isDone ? ranked : ranked.slice(0, BEST_SO_FAR),
      criticalNodes: isDone ? criticalNodes(given.model, this.lostMw.map(rounded), this.trips) : [],
      overloaded,
      assumedRatings: given.assumedRatings,
    };
  }
}

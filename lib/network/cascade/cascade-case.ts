import type { AssumedRatings } from '../../messages';
import type { NetworkModel } from '../network-model';
import { DcNetwork, dcPowerFlow } from '../power-flow';
import { branchRatings, type RatingSettings } from './branch-ratings';
import { CascadeStudy } from './flow-cascade';

/** A flow above its limit by less than this share is rounding. */
const ROUNDING = 1e-9;

/**
 * One state of a network, ready for cascades at any load. Generation follows load in proportion. Limits that are not
 * known are taken from the network as it was imported, so that a line doesn't bear more because another one is out.
 */
export class CascadeCase {
  readonly ratingMw: Float64Array;
  readonly assumedRatings: AssumedRatings;
  private latest: { loadFactor: number; study: CascadeStudy } | undefined;

  /** @param original the network as it was imported, with the same branches. @throws Error when it has no power flow */
  constructor(
    readonly model: NetworkModel,
    original: NetworkModel,
    readonly settings: RatingSettings,
  ) {
    const { flowMw } = dcPowerFlow(new DcNetwork(original), 'generation');
    this.ratingMw = branchRatings(original, flowMw, settings);
    const lines = original.branches.filter(({ ratingMva }) => ratingMva === null).length;
    this.assumedRatings = { lines, ...settings };
  }

  /** Factored once for all that is asked at the same load one after the other. */
  study(loadFactor: number): CascadeStudy {
    if (this.latest?.loadFactor !== loadFactor) {
      const model = scaled(this.model, loadFactor);
      this.latest = { loadFactor, study: new CascadeStudy(model, { balance: 'generation', ratingMw: this.ratingMw }) };
    }
    return this.latest.study;
  }

  /** Ids of branches that are overloaded with nothing taken out. */
  overloaded(loadFactor: number): string[] {
    const { flowMw } = this.study(loadFactor).base;
    const { branches } = this.model;
    return branches.filter((_, at) => Math.abs(flowMw[at]!) > this.ratingMw[at]! * (1 + ROUNDING)).map(({ id }) => id);
  }
}

function scaled(model: NetworkModel, factor: number): NetworkModel {
  if (factor === 1) return model;
  const nodes = model.nodes.map((node) => {
    return { ...node, loadMw: node.loadMw * factor, generationMw: node.generationMw * factor };
  });
  return { ...model, nodes };
}

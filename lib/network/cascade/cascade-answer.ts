import type { CascadeResult, GridMapUpdate } from '../../messages';
import type { NetworkModel } from '../network-model';
import type { RatingSettings } from './branch-ratings';
import { CascadeCase } from './cascade-case';
import type { CascadeJob } from './cascade-job';
import { cascadeMap } from './cascade-map';
import { flowResult } from './cascade-result';
import { LineScreening } from './screening';
import { shapeResult } from './shape-result';

export interface CascadeAnswer {
  cascade: CascadeResult;
  map: GridMapUpdate;
}

/** Answers one job after the other on one state of a network; what they have in common is computed once, when needed. */
export class CascadeDesk {
  private known: CascadeCase | undefined;

  constructor(
    private readonly model: NetworkModel,
    private readonly original: NetworkModel,
    private readonly revision: number,
    private readonly ratings: RatingSettings,
  ) {}

  /** @throws Error when the network has no power flow */
  answer(job: Exclude<CascadeJob, { kind: 'screen' }>): CascadeAnswer {
    const { model, revision } = this;
    if (job.kind === 'motter-lai') {
      const cascade = shapeResult(model, job.attacked, job.tolerance, revision);
      return { cascade, map: cascadeMap(model, cascade, []) };
    }
    const { removal, loadFactor } = job;
    const followed = this.case.study(loadFactor).follow(removal);
    const cascade = flowResult(this.case, removal, loadFactor, revision, followed);
    const { ratingMw } = this.case;
    const loadingPercent = followed.flowMw.map((flow, at) => (100 * Math.abs(flow)) / ratingMw[at]!);
    return { cascade, map: cascadeMap(model, cascade, loadingPercent) };
  }

  /** @throws Error when the network has no power flow */
  screening(loadFactor: number): LineScreening {
    return new LineScreening(this.case, loadFactor, this.revision);
  }

  private get case(): CascadeCase {
    this.known ??= new CascadeCase(this.model, this.original, this.ratings);
    return this.known;
  }
}

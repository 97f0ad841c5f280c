import type { GridMapUpdate, PathAnswer, PathQuestion, PolicyGap, RouteReport } from '../messages';
import { NetworkFault } from '../network/importers/network-fault';
import type { NetworkModel } from '../network/network-model';
import { loadSolver } from './highs';
import { optimizeSupply } from './optimize-supply';
import { type PathGrid, type PathSettings, pathGrid } from './path-grid';
import { answerQuestion } from './path-question';
import { policyGap } from './policy/policy-gap';
import { routeMap } from './route-map';

/** What the desk reckons with from now on; a network that is left out is that of the job before. */
interface PathState {
  model?: NetworkModel;
  settings: PathSettings;
}

export type PathJob = PathState & ({ timeMs: number } | { question: PathQuestion });

export type PathResult =
  | {
      report: RouteReport;
      map: GridMapUpdate;
      /** Another one: other lines may be used than before. */
      usable: string;
    }
  | { answer: PathAnswer }
  | { fault: Pick<NetworkFault, 'place' | 'problem' | 'remedy'> };

/** Optimises, and answers questions, on one network after the other. */
export class PathDesk {
  private model: NetworkModel | undefined;

  /** @throws Error when the solver fails, or the first job has no network */
  async take(job: PathJob): Promise<PathResult> {
    this.model = job.model ?? this.model;
    if (!this.model) throw new Error('the first job comes without a network: give it one');
    const grid = pathGrid(this.model, job.settings);
    if ('question' in job) return this.answer(grid, job.question);
    const { lossWeight, riskWeight } = job.settings;
    const report = optimizeSupply(grid, await loadSolver(), { timeMs: job.timeMs, lossWeight, riskWeight });
    return { report, map: routeMap(report), usable: grid.isUsable.join('') };
  }

  private answer(grid: PathGrid, question: PathQuestion): PathResult {
    try {
      return { answer: answerQuestion(grid, question) };
    } catch (error) {
      if (!(error instanceof NetworkFault)) throw error;
      const { place, problem, remedy } = error;
      return { fault: { place, problem, remedy } };
    }
  }
}

export type PolicyJob = Required<PathState>;
/** Without a gap: loads have no choice of a source. */
export interface PolicyResult {
  policy?: PolicyGap;
}

/** Trains policies on a grid; takes seconds. */
export function answerPolicy({ model, settings }: PolicyJob): PolicyResult {
  const policy = policyGap(pathGrid(model, settings));
  return policy ? { policy } : {};
}

import type { RouteReport } from '../messages';
import type { LossPoint } from './loss-history';
import type { EpisodeResult, LossReport, PathsReport } from './schemas';

const KW_PER_MW = 1000;

/** A report of routes as the original told its episodes. */
export function episodeOf(report: RouteReport): EpisodeResult {
  const { lossPercent, averageRisk, demandMw } = report;
  const { paths, unserved } = pathsOf(report);
  return {
    loss_percent: lossPercent,
    reward: -lossPercent,
    avg_risk: averageRisk,
    total_demand: demandMw,
    paths,
    unserved,
  };
}

export function pathsReportOf(report: RouteReport, cameMs: number): PathsReport {
  const { lossPercent, averageRisk } = report;
  return {
    ...pathsOf(report),
    loss_percent: lossPercent,
    avg_risk: averageRisk,
    timestamp: new Date(cameMs).toISOString(),
  };
}

function pathsOf({ routes, unserved }: RouteReport): Pick<EpisodeResult, 'paths' | 'unserved'> {
  return {
    paths: routes.map((route) => ({
      load_node: route.loadId,
      load_name: route.loadName,
      generator_node: route.sourceId,
      generator_name: route.sourceName,
      path: route.nodes,
      demand: route.powerMw,
      loss: route.lossKw / KW_PER_MW,
    })),
    unserved: unserved.map(({ loadId, powerMw, because }) => ({ load_node: loadId, demand: powerMw, because })),
  };
}

/** @param points at least one, oldest first */
export function lossReportOf(points: readonly LossPoint[], currentRisk: number | null): LossReport {
  const history = points.map(({ lossPercent }) => lossPercent);
  return {
    history,
    risk_history: points.map(({ averageRisk }) => averageRisk),
    time_history: points.map(({ timeMs }) => timeMs),
    current_loss_percent: history.at(-1)!,
    current_avg_risk: currentRisk,
    best_loss: history.reduce((least, loss) => Math.min(least, loss)),
    worst_loss: history.reduce((most, loss) => Math.max(most, loss)),
  };
}

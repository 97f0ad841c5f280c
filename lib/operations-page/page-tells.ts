import type { RouteReport } from '../messages';
import type { LiveNetwork } from '../network/live';
import { alarmCounts, alarmRows } from './alarm-list';
import { lineRisk, lineState } from './line-states';
import { lossBreakdown } from './loss-breakdown';
import type { Names } from './names';
import type { PageState } from './page-state';
import type { OperationsNow, OperationsTrends } from './page-view';
import { routeRows } from './route-rows';
import { reconfigurationView } from './switching';

/** More would not be found in a list. */
const MOST_LISTED = 2000;
const MOST_MAINTENANCE = 100;

/** What the page shows of this moment. */
export function nowOf(state: PageState, network: LiveNetwork, names: Names): OperationsNow {
  const { routes, reconfiguration, alarms } = state;
  const { nodes, branches } = network.model;
  const lines = branches.slice(0, MOST_LISTED).map((line) => {
    return { id: line.id, name: names.line(line.id), state: lineState(line, state.opened) };
  });
  return {
    timeMs: state.newestMs,
    kpis: kpisOf(state, network, names),
    routes: routes ? routeRows(routes, state.routesBefore, names) : [],
    routing: routes ? routingOf(routes) : null,
    alarms: alarmRows(alarms, names),
    limits: state.limits.map(({ quantity, side, limit, severity }) => ({ quantity, side, limit, severity })),
    lines,
    nodes: nodes.slice(0, MOST_LISTED).map(({ id, loadMw }) => ({ id, name: names.node(id), loadMw })),
    maintenance: maintenanceOf(state, names),
    reconfiguration: reconfiguration && reconfigurationView(reconfiguration, network, names),
    clicked: state.clicked,
    messages: state.messages.list,
  };
}

/** What it shows over time, and what adds up. */
export function trendsOf({ powerFlow, forecast, supply, trend }: PageState, names: Names): OperationsTrends {
  const { renewable, loadMw } = supply.overTime;
  const breakdown = powerFlow && lossBreakdown(powerFlow, names);
  return { loss: trend.points, breakdown, method: powerFlow?.method, renewable, forecast, measured: loadMw };
}

function kpisOf(state: PageState, network: LiveNetwork, names: Names): OperationsNow['kpis'] {
  const { powerFlow, alarms, supply } = state;
  const { nodes, branches } = network.model;
  const { average, worst } = lineRisk(network, state.telemetry);
  return {
    loadMw: nodes.reduce((sum, { loadMw }) => sum + loadMw, 0),
    lossKw: powerFlow?.lossKw ?? null,
    lossPercent: powerFlow?.lossPercent ?? null,
    violations: powerFlow?.violations.length ?? 0,
    unfedMw: powerFlow?.unservedMw ?? 0,
    alarms: alarmCounts(alarms),
    averageRisk: average,
    worstRisk: worst && { ...worst, name: names.line(worst.id) },
    renewableShare: supply.renewableShare,
    linesOut: branches.filter((line) => lineState(line, state.opened) === 'out').length,
  };
}

function maintenanceOf({ maintenance }: PageState, names: Names): OperationsNow['maintenance'] {
  if (!maintenance) return undefined;
  const entries = maintenance.entries.slice(0, MOST_MAINTENANCE);
  return { assets: maintenance.assets, entries: entries.map((one) => ({ ...one, name: names.subject(one.assetId) })) };
}

function routingOf(report: RouteReport): OperationsNow['routing'] {
  const { lossWeight, riskWeight, demandMw, unservedMw, lossKw, lossPercent, averageRisk, unserved, policy } = report;
  return { lossWeight, riskWeight, demandMw, unservedMw, lossKw, lossPercent, averageRisk, unserved, policy };
}

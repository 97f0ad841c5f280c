import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type {
  GridAlarm,
  GridMapUpdate,
  LineTelemetry,
  LoadForecast,
  MaintenanceReport,
  NodeTelemetry,
  Operator,
  PowerFlowReport,
  ReconfigurationReport,
  Refusal,
  RouteReport,
} from '../messages';
import type { LiveNetwork } from '../network/live';
import { alarmCounts, alarmRows } from './alarm-list';
import { LastMessages } from './last-messages';
import { lineRisk, lineState } from './line-states';
import { lossBreakdown } from './loss-breakdown';
import { LossTrend } from './loss-trend';
import { MapPicture } from './map-picture';
import { Names } from './names';
import { isRefusal, type PageMessage, readPageMessage } from './page-message';
import type { OperationsNow, OperationsTrends } from './page-view';
import { routeRows } from './route-rows';
import { Supply } from './supply';
import { reconfigurationView } from './switching';

export interface OperationsPagePorts {
  now: OperationsNow;
  trends: OperationsTrends;
  map: GridMapUpdate;
  refused: Refusal;
}

const Snapshot = Type.Object({
  operator: Type.Literal('operations-page'),
  trend: Type.Unknown(),
  supply: Type.Object({ share: Type.Unknown(), load: Type.Unknown() }),
  alarms: Type.Array(Type.Unknown()),
  opened: Type.Array(Type.String()),
  forecast: Type.Optional(Type.Unknown()),
  reconfiguration: Type.Optional(Type.Unknown()),
});
const MOST_LINES = 2000;
const MOST_MAINTENANCE = 100;

/** The newest of what there is one of. */
interface Reports {
  powerFlow?: PowerFlowReport | undefined;
  routes?: RouteReport;
  /** Whose ways differ from those now. */
  routesBefore?: RouteReport;
  reconfiguration?: ReconfigurationReport;
  forecast?: LoadForecast;
  maintenance?: MaintenanceReport;
}

/**
 * What the page of grid operations shows, from the messages of all its nodes: they come in any order and are told apart by
 * their fields. `process` keeps, `told` gives what has changed; what is empty asks for everything.
 */
export class OperationsPage implements Operator<unknown, OperationsPagePorts> {
  private readonly names: Names;
  private readonly telemetry = new Map<string, LineTelemetry>();
  private readonly supply = new Supply();
  private readonly messages = new LastMessages();
  private readonly trend = new LossTrend();
  private readonly picture = new MapPicture();
  private reports: Reports = {};
  private alarms: readonly GridAlarm[] = [];
  /** Lines that a reconfiguration has opened. */
  private opened = new Set<string>();
  private limits: OperationsNow['limits'] = [];
  private clicked: OperationsNow['clicked'] = null;
  private newestMs: number | null = null;
  /** What was told last, as text. */
  private said = { now: '', trends: '' };

  constructor(private readonly network: LiveNetwork) {
    this.names = new Names(network);
  }

  process(batch: readonly unknown[], nowMs: number) {
    const refused: Refusal[] = [];
    const [nodes, others]: [NodeTelemetry[], Exclude<PageMessage, { kind: 'node' }>[]] = [[], []];
    for (const [index, element] of batch.entries()) {
      if (isRequest(element)) {
        this.forgetSaid();
        continue;
      }
      const read = readPageMessage(element, batch.length > 1 ? `payload[${index}]` : 'payload');
      if (isRefusal(read)) refused.push(read);
      else if (read.kind === 'node') nodes.push(read.value);
      else others.push(read);
    }
    if (nodes.length > 0) this.takeNodes(nodes);
    for (const other of others) this.take(other, nowMs);
    return refused.length === 0 ? undefined : { refused };
  }

  /** A node failed: what it said before of a network that is another one now counts no more. */
  failed(type: string, text: string, nowMs: number): void {
    this.messages.add(`${type}: ${text}`, nowMs);
    // Where it only says that nodes are not fed, its report is of the rest.
    if (type === 'grid-power-flow' && !this.reports.powerFlow?.unfed) this.reports.powerFlow = undefined;
  }

  /** What has changed since the last call. */
  told(): { now?: OperationsNow[]; trends?: OperationsTrends[]; map?: GridMapUpdate[] } {
    const { network, telemetry, opened } = this;
    const { powerFlow, routes } = this.reports;
    const map = this.picture.update({ network, telemetry, powerFlow, routes, opened });
    return { ...this.news('now', this.now()), ...this.news('trends', this.trends()), ...(map ? { map: [map] } : {}) };
  }

  reset(): void {
    this.telemetry.clear();
    this.supply.clear();
    this.alarms = [];
    this.trend.points = [];
    this.messages.list = [];
    this.reports = {};
    this.opened = new Set();
    this.newestMs = null;
    this.forgetSaid();
  }

  /** What nobody sends again: how it was over the day, and what was opened by switching. */
  snapshot(): unknown {
    const { trend, supply, opened, reports } = this;
    const { forecast, reconfiguration } = reports;
    const { alarms } = this;
    const kept = { trend: trend.points, supply: supply.snapshot(), alarms, opened: [...opened] };
    return structuredClone({ operator: 'operations-page', ...kept, forecast, reconfiguration });
  }

  restore(state: unknown): void {
    if (!Value.Check(Snapshot, state)) {
      throw new Error('not a snapshot of the page of operations: give what snapshot() returned, or reset');
    }
    this.reset();
    const { trend, supply, opened, alarms, forecast, reconfiguration } = structuredClone(state);
    this.trend.restore(trend);
    this.supply.restore(supply);
    this.opened = new Set(opened);
    const ofReports = [forecast, reconfiguration].filter((one) => one !== undefined);
    this.process([{ standing: alarms }, ...ofReports], 0);
  }

  private forgetSaid(): void {
    this.said = { now: '', trends: '' };
    this.picture.forget();
  }

  private takeNodes(nodes: readonly NodeTelemetry[]): void {
    for (const { timeMs } of nodes) this.saw(timeMs);
    this.supply.take(nodes, (id) => this.names.isNode(id));
  }

  private take(message: Exclude<PageMessage, { kind: 'node' }>, nowMs: number): void {
    const { reports } = this;
    switch (message.kind) {
      case 'line': {
        const { lineId, timeMs } = message.value;
        if (!this.names.isLine(lineId)) return;
        this.saw(timeMs);
        this.telemetry.set(lineId, { ...this.telemetry.get(lineId), ...message.value });
        return;
      }
      case 'switched': {
        const { lineId, inService } = message.value;
        if (inService) this.opened.delete(lineId);
        else if (this.names.isLine(lineId)) this.opened.add(lineId);
        return;
      }
      case 'clicked': {
        const { kind, id } = message.value;
        this.clicked = { kind, id };
        return;
      }
      case 'again':
        this.said = { now: '', trends: '' };
        return;
      case 'limits':
        this.limits = message.value.rules;
        return;
      case 'alarms':
        this.alarms = message.value.standing;
        return;
      case 'refusal':
        this.messages.refused(message.value, nowMs);
        return;
      case 'powerFlow': {
        const { timeMs, lossKw } = message.value;
        reports.powerFlow = message.value;
        // Before the first telemetry the loads are those of a file.
        if (this.newestMs !== null) this.trend.add({ timeMs, nowKw: lossKw, bestKw: reports.routes?.lossKw ?? null });
        return;
      }
      case 'routes': {
        const before = reports.routes;
        if (before && lineIdsOf(before) !== lineIdsOf(message.value)) reports.routesBefore = before;
        reports.routes = message.value;
        return;
      }
      case 'reconfiguration':
        reports.reconfiguration = message.value;
        return;
      case 'forecast':
        reports.forecast = message.value;
        return;
      case 'maintenance':
        reports.maintenance = message.value;
    }
  }

  private saw(timeMs: number): void {
    this.newestMs = Math.max(this.newestMs ?? 0, timeMs);
  }

  private now(): OperationsNow {
    const { network, names, reports, supply, alarms } = this;
    const { powerFlow, routes, reconfiguration, maintenance } = reports;
    const { nodes, branches } = network.model;
    const risk = lineRisk(network, this.telemetry);
    const lines = branches.slice(0, MOST_LINES).map((line) => {
      return { id: line.id, name: names.line(line.id), state: lineState(line, this.opened) };
    });
    return {
      timeMs: this.newestMs,
      kpis: {
        loadMw: nodes.reduce((sum, { loadMw }) => sum + loadMw, 0),
        lossKw: powerFlow?.lossKw ?? null,
        lossPercent: powerFlow?.lossPercent ?? null,
        violations: powerFlow?.violations.length ?? 0,
        unfedMw: powerFlow?.unservedMw ?? 0,
        alarms: alarmCounts(alarms),
        averageRisk: risk.average,
        worstRisk: risk.worst && { ...risk.worst, name: names.line(risk.worst.id) },
        renewableShare: supply.renewableShare,
        linesOut: lines.filter(({ state }) => state === 'out').length,
      },
      routes: routes ? routeRows(routes, reports.routesBefore, names) : [],
      routing: routes ? routingOf(routes) : null,
      alarms: alarmRows(alarms, names),
      limits: this.limits.map(({ quantity, side, limit, severity }) => ({ quantity, side, limit, severity })),
      lines,
      nodes: nodes.slice(0, MOST_LINES).map(({ id, loadMw }) => ({ id, name: names.node(id), loadMw })),
      maintenance: maintenance && {
        assets: maintenance.assets,
        entries: maintenance.entries
          .slice(0, MOST_MAINTENANCE)
          .map((entry) => ({ ...entry, name: names.subject(entry.assetId) })),
      },
      reconfiguration: reconfiguration && reconfigurationView(reconfiguration, network, names),
      clicked: this.clicked,
      messages: this.messages.list,
    };
  }

  private trends(): OperationsTrends {
    const { powerFlow, forecast } = this.reports;
    const { renewable, loadMw } = this.supply.overTime;
    return {
      loss: this.trend.points,
      breakdown: powerFlow && lossBreakdown(powerFlow, this.names),
      method: powerFlow?.method,
      renewable,
      forecast,
      measured: loadMw,
    };
  }

  private news<K extends 'now' | 'trends'>(port: K, view: OperationsPagePorts[K]) {
    const text = JSON.stringify(view);
    if (text === this.said[port]) return {};
    this.said[port] = text;
    return { [port]: [view] } as { [P in K]: OperationsPagePorts[P][] };
  }
}

const lineIdsOf = ({ routes }: RouteReport) => JSON.stringify(routes.map(({ loadId, lines }) => [loadId, ...lines]));

const routingOf = (report: RouteReport) => {
  const { lossWeight, riskWeight, demandMw, unservedMw, lossKw, lossPercent, averageRisk, unserved, policy } = report;
  return { lossWeight, riskWeight, demandMw, unservedMw, lossKw, lossPercent, averageRisk, unserved, policy };
};

function isRequest(element: unknown): boolean {
  if (element === undefined || element === null || typeof element === 'number' || element === '') return true;
  return typeof element === 'object' && Object.keys(element).length === 0;
}

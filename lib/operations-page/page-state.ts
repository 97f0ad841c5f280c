import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type {
  GridAlarm,
  LineTelemetry,
  LoadForecast,
  MaintenanceReport,
  NodeTelemetry,
  PowerFlowReport,
  ReconfigurationReport,
  RouteReport,
} from '../messages';
import { LastMessages } from './last-messages';
import { LossTrend } from './loss-trend';
import type { Names } from './names';
import { isRefusal, type PageMessage, readPageMessage } from './page-message';
import type { OperationsNow } from './page-view';
import { waysOf } from './route-rows';
import { Supply } from './supply';

/** What is told of the whole, by the others. */
type SingleMessage = Exclude<PageMessage, { kind: 'node' | 'again' }>;

const Snapshot = Type.Object({
  operator: Type.Literal('operations-page'),
  trend: Type.Unknown(),
  supply: Type.Object({ share: Type.Unknown(), load: Type.Unknown() }),
  alarms: Type.Array(Type.Unknown()),
  opened: Type.Array(Type.String()),
  forecast: Type.Optional(Type.Unknown()),
  reconfiguration: Type.Optional(Type.Unknown()),
});

/** What has come, as far as the page shows it. */
export class PageState {
  readonly telemetry = new Map<string, LineTelemetry>();
  readonly supply = new Supply();
  readonly messages = new LastMessages();
  readonly trend = new LossTrend();
  powerFlow: PowerFlowReport | undefined;
  routes: RouteReport | undefined;
  /** The newest report whose ways differ from those now. */
  routesBefore: RouteReport | undefined;
  reconfiguration: ReconfigurationReport | undefined;
  forecast: LoadForecast | undefined;
  maintenance: MaintenanceReport | undefined;
  alarms: readonly GridAlarm[] = [];
  limits: OperationsNow['limits'] = [];
  clicked: OperationsNow['clicked'] = null;
  /** Lines that a reconfiguration has opened. */
  opened = new Set<string>();
  /** Event time of the newest telemetry. */
  newestMs: number | null = null;

  constructor(private readonly names: Names) {}

  /** Nodes of one message: the sums over them are of one moment. */
  takeNodes(nodes: readonly NodeTelemetry[]): void {
    for (const { timeMs } of nodes) this.saw(timeMs);
    this.supply.take(nodes, (id) => this.names.isNode(id));
  }

  take(message: SingleMessage, nowMs: number): void {
    switch (message.kind) {
      case 'line':
        this.takeLine(message.value);
        return;
      case 'load':
        this.supply.takeLoad(message.value);
        return;
      case 'switched':
        this.takeSwitched(message.value);
        return;
      case 'clicked':
        this.clicked = { kind: message.value.kind, id: message.value.id };
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
      case 'powerFlow':
        this.takePowerFlow(message.value);
        return;
      case 'routes':
        if (this.routes && waysOf(this.routes) !== waysOf(message.value)) this.routesBefore = this.routes;
        this.routes = message.value;
        return;
      default:
        // A report that is shown as it is.
        Object.assign(this, { [message.kind]: message.value });
    }
  }

  /** What nobody sends again: how it was over the day, and what was opened by switching. */
  snapshot() {
    const { trend, supply, opened, alarms, forecast, reconfiguration } = this;
    const kept = { trend: trend.points, supply: supply.snapshot(), alarms, opened: [...opened] };
    return structuredClone({ operator: 'operations-page', ...kept, forecast, reconfiguration });
  }

  /** Of a state to which nothing has come yet. @throws Error when it is not what `snapshot` gave */
  restore(state: unknown): void {
    if (!Value.Check(Snapshot, state)) {
      throw new Error('not a snapshot of the page of operations: give what snapshot() returned, or reset');
    }
    const { trend, supply, opened, alarms, forecast, reconfiguration } = structuredClone(state);
    this.trend.restore(trend);
    this.supply.restore(supply);
    this.opened = new Set(opened);
    for (const element of [{ standing: alarms }, forecast, reconfiguration]) {
      const read = readPageMessage(element, 'snapshot');
      if (!isRefusal(read) && read.kind !== 'node' && read.kind !== 'again') this.take(read, 0);
    }
  }

  private takeLine(line: LineTelemetry): void {
    if (!this.names.isLine(line.lineId)) return;
    this.saw(line.timeMs);
    this.telemetry.set(line.lineId, { ...this.telemetry.get(line.lineId), ...line });
  }

  private takeSwitched({ lineId, inService }: { lineId: string; inService: boolean }): void {
    if (inService) this.opened.delete(lineId);
    else if (this.names.isLine(lineId)) this.opened.add(lineId);
  }

  private takePowerFlow(report: PowerFlowReport): void {
    this.powerFlow = report;
    // Before the first telemetry the loads are those of a file.
    if (this.newestMs === null) return;
    this.trend.add({ timeMs: report.timeMs, nowKw: report.lossKw, bestKw: this.routes?.lossKw ?? null });
  }

  private saw(timeMs: number): void {
    this.newestMs = Math.max(this.newestMs ?? 0, timeMs);
  }
}

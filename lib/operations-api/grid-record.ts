import type { TObject, TSchema } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import {
  GridAlarm,
  LineTelemetry,
  LoadForecast,
  MaintenanceReport,
  NodeTelemetry,
  PowerFlowReport,
  type Refusal,
  RouteReport,
} from '../messages';
import type { NetworkModel } from '../network/network-model';
import { LossHistory } from './loss-history';

const MOST_ALARMS = 10_000;
/** Days of which forecasts are kept. */
const MOST_FORECASTS = 8;

/** What messages are about; the names appear in /health and /metrics. */
export const KINDS = ['nodes', 'lines', 'power_flow', 'routes', 'maintenance', 'alarms', 'forecast'] as const;
export type Kind = (typeof KINDS)[number];

/** Messages by the field that only theirs have. */
const FORMS = [
  form('nodeId', 'nodes', NodeTelemetry),
  form('lineId', 'lines', LineTelemetry),
  form('alarmId', 'alarms', GridAlarm),
  form('feeders', 'power_flow', PowerFlowReport),
  form('routes', 'routes', RouteReport),
  form('entries', 'maintenance', MaintenanceReport),
  form('hours', 'forecast', LoadForecast),
];
type Form = (typeof FORMS)[number];

type PowerFlowNode = PowerFlowReport['nodes'][number];
type PowerFlowLine = PowerFlowReport['lines'][number];

/** The latest that messages have told of the grid. All of it has been checked, and none of it grows without bound. */
export class GridRecord {
  readonly nodes = new Map<string, NodeTelemetry>();
  readonly lines = new Map<string, LineTelemetry>();
  readonly alarms = new Map<string, GridAlarm>();
  readonly forecasts = new Map<string, LoadForecast>();
  readonly losses: LossHistory;
  powerFlow: { nodes: Map<string, PowerFlowNode>; lines: Map<string, PowerFlowLine> } | undefined;
  routes: RouteReport | undefined;
  maintenance: MaintenanceReport | undefined;
  /** When the last message of a kind came. */
  readonly arrivedMs = new Map<Kind, number>();
  readonly counts = new Map<Kind, number>();
  refused = 0;
  /** Grows with each message. */
  revision = 0;
  private readonly nodeIds: ReadonlySet<string>;
  private readonly lineIds: ReadonlySet<string>;

  /** @param network its nodes and lines stay, whatever happens to them */
  constructor({ nodes, branches }: NetworkModel, historyLength: number) {
    this.nodeIds = new Set(nodes.map(({ id }) => id));
    this.lineIds = new Set(branches.map(({ id }) => id));
    this.losses = new LossHistory(historyLength);
  }

  /** Something of the grid itself is known, beside its plan. */
  get isInitialised(): boolean {
    return this.nodes.size > 0 || this.lines.size > 0 || this.powerFlow !== undefined;
  }

  /** @returns what it is, or why it is not taken */
  take(value: unknown, nowMs: number): Kind | Refusal {
    const fits = isObject(value) ? FORMS.find(({ field }) => Object.hasOwn(value, field)) : undefined;
    const fault = fits ? this.fault(fits, value) : notServed(value);
    if (fault) {
      this.refused++;
      return fault;
    }
    const { kind, schema } = fits!;
    this.keep(kind, declared(schema, value));
    this.arrivedMs.set(kind, nowMs);
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    this.revision++;
    return kind;
  }

  reset(): void {
    for (const map of [this.nodes, this.lines, this.alarms, this.forecasts, this.arrivedMs]) map.clear();
    this.powerFlow = this.routes = this.maintenance = undefined;
    this.losses.reset();
    this.revision++;
  }

  private fault({ field, kind, check }: Form, value: unknown): Refusal | undefined {
    if (!check.Check(value)) {
      const { path = '', message = 'does not fit' } = check.Errors(value).First() ?? {};
      const place = path.slice(1) || field;
      return refusal('bad-value', `${place}: ${message}`, place, 'send the message as the node for it does', value);
    }
    const id = (value as Record<string, unknown>)[field] as string;
    const ids = kind === 'nodes' ? this.nodeIds : kind === 'lines' ? this.lineIds : undefined;
    if (!ids || ids.has(id)) return undefined;
    const what = kind === 'nodes' ? 'node' : 'line';
    const message = `"${id.slice(0, 80)}" is no ${what} of the network`;
    return refusal(`unknown-${what}`, message, field, `name a ${what} that is there, or choose its network`, value);
  }

  private keep(kind: Kind, value: unknown): void {
    if (kind === 'nodes') merge(this.nodes, (value as NodeTelemetry).nodeId, value as NodeTelemetry);
    else if (kind === 'lines') merge(this.lines, (value as LineTelemetry).lineId, value as LineTelemetry);
    else if (kind === 'alarms') this.keepAlarm(value as GridAlarm);
    else if (kind === 'routes') this.routes = value as RouteReport;
    else if (kind === 'maintenance') this.maintenance = value as MaintenanceReport;
    else if (kind === 'forecast')
      put(this.forecasts, (value as LoadForecast).date, value as LoadForecast, MOST_FORECASTS);
    else {
      const { nodes, lines } = value as PowerFlowReport;
      const byId = <T extends { id: string }>(all: T[]) => new Map(all.map((each) => [each.id, each]));
      this.powerFlow = { nodes: byId(nodes), lines: byId(lines) };
    }
  }

  private keepAlarm(alarm: GridAlarm): void {
    if (alarm.state === 'cleared') this.alarms.delete(alarm.alarmId);
    else put(this.alarms, alarm.alarmId, alarm, MOST_ALARMS);
  }
}

/** What a later message leaves out was not measured again, and stays. */
function merge<T>(all: Map<string, T>, id: string, value: T): void {
  all.set(id, { ...all.get(id), ...value });
}

/** The oldest goes when there are too many. */
function put<T>(all: Map<string, T>, id: string, value: T, most: number): void {
  all.delete(id);
  all.set(id, value);
  if (all.size > most) all.delete(all.keys().next().value!);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notServed(original: unknown): Refusal {
  const remedy = 'send telemetry, or reports of power flow, paths, maintenance, alarms or forecast';
  return refusal('unknown-message', 'the payload is none of the messages that are served', 'payload', remedy, original);
}

function refusal(reason: string, message: string, place: string, remedy: string, original: unknown): Refusal {
  return { reason, message, place, remedy, original };
}

function form(field: string, kind: Kind, schema: TObject) {
  return { field, kind, schema, check: TypeCompiler.Compile(schema) };
}

/** A copy with what the schema declares and nothing else: the rest need not even be JSON, and would be served. */
function declared(schema: TSchema, value: unknown): unknown {
  if (schema.type === 'array') return (value as unknown[]).map((item) => declared(schema.items, item));
  if (schema.type !== 'object') return value;
  const entries = Object.entries(value as object).filter(
    ([name, field]) => Object.hasOwn(schema.properties, name) && field !== undefined,
  );
  return Object.fromEntries(entries.map(([name, field]) => [name, declared(schema.properties[name], field)]));
}

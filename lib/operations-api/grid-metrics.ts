import { type GridRecord, KINDS } from './grid-record';
import type { GridView } from './grid-view';
import { labels, type Metric, type Sample } from './prometheus';
import type { RequestCounts } from './request-counts';
import type { GridEdge, GridNode, Health } from './schemas';

const WATTS_PER_MW = 1e6;
const VOLTS_PER_KV = 1e3;

/** The grid and the API as metrics, in the base units of Prometheus: W, V, A, °C, ratios, seconds. */
export function gridMetrics(view: GridView, record: GridRecord, requests: RequestCounts, health: Health): Metric[] {
  const { nodes, edges } = view;
  // Written once: a large network has many, and each in several metrics.
  const nodeLabels = nodes.map(({ id, name }) => labels({ node: id, name }));
  const lineLabels = edges.map(({ id, source, target }) => labels({ line: id, source, target }));
  const ofNodes = (value: (node: GridNode) => number | null, factor = 1) =>
    nodes.map((node, at): Sample => [nodeLabels[at]!, scaled(value(node), factor)]);
  const ofLines = (value: (edge: GridEdge) => number | null, factor = 1) =>
    edges.map((edge, at): Sample => [lineLabels[at]!, scaled(value(edge), factor)]);
  const ofKinds = (value: (kind: (typeof KINDS)[number]) => number | null) =>
    KINDS.map((kind): Sample => [labels({ kind }), value(kind)]);
  const one = (value: number | null): Sample[] => [['', value]];
  const gauge = (name: string, help: string, samples: readonly Sample[]): Metric => {
    return { name: `gridloom_${name}`, help, type: 'gauge', samples };
  };
  const counter = (name: string, help: string, samples: readonly Sample[]): Metric => {
    return { name: `gridloom_${name}_total`, help, type: 'counter', samples };
  };
  const alarms = [...record.alarms.values()];
  const due = record.maintenance?.entries ?? [];
  return [
    gauge(
      'node_demand_watts',
      'Power drawn at a node',
      ofNodes(({ demand }) => demand, WATTS_PER_MW),
    ),
    gauge(
      'node_generation_watts',
      'Power fed in at a node',
      ofNodes(({ generation }) => generation, WATTS_PER_MW),
    ),
    gauge(
      'node_voltage_volts',
      'Voltage of a node',
      ofNodes(({ voltage }) => voltage, VOLTS_PER_KV),
    ),
    gauge(
      'line_in_service',
      '1 for a line in service, else 0',
      ofLines(({ in_service }) => Number(in_service)),
    ),
    gauge(
      'line_current_amperes',
      'Current of a line',
      ofLines(({ current }) => current),
    ),
    gauge(
      'line_temperature_celsius',
      'Temperature of a line',
      ofLines(({ temperature }) => temperature),
    ),
    gauge(
      'line_power_flow_watts',
      'Power from source to target',
      ofLines(({ power_flow }) => power_flow, WATTS_PER_MW),
    ),
    gauge(
      'line_risk_ratio',
      'Risk of a line, 0 to 1',
      ofLines(({ risk }) => risk),
    ),
    gauge('average_risk_ratio', 'Mean risk of the lines in service', one(view.averageRisk)),
    gauge(
      'loss_ratio',
      'Share of the power that is lost',
      one(scaled(record.losses.all.at(-1)?.lossPercent ?? null, 0.01)),
    ),
    gauge('alarms', 'Alarms that stand', tally(['low', 'medium', 'high'], 'severity', alarms)),
    gauge(
      'maintenance_due',
      'Assets that need maintenance',
      tally(['low', 'medium', 'high', 'critical'], 'level', due),
    ),
    gauge(
      'data_age_seconds',
      'Since the last message of a kind',
      ofKinds((kind) => health.age_seconds[kind]),
    ),
    gauge('uptime_seconds', 'Since the API was started', one(health.uptime_seconds)),
    gauge('waiting_requests', 'Requests that wait for an optimisation', one(health.counts.waiting)),
    counter(
      'messages',
      'Messages taken',
      ofKinds((kind) => record.counts.get(kind) ?? 0),
    ),
    counter('messages_refused', 'Messages refused', one(record.refused)),
    counter('http_requests', 'Requests answered', requests.samples()),
  ];
}

/** How many there are of each value of a field, also of those that nothing has. */
function tally<Field extends string>(values: readonly string[], field: Field, all: readonly Record<Field, string>[]) {
  return values.map((value): Sample => [labels({ [field]: value }), all.filter((one) => one[field] === value).length]);
}

const scaled = (value: number | null, factor: number) => (value === null ? null : value * factor);

import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { GridAlarm, LoadForecast, MaintenanceReport } from '../messages';

/** What the API answers. Names and units are those of the original system; null is what is not known. */

const closed = <T extends Record<string, TSchema>>(title: string, description: string, properties: T) =>
  Type.Object(properties, { title, description, additionalProperties: false });
const maybe = (description: string, unit?: string) =>
  Type.Union([Type.Number(), Type.Null()], {
    ...(unit ? { unit } : {}),
    description: `${description}; null: not known`,
  });
const number = (description: string, unit?: string) => Type.Number({ ...(unit ? { unit } : {}), description });
const count = (description: string) => Type.Integer({ minimum: 0, description });
const instant = (description: string) => Type.String({ format: 'date-time', description });

export const Problem = closed('Problem', 'Why there is no result', {
  error: Type.String({ description: 'What is wrong' }),
  remedy: Type.String({ description: 'What to do about it' }),
});

export const Initialising = closed('Initialising', 'The data that this is about has not come yet', {
  status: Type.Literal('initialising'),
  waiting_for: Type.String({ description: 'What has not come' }),
});
export type Initialising = Static<typeof Initialising>;

const nodeFields = {
  id: Type.String(),
  name: Type.String(),
  type: Type.String({ description: 'generator for a power station, else what the network calls it, e.g. load' }),
  demand: number('Drawn', 'MW'),
  generation: number('Fed in, at a power station what the power flow takes from it', 'MW'),
  voltage: maybe('Measured, else of the power flow', 'kV'),
  degree: count('Lines in service at the node'),
};
export const GridNode = closed('GridNode', 'A node of the grid', nodeFields);
export type GridNode = Static<typeof GridNode>;

const edgeEnds = {
  id: Type.String(),
  source: Type.String({ description: 'Id of the node' }),
  source_name: Type.String(),
  target: Type.String({ description: 'Id of the node' }),
  target_name: Type.String(),
};
const risk = maybe('0…1');
export const GridEdge = closed('GridEdge', 'A line, cable or transformer', {
  ...edgeEnds,
  in_service: Type.Boolean({ description: 'False: open, or out of service' }),
  resistance: maybe('Of a phase', 'Ω'),
  current: maybe('Measured, else of the power flow', 'A'),
  temperature: maybe('Of the conductor', '°C'),
  power_flow: maybe('From source to target; measured, else of the power flow', 'MW'),
  risk,
  vibration: maybe('Measured', 'mm/s'),
  age: maybe('Told with the measurements', 'years'),
  corrosion: maybe('0: none, 1: through'),
  harmonic: maybe('Total harmonic distortion of the current', '%'),
});
export type GridEdge = Static<typeof GridEdge>;

export const GridMetrics = closed('GridMetrics', 'The grid in figures', {
  total_demand: number('Of all nodes', 'MW'),
  total_nodes: count('Nodes'),
  total_edges: count('Lines, also those out of service'),
  average_risk: maybe('Mean risk of the lines in service, 0…1'),
  generators: count('Power stations'),
});

export const GridState = closed('GridState', 'The grid as it is', {
  nodes: Type.Array(GridNode),
  edges: Type.Array(GridEdge),
  metrics: GridMetrics,
});
export type GridState = Static<typeof GridState>;

const neighbours = {
  average_neighbor_risk: maybe('Mean risk of the lines in service at the node, 0…1'),
  max_neighbor_risk: maybe('Greatest of them'),
};
export const NodeDetail = closed('NodeDetail', 'A node with its lines', {
  ...nodeFields,
  ...neighbours,
  edges: Type.Array(GridEdge),
});
export type NodeDetail = Static<typeof NodeDetail>;

export const RiskReport = closed('RiskReport', 'Where the risk is; the greatest first, what is not known last', {
  nodes: Type.Array(
    closed('NodeRisk', 'By average_neighbor_risk', { id: Type.String(), name: Type.String(), ...neighbours }),
  ),
  edges: Type.Array(closed('EdgeRisk', 'Lines in service', { ...edgeEnds, risk })),
});
export type RiskReport = Static<typeof RiskReport>;

const path = closed('SupplyPath', 'How a load is supplied', {
  load_node: Type.String(),
  load_name: Type.String(),
  generator_node: Type.String(),
  generator_name: Type.String(),
  path: Type.Array(Type.String(), { description: 'Ids of the nodes from the generator to the load' }),
  demand: number('The part of the load that takes this path', 'MW'),
  loss: number('Its share of the losses', 'MW'),
});
const unserved = closed('UnservedLoad', 'A load, or part of one, that no path can supply', {
  load_node: Type.String(),
  demand: number('Not supplied', 'MW'),
  because: Type.String(),
});
export const EpisodeResult = closed('EpisodeResult', 'Paths that supply all loads with least losses and risk', {
  loss_percent: number('Of the demand that is served', '%'),
  reward: number('−loss_percent, by which the original judged'),
  avg_risk: number('Of the lines that are used, by the power they carry, 0…1'),
  total_demand: number('Of all loads', 'MW'),
  paths: Type.Array(path),
  unserved: Type.Array(unserved),
});
export type EpisodeResult = Static<typeof EpisodeResult>;

export const PathsReport = closed('PathsReport', 'The latest paths', {
  paths: Type.Array(path),
  unserved: Type.Array(unserved),
  loss_percent: number('Of the demand that is served', '%'),
  avg_risk: number('Of the lines that are used, by the power they carry, 0…1'),
  timestamp: instant('When they came'),
});
export type PathsReport = Static<typeof PathsReport>;

export const OptimizeAnswer = closed('OptimizeAnswer', 'What the optimisation found', {
  success: Type.Boolean({ description: 'False: no new result came in time, this is the latest one' }),
  episode_result: EpisodeResult,
  timestamp: instant('When the result came'),
  age_seconds: Type.Number({ minimum: 0, unit: 's', description: 'Of the result' }),
});
export type OptimizeAnswer = Static<typeof OptimizeAnswer>;

/** @param mostSeconds the longest wait that the node allows */
export const optimizeRequest = (mostSeconds: number) =>
  closed('OptimizeRequest', 'How long to wait', {
    wait_seconds: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: mostSeconds,
        unit: 's',
        description: 'For a new result; absent: the longest',
      }),
    ),
  });

export const LossReport = closed('LossReport', 'Losses of the power flows; of the paths where there is no power flow', {
  history: Type.Array(Type.Number(), { description: '%, oldest first' }),
  risk_history: Type.Array(Type.Union([Type.Number(), Type.Null()]), {
    description: 'Mean risk of the lines in service at the same times; null: not known',
  }),
  time_history: Type.Array(Type.Integer(), { description: 'The times, epoch milliseconds UTC' }),
  current_loss_percent: number('The latest', '%'),
  current_avg_risk: maybe('Mean risk of the lines in service, 0…1'),
  best_loss: number('Least of the history', '%'),
  worst_loss: number('Greatest of the history', '%'),
});
export type LossReport = Static<typeof LossReport>;

const spreadFields = (what: string, unit?: string) => ({
  count: count(`Known values: ${what}`),
  mean: maybe('Mean', unit),
  std: maybe('Standard deviation (population)', unit),
  min: maybe('Least', unit),
  max: maybe('Greatest', unit),
});
const spread = (what: string, unit?: string) => Type.Object(spreadFields(what, unit), { additionalProperties: false });
export const GridStatistics = closed('GridStatistics', 'Nodes, and lines in service', {
  voltage: spread('voltages of nodes', 'kV'),
  demand: spread('nodes that are no power stations', 'MW'),
  risk: Type.Object(
    { ...spreadFields('risks of lines, 0…1'), high_risk_edges: count('Lines with a risk above 0.5') },
    { additionalProperties: false },
  ),
  temperature: spread('temperatures of lines', '°C'),
  power_flow: spread('power of lines, without direction', 'MW'),
  current: spread('currents of lines', 'A'),
});
export type GridStatistics = Static<typeof GridStatistics>;

export const AlarmList = closed('AlarmList', 'Alarms that stand, raised or acknowledged', {
  alarms: Type.Array(GridAlarm),
});
export const ForecastList = closed('ForecastList', 'The latest forecasts, by day', {
  forecasts: Type.Array(LoadForecast),
});
export { MaintenanceReport };

const age = maybe('Since the last message', 's');
export const Health = closed('Health', 'Whether there is data, and how old it is', {
  status: Type.Union([Type.Literal('healthy'), Type.Literal('stale'), Type.Literal('initialising')]),
  uptime_seconds: Type.Number({ minimum: 0, unit: 's' }),
  age_seconds: closed('DataAges', 'By kind of data', {
    nodes: age,
    lines: age,
    power_flow: age,
    routes: age,
    maintenance: age,
    alarms: age,
    forecast: age,
  }),
  counts: closed('Counts', 'Since the start', {
    nodes: count('Of the network'),
    edges: count('Of the network'),
    nodes_measured: count('Nodes with measurements'),
    edges_measured: count('Lines with measurements'),
    alarms: count('Standing'),
    messages: count('Taken'),
    refused: count('Messages refused'),
    requests: count('Requests answered'),
    waiting: count('Requests that wait for an optimisation'),
  }),
});
export type Health = Static<typeof Health>;

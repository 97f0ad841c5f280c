import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { GridAlarm, LoadForecast, MaintenanceEntry, ReconfigurationReport, RouteReport } from '../messages';

const maybe = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const count = Type.Integer({ minimum: 0 });
const mw = Type.Number({ unit: 'MW' });
const kw = Type.Number({ unit: 'kW' });
const timeMs = Type.Number({ unit: 'ms' });

/** At which an alarm is raised, as the alarm table has it. */
export const AlarmLimit = Type.Composite([
  Type.Pick(GridAlarm, ['quantity', 'severity']),
  Type.Object({ side: Type.Union([Type.Literal('above'), Type.Literal('below')]), limit: Type.Number() }),
]);

const LossRow = Type.Object({ id: Type.String(), name: Type.String(), lossKw: kw, share: Type.Number() });
const Mean = Type.Object({ startMs: timeMs, mean: Type.Number() });

/** What of the page of operations is of this moment. */
export const OperationsNow = Type.Object(
  {
    timeMs: Type.Union([Type.Number(), Type.Null()], { unit: 'ms', description: 'Event time of the newest telemetry' }),
    kpis: Type.Object(
      {
        loadMw: mw,
        lossKw: maybe(kw),
        lossPercent: maybe(Type.Number({ unit: '%' })),
        violations: count,
        unfedMw: mw,
        alarms: Type.Object({ standing: count, high: count, shelved: count, unacknowledged: count }),
        averageRisk: maybe(Type.Number()),
        worstRisk: maybe(Type.Object({ id: Type.String(), name: Type.String(), risk: Type.Number() })),
        renewableShare: maybe(Type.Number()),
        linesOut: count,
      },
      { description: 'Figures of the whole grid' },
    ),
    routes: Type.Array(
      Type.Object({
        key: Type.String(),
        load: Type.String(),
        source: Type.Union([Type.String(), Type.Null()], { description: 'Null: what it feeds in itself' }),
        via: Type.Array(Type.String()),
        lines: Type.Array(Type.String()),
        powerMw: mw,
        lossKw: kw,
        risk: Type.Number(),
        isNew: Type.Boolean(),
      }),
      { description: 'How each load is supplied' },
    ),
    routing: Type.Union([Type.Omit(RouteReport, ['timeMs', 'routes', 'cost']), Type.Null()], {
      description: 'Weights and sums of the routes',
    }),
    alarms: Type.Array(Type.Composite([GridAlarm, Type.Object({ name: Type.String(), isShelved: Type.Boolean() })]), {
      description: 'That stand, in the order in which they are looked at',
    }),
    limits: Type.Array(AlarmLimit, { description: 'At which alarms are raised' }),
    lines: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        state: Type.Union([Type.Literal('in'), Type.Literal('open'), Type.Literal('out')]),
      }),
      { description: 'Of the network, with their state' },
    ),
    nodes: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), loadMw: mw }), {
      description: 'Of the network',
    }),
    maintenance: Type.Optional(
      Type.Object({
        assets: count,
        entries: Type.Array(Type.Composite([MaintenanceEntry, Type.Object({ name: Type.String() })])),
      }),
    ),
    reconfiguration: Type.Optional(
      Type.Composite([
        Type.Omit(ReconfigurationReport, ['switching']),
        Type.Object({
          switching: maybe(
            Type.Array(
              Type.Object({ close: Type.String(), open: Type.String(), lossKw: kw, minVoltagePu: Type.Number() }),
            ),
          ),
          openBefore: Type.Array(Type.String()),
          openAfter: Type.Array(Type.String()),
          isApplied: Type.Boolean(),
        }),
      ]),
    ),
    clicked: Type.Union(
      [Type.Object({ kind: Type.Union([Type.Literal('node'), Type.Literal('line')]), id: Type.String() }), Type.Null()],
      { description: 'On the map, by anybody' },
    ),
    messages: Type.Array(Type.Object({ text: Type.String(), timeMs }), { description: 'What was refused or failed' }),
  },
  { $id: 'OperationsNow', title: 'OperationsNow' },
);
export type OperationsNow = Static<typeof OperationsNow>;

/** What of it is over time, or adds up. */
export const OperationsTrends = Type.Object(
  {
    loss: Type.Array(Type.Object({ timeMs, nowKw: kw, bestKw: maybe(kw) }), {
      description: 'As switched, and over the optimised routes',
    }),
    breakdown: Type.Optional(
      Type.Object({
        feeders: Type.Array(LossRow),
        lines: Type.Array(LossRow),
        kinds: Type.Array(LossRow),
      }),
    ),
    method: Type.Optional(Type.String({ description: 'Of the power flow' })),
    renewable: Type.Array(Mean, { description: 'Share of the generation by quarter of an hour, 0–1' }),
    forecast: Type.Optional(LoadForecast),
    measured: Type.Array(Mean, { description: 'Load by hour, MW' }),
  },
  { $id: 'OperationsTrends', title: 'OperationsTrends' },
);
export type OperationsTrends = Static<typeof OperationsTrends>;

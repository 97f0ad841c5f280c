import { type Static, Type } from '@sinclair/typebox';

/** How one load is supplied: from which source, over which lines. */
export const SupplyRoute = Type.Object(
  {
    loadId: Type.String(),
    loadName: Type.String(),
    sourceId: Type.String(),
    sourceName: Type.String(),
    nodes: Type.Array(Type.String(), { description: 'Ids from the source to the load' }),
    lines: Type.Array(Type.String(), { description: 'Ids in the same order' }),
    powerMw: Type.Number({ unit: 'MW', description: 'Of the load that takes this route; the rest takes others' }),
    lossKw: Type.Number({ unit: 'kW', description: 'Its share of the losses of its lines' }),
    risk: Type.Number({ description: 'Greatest of its lines, 0…1' }),
    riskSum: Type.Number({ description: 'Of all its lines' }),
  },
  { $id: 'SupplyRoute', title: 'SupplyRoute' },
);
export type SupplyRoute = Static<typeof SupplyRoute>;

/** The same loads with a policy that was learned, beside the optimum. */
export const PolicyGap = Type.Object(
  {
    gapPercent: Type.Number({ unit: '%', description: 'Mean of the seeds, of the cost of the optimum' }),
    lowPercent: Type.Number({ unit: '%', description: '95 % confidence interval over the seeds' }),
    highPercent: Type.Number({ unit: '%' }),
    seeds: Type.Integer({ minimum: 1 }),
    episodes: Type.Integer({ minimum: 1, description: 'Of training, each seed' }),
  },
  { $id: 'PolicyGap', title: 'PolicyGap' },
);
export type PolicyGap = Static<typeof PolicyGap>;

/** The routes by which all loads are supplied with least losses and risk within the ratings of the lines. */
export const RouteReport = Type.Object(
  {
    timeMs: Type.Integer({ unit: 'ms', description: 'Event time of the newest change of network or risk' }),
    lossWeight: Type.Number({ minimum: 0, description: 'Of the losses against the risk' }),
    riskWeight: Type.Number({ minimum: 0 }),
    routes: Type.Array(SupplyRoute),
    demandMw: Type.Number({ unit: 'MW' }),
    unservedMw: Type.Number({ unit: 'MW', description: 'For which ratings or sources leave no way' }),
    lossKw: Type.Number({ unit: 'kW' }),
    lossPercent: Type.Number({ unit: '%', description: 'Of the demand that is served' }),
    averageRisk: Type.Number({ description: 'Of the lines that are used, by the power they carry' }),
    cost: Type.Number({ description: 'Weighted and normalised losses and risk, which are least' }),
    unserved: Type.Array(
      Type.Object({ loadId: Type.String(), powerMw: Type.Number({ unit: 'MW' }), because: Type.String() }),
    ),
    policy: Type.Optional(PolicyGap),
  },
  { $id: 'RouteReport', title: 'RouteReport' },
);
export type RouteReport = Static<typeof RouteReport>;

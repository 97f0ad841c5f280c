import { type Static, Type } from '@sinclair/typebox';

/** The grid at a glance: what a page shows besides single alerts. */
export const RiskOverview = Type.Object(
  {
    timeMs: Type.Union([Type.Number(), Type.Null()], {
      unit: 'ms',
      description: 'End of the newest window; null: none yet',
    }),
    nodes: Type.Integer({ minimum: 0, description: 'Nodes with a current window' }),
    meanRisk: Type.Number({ minimum: 0, description: 'Of these nodes; 0 without any' }),
    activeAlerts: Type.Integer({ minimum: 0, description: 'Nodes whose alarm is raised now' }),
    alerts: Type.Integer({ minimum: 0, description: 'Alerts so far, raised or repeated' }),
    late: Type.Integer({ minimum: 0, description: 'Records so far that came too late' }),
    critical: Type.Array(
      Type.Object(
        { nodeId: Type.String(), risk: Type.Number(), isRaised: Type.Boolean() },
        { additionalProperties: false },
      ),
      { description: 'Nodes of the highest risk, highest first; equal ones by id' },
    ),
    alertRate: Type.Array(
      Type.Object({ startMs: Type.Number({ unit: 'ms' }), alerts: Type.Integer() }, { additionalProperties: false }),
      { description: 'Alerts in each of the newest intervals of event time, oldest first' },
    ),
  },
  { $id: 'RiskOverview', title: 'RiskOverview', additionalProperties: false },
);
export type RiskOverview = Static<typeof RiskOverview>;

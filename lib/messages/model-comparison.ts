import { type Static, Type } from '@sinclair/typebox';

/** What one stress model says of the grid, and how far it agrees with the reference model. */
export const ModelStanding = Type.Object(
  {
    model: Type.String(),
    timeMs: Type.Union([Type.Number(), Type.Null()], {
      unit: 'ms',
      description: 'End of its newest window; null: nothing has come of it yet',
    }),
    nodes: Type.Integer({ minimum: 0, description: 'Nodes with a current window' }),
    activeAlerts: Type.Integer({ minimum: 0 }),
    alerts: Type.Integer({ minimum: 0, description: 'Alerts so far' }),
    meanRisk: Type.Number({ minimum: 0 }),
    top: Type.Array(
      Type.Object(
        { nodeId: Type.String(), risk: Type.Number(), isRaised: Type.Boolean() },
        { additionalProperties: false },
      ),
      { description: 'Its most critical nodes, those with risk 0 left out' },
    ),
    kendallTau: Type.Union([Type.Number({ minimum: -1, maximum: 1 }), Type.Null()], {
      description: 'Kendall’s τ-b of its ranking and that of the reference; null: of the reference, or nothing to rank',
    }),
    topOverlap: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
      description: 'Share of the top nodes that both name; null as for kendallTau',
    }),
    alertRate: Type.Array(
      Type.Object(
        { startMs: Type.Number({ unit: 'ms' }), alerts: Type.Integer({ minimum: 0 }) },
        { additionalProperties: false },
      ),
      { description: 'Alerts that came in each of the newest ten minutes of the clock, oldest first' },
    ),
  },
  { $id: 'ModelStanding', title: 'ModelStanding', additionalProperties: false },
);
export type ModelStanding = Static<typeof ModelStanding>;

/** Stress models side by side. */
export const ModelComparison = Type.Object(
  {
    reference: Type.String({ description: 'Model that the others are compared with' }),
    models: Type.Array(ModelStanding),
  },
  { $id: 'ModelComparison', title: 'ModelComparison', additionalProperties: false },
);
export type ModelComparison = Static<typeof ModelComparison>;

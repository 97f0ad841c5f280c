import { type Static, Type } from '@sinclair/typebox';

/** An asset that needs maintenance. */
export const MaintenanceEntry = Type.Object(
  {
    assetId: Type.String(),
    level: Type.Union([Type.Literal('critical'), Type.Literal('high'), Type.Literal('medium'), Type.Literal('low')]),
    dueMs: Type.Integer({ unit: 'ms' }),
    isOverdue: Type.Boolean(),
    reasons: Type.Array(Type.String(), { description: 'Gravest first' }),
    failureProbability: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'By the trained model' })),
    score: Type.Optional(Type.Number({ minimum: 0, maximum: 100, description: 'Of the transformer; more is worse' })),
  },
  { $id: 'MaintenanceEntry', title: 'MaintenanceEntry' },
);
export type MaintenanceEntry = Static<typeof MaintenanceEntry>;

/** All assets that need maintenance, by due date. */
export const MaintenanceReport = Type.Object(
  {
    timeMs: Type.Integer({ unit: 'ms', description: 'Event time that the list is for' }),
    assets: Type.Integer({ minimum: 0, description: 'Of which something is known' }),
    entries: Type.Array(MaintenanceEntry),
  },
  { $id: 'MaintenanceReport', title: 'MaintenanceReport' },
);
export type MaintenanceReport = Static<typeof MaintenanceReport>;

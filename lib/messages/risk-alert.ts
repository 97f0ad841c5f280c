import { type Static, Type } from '@sinclair/typebox';

/** One change of the alarm of one node: raised, sent again while it lasts (by setting), cleared. */
export const RiskAlert = Type.Object(
  {
    alarmId: Type.String({ description: 'Stable name of the alarm, e.g. stress/N7' }),
    state: Type.Union([Type.Literal('raised'), Type.Literal('repeated'), Type.Literal('cleared')]),
    severity: Type.Union([Type.Literal('medium'), Type.Literal('high')]),
    nodeId: Type.String({ minLength: 1 }),
    timeMs: Type.Number({ unit: 'ms', description: 'Event time of this change' }),
    raisedMs: Type.Number({ unit: 'ms', description: 'Event time at which it was raised' }),
    risk: Type.Number({ minimum: 0 }),
    threshold: Type.Number({ description: 'The limit that the risk was compared with' }),
    because: Type.String({ description: 'The arithmetic in words and numbers' }),
  },
  { $id: 'RiskAlert', title: 'RiskAlert', additionalProperties: false },
);
export type RiskAlert = Static<typeof RiskAlert>;

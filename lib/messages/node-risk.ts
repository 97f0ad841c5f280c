import { type Static, Type } from '@sinclair/typebox';

/** The risk of one node in one window of event time, [startMs, endMs). */
export const NodeRisk = Type.Object(
  {
    nodeId: Type.String({ minLength: 1 }),
    startMs: Type.Number({ unit: 'ms', description: 'Epoch milliseconds UTC' }),
    endMs: Type.Number({ unit: 'ms', description: 'Not in the window any more' }),
    points: Type.Integer({ minimum: 1, description: 'Values in the window' }),
    sum: Type.Number(),
    mean: Type.Number(),
    maximum: Type.Number(),
    slope: Type.Number({ description: 'Least squares, in the unit of the settings; 0 of a single value' }),
    risk: Type.Number({ minimum: 0, description: 'Of these terms by the weights of the settings' }),
    isJudged: Type.Boolean({ description: 'False: fewer values than the settings want, no alert is decided by it' }),
  },
  { $id: 'NodeRisk', title: 'NodeRisk', additionalProperties: false },
);
export type NodeRisk = Static<typeof NodeRisk>;

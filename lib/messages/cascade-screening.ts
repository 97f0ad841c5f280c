import { type Static, Type } from '@sinclair/typebox';
import { AssumedRatings, CriticalNode } from './cascade-result';

/** The loss of one line, followed to the end. */
export const ScreenedOutage = Type.Object(
  {
    lineId: Type.String(),
    lostMw: Type.Number({ unit: 'MW' }),
    lostPercent: Type.Number({ unit: '%', description: 'Of the load before' }),
    tripped: Type.Integer({ minimum: 0, description: 'Lines that went by overload' }),
    rounds: Type.Integer({ minimum: 0, description: 'Waves of overloads' }),
  },
  { $id: 'ScreenedOutage', title: 'ScreenedOutage', additionalProperties: false },
);
export type ScreenedOutage = Static<typeof ScreenedOutage>;

/** Every line lost by itself (N-1), the worst first. */
export const CascadeScreening = Type.Object(
  {
    state: Type.Union([Type.Literal('running'), Type.Literal('done')]),
    done: Type.Integer({ minimum: 0, description: 'Outages that were followed' }),
    count: Type.Integer({ minimum: 0, description: 'Outages in all: lines in service' }),
    loadFactor: Type.Number(),
    revision: Type.Integer({ minimum: 0, description: 'Changes of the network before this' }),
    outages: Type.Array(ScreenedOutage, {
      description: 'By load lost, then by lines tripped; the ten worst so far while it is running, all when it is done',
    }),
    criticalNodes: Type.Array(CriticalNode, { description: 'Sums over all outages; empty while it is running' }),
    overloaded: Type.Array(Type.String(), {
      description: 'Lines that are overloaded with nothing out: all outages hold them',
    }),
    assumedRatings: AssumedRatings,
  },
  { $id: 'CascadeScreening', title: 'CascadeScreening', additionalProperties: false },
);
export type CascadeScreening = Static<typeof CascadeScreening>;

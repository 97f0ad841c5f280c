import { type Static, Type } from '@sinclair/typebox';

/** What the stress of a grid is told from: the load of the whole system, or what was measured at one node. */
export const StressMeasurement = Type.Object(
  {
    timeMs: Type.Integer({ minimum: 0, unit: 'ms', description: 'Event time, epoch milliseconds UTC' }),
    loadMw: Type.Optional(Type.Number({ unit: 'MW', description: 'Load of the whole system' })),
    nodeId: Type.Optional(Type.String({ minLength: 1, description: 'Node at which the following was measured' })),
    loadingPercent: Type.Optional(
      Type.Number({ minimum: 0, unit: '%', description: 'Of the rating of the equipment of the node' }),
    ),
    voltagePu: Type.Optional(Type.Number({ minimum: 0, unit: 'p.u.', description: 'Of the nominal voltage' })),
    temperatureC: Type.Optional(Type.Number({ unit: '°C', description: 'Of the hottest part' })),
    flags: Type.Optional(
      Type.Array(
        Type.Union([
          Type.Literal('bridged'),
          Type.Literal('spike'),
          Type.Literal('zero'),
          Type.Literal('repeated-hour'),
        ]),
        {
          description:
            'bridged: interpolated, not measured; spike: far off its neighbours; zero: not above 0; repeated-hour: in the hour that a clock change repeats',
        },
      ),
    ),
  },
  { $id: 'StressMeasurement', title: 'StressMeasurement' },
);
export type StressMeasurement = Static<typeof StressMeasurement>;

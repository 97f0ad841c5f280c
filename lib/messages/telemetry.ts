import { type Static, Type } from '@sinclair/typebox';

const timeMs = Type.Integer({
  minimum: 0,
  maximum: 8.64e15,
  unit: 'ms',
  description: 'Event time, epoch milliseconds UTC',
});
const power = (unit: 'MW' | 'Mvar', description: string) =>
  Type.Optional(Type.Number({ minimum: -1e6, maximum: 1e6, unit, description }));

/** What SCADA measures at a node of the network. What is left out was not measured. */
export const NodeTelemetry = Type.Object(
  {
    nodeId: Type.String({ minLength: 1, maxLength: 200 }),
    timeMs,
    voltagePu: Type.Optional(
      Type.Number({ minimum: 0, maximum: 10, unit: 'p.u.', description: 'Of the nominal voltage of the node' }),
    ),
    loadMw: power('MW', 'Drawn'),
    loadMvar: power('Mvar', 'Drawn'),
    generationMw: power('MW', 'Fed in, renewable or not'),
    renewableMw: power('MW', 'The part of generationMw from wind, sun, water and biomass'),
  },
  { $id: 'NodeTelemetry', title: 'NodeTelemetry' },
);
export type NodeTelemetry = Static<typeof NodeTelemetry>;

/** What SCADA measures on a line, cable or transformer. What is left out was not measured. */
export const LineTelemetry = Type.Object(
  {
    lineId: Type.String({ minLength: 1, maxLength: 200 }),
    timeMs,
    inService: Type.Optional(Type.Boolean({ description: 'False: open, or out of service' })),
    currentA: Type.Optional(Type.Number({ minimum: 0, maximum: 1e6, unit: 'A', description: 'Of a phase' })),
    flowMw: power('MW', 'Into the line at its from end'),
    temperatureC: Type.Optional(
      Type.Number({ minimum: -90, maximum: 1000, unit: '°C', description: 'Of the conductor' }),
    ),
    vibration: Type.Optional(Type.Number({ minimum: 0, maximum: 1e4, unit: 'mm/s' })),
    ageYears: Type.Optional(Type.Number({ minimum: 0, maximum: 200, unit: 'years' })),
    corrosion: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: '0: none; 1: through' })),
    harmonicPercent: Type.Optional(
      Type.Number({ minimum: 0, maximum: 1000, unit: '%', description: 'Total harmonic distortion of the current' }),
    ),
    risk: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'Where the sender has one of its own' })),
  },
  { $id: 'LineTelemetry', title: 'LineTelemetry' },
);
export type LineTelemetry = Static<typeof LineTelemetry>;

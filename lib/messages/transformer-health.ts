import { type Static, Type } from '@sinclair/typebox';

/** Temperatures and ageing of a transformer at a measurement, by the thermal model of IEC 60076-7. */
export const TransformerHealth = Type.Object(
  {
    transformerId: Type.String({ minLength: 1 }),
    timeMs: Type.Integer({ minimum: 0, unit: 'ms', description: 'Event time of the measurement' }),
    loadFactor: Type.Number({ minimum: 0, description: 'Load current / rated current' }),
    ambientC: Type.Number({ unit: '°C' }),
    topOilC: Type.Number({ unit: '°C' }),
    hotSpotC: Type.Number({ unit: '°C' }),
    ageingRate: Type.Number({ minimum: 0, description: 'Minutes of life lost in a minute' }),
    agedHours: Type.Number({ minimum: 0, unit: 'h', description: 'Life lost since the first measurement' }),
    lifeUsedPercent: Type.Number({ minimum: 0, unit: '%', description: 'The same, of the life of the insulation' }),
    observedHours: Type.Number({ minimum: 0, unit: 'h', description: 'Time that is counted in it' }),
    gapHours: Type.Number({ minimum: 0, unit: 'h', description: 'Time without measurements, not counted in it' }),
    loading: Type.Union(
      [Type.Literal('normal'), Type.Literal('long-emergency'), Type.Literal('short-emergency'), Type.Literal('beyond')],
      { description: 'Loading of IEC 60076-7 that allows these temperatures' },
    ),
    because: Type.String({ description: 'Which limit is kept or exceeded' }),
  },
  { $id: 'TransformerHealth', title: 'TransformerHealth', additionalProperties: false },
);
export type TransformerHealth = Static<typeof TransformerHealth>;

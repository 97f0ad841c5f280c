import { type Static, Type } from '@sinclair/typebox';

const number = (minimum: number, maximum: number, unit: string, description = '') =>
  Type.Optional(Type.Number({ minimum, maximum, ...(unit && { unit }), ...(description && { description }) }));

/** What is known of an asset from inspection, sensors and records. What is left out is not known. */
export const AssetInspection = Type.Object(
  {
    assetId: Type.String({ minLength: 1, maxLength: 200 }),
    timeMs: Type.Integer({ minimum: 0, maximum: 8.64e15, unit: 'ms', description: 'Event time' }),
    temperatureC: number(-90, 1000, '°C'),
    loadPercent: number(0, 1000, '%', 'Of the rated load'),
    vibration: number(0, 1e4, 'mm/s'),
    ageYears: number(0, 200, 'years'),
    corrosion: number(0, 1, '', '0: none; 1: through'),
    harmonicPercent: number(0, 1000, '%', 'Total harmonic distortion'),
    oilQuality: number(0, 1, '', '1: as new'),
    tripCount: number(0, 1e6, '', 'Since it was built'),
    ambientC: number(-90, 90, '°C'),
    humidityPercent: number(0, 100, '%'),
    efficiency: number(0, 1, '', 'Output / input'),
    lastMaintenanceMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 8.64e15, unit: 'ms' })),
  },
  { $id: 'AssetInspection', title: 'AssetInspection' },
);
export type AssetInspection = Static<typeof AssetInspection>;

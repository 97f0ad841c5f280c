import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** Where and when a simulated grid is, and how fast it goes. */
export const ScadaSettings = Type.Object({
  intervalSeconds: Type.Number({
    default: 4,
    minimum: 0.1,
    maximum: 3600,
    unit: 's',
    description: 'Between two publications',
  }),
  speed: Type.Number({
    default: 1,
    minimum: 1,
    maximum: 100_000,
    description: 'Event seconds a second; above 1 it begins in the past, and goes at 1 once it has caught up',
  }),
  startDaysAgo: Type.Number({
    default: 0,
    minimum: 0,
    maximum: 3650,
    unit: 'days',
    description: 'Begins so long ago; for a speed above 1',
  }),
  seed: Type.Integer({
    default: 1,
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'The same seed, the same grid',
  }),
  assetMinutes: Type.Number({
    default: 60,
    minimum: 1,
    maximum: 1e6,
    unit: 'min',
    description: 'Event time between two inspections or gas samples of an asset',
  }),
  ambientC: Type.Number({ default: 25, minimum: -40, maximum: 60, unit: '°C', description: 'Mean of the air' }),
  riseK: Type.Number({
    default: 40,
    minimum: 0,
    maximum: 200,
    unit: 'K',
    description: 'Of a line above the air at its rated current',
  }),
  latitude: Type.Number({
    default: 45,
    minimum: -66,
    maximum: 66,
    unit: '°',
    description: 'North; for sun and seasons',
  }),
  longitude: Type.Number({ default: 10, minimum: -180, maximum: 180, unit: '°', description: 'East' }),
  timeZone: Type.String({ default: 'Europe/Rome', maxLength: 100, description: 'By which people live' }),
});
export type ScadaSettings = Static<typeof ScadaSettings>;

/** @throws Error that names the setting that is wrong */
export function completeScadaSettings(given: Partial<ScadaSettings>): ScadaSettings {
  const settings = { ...Value.Create(ScadaSettings), ...given };
  const fault = Value.Errors(ScadaSettings, settings).First();
  if (fault)
    throw new Error(`setting ${fault.path.slice(1)}: ${fault.message}, but it is ${JSON.stringify(fault.value)}`);
  return settings;
}

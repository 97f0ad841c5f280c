import { type Static, Type } from '@sinclair/typebox';
import { EnergyAggregate } from '../messages';
import { bookingSettings, CityZones, zoneSettings } from '../stream/booking-settings';
import { withDefaults } from '../stream/settings';

const { level, period } = EnergyAggregate.properties;

/** The settings of the energy-aggregate operator. Every one has a default. */
export const EnergyAggregateSettings = Type.Object(
  {
    levels: Type.Array(level, {
      default: ['household', 'district', 'city'],
      minItems: 1,
      description: 'Levels that are added up: household, district, city',
    }),
    periods: Type.Array(period, {
      default: ['hour', 'day', 'month'],
      minItems: 1,
      description: 'Periods that are added up: hour, day, month',
    }),
    ...zoneSettings,
    openHours: Type.Boolean({
      default: true,
      description: 'Send the hours of a day that is still open; final ones follow when it closes',
    }),
    ...bookingSettings,
  },
  { $id: 'EnergyAggregateSettings', title: 'EnergyAggregateSettings', additionalProperties: false },
);
export type EnergyAggregateSettings = Static<typeof EnergyAggregateSettings>;

/** Settings with the defaults filled in. @throws Error that lists every setting that is wrong. */
export function completeAggregateSettings(given: Partial<EnergyAggregateSettings>): EnergyAggregateSettings {
  const complete = withDefaults(EnergyAggregateSettings, given, 'energy aggregate settings');
  new CityZones(complete);
  return complete;
}

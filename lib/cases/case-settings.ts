import { type Static, Type } from '@sinclair/typebox';
import { bookingSettings, CityZones, zoneSettings } from '../stream/booking-settings';
import { withDefaults } from '../stream/settings';

const days = (value: number, description: string) =>
  Type.Integer({ default: value, minimum: 1, maximum: 3650, unit: 'd', description });
const factor = (value: number, description: string) =>
  Type.Number({ default: value, minimum: 1, maximum: 1000, description });

/** The settings of the cases. Every one has a default. */
export const CaseSettings = Type.Object(
  {
    pricePerKwh: Type.Number({
      default: 0.3,
      minimum: 0,
      maximum: 1e6,
      description: 'What a kilowatt-hour costs; lost energy times this is the lost money',
    }),
    currency: Type.String({ default: 'EUR', minLength: 1, maxLength: 8, description: 'Currency of the price' }),
    ...zoneSettings,
    theftSharePercent: Type.Number({
      default: 1,
      minimum: 0.01,
      maximum: 50,
      unit: '%',
      description: 'Share of meters behind which energy is stolen, before anything is known of them',
    }),
    expectedHitPercent: Type.Number({
      default: 50,
      minimum: 1,
      maximum: 99,
      unit: '%',
      description: 'Share of decided cases expected to be confirmed; a cue that does as well keeps its weight',
    }),
    priorCases: Type.Number({
      default: 10,
      minimum: 1,
      maximum: 10_000,
      description: 'How many decided cases that expectation is worth',
    }),
    quietDays: days(90, 'How long a decision changes the weight of the same cues on the same meter'),
    quietFactor: factor(10, 'By how much: divided by it after a dismissal, multiplied after a confirmation'),
    reopenFactor: factor(10, 'A dismissed suspicion becomes a new case when its evidence is so many times stronger'),
    closedDays: days(365, 'How long a decided case is kept, counted from the decision in the time of the data'),
    maximumCases: Type.Integer({
      default: 1000,
      minimum: 1,
      maximum: 100_000,
      description: 'At most so many cases; decided ones go first, then those with least at stake',
    }),
    maximumMeters: Type.Integer({
      default: 2000,
      minimum: 1,
      maximum: 100_000,
      description:
        'At most so many meters of which two days are kept for plots, and feeders of which a month of balances is',
    }),
    listLength: Type.Integer({
      default: 50,
      minimum: 1,
      maximum: 500,
      description: 'At most so many cases in the list',
    }),
    maximumAheadMinutes: bookingSettings.maximumAheadMinutes,
  },
  { $id: 'CaseSettings', title: 'CaseSettings', additionalProperties: false },
);
export type CaseSettings = Static<typeof CaseSettings>;

/** Settings with the defaults filled in. @throws Error that names the setting that is wrong. */
export function completeSettings(given: Partial<CaseSettings>): CaseSettings {
  const settings = withDefaults(CaseSettings, given, 'case settings');
  new CityZones(settings);
  return settings;
}

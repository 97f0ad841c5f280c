import { type Static, Type } from '@sinclair/typebox';
import { bookingSettings, CityZones, zoneSettings } from '../stream/booking-settings';
import { withDefaults } from '../stream/settings';

const WINDOWS_MINUTES = [5, 10, 15, 30, 60];

const percent = (value: number, maximum: number, description: string) =>
  Type.Number({ default: value, minimum: 0, maximum, unit: '%', description });

/** The settings of the feeder-balance operator. Every one has a default. */
export const FeederBalanceSettings = Type.Object(
  {
    windowMinutes: Type.Integer({
      default: 10,
      minimum: 5,
      maximum: 60,
      unit: 'min',
      description:
        'Length of the windows: 5, 10, 15, 30 or 60; at least the time between two readings of the slowest meter',
    }),
    sendWindows: Type.Boolean({ default: false, description: 'Send the balance of every window, not only of days' }),
    gapLimitPercent: percent(7, 100, 'A gap above this share of what went in supports a bypass'),
    scoreLimit: Type.Number({
      default: 4,
      minimum: 1,
      maximum: 12,
      description: 'So does one that an honest feeder shows once in 10^this days, above the smallest gap',
    }),
    smallestGapPercent: percent(1, 100, 'A smaller gap is not above, however rare it is'),
    smallestLostPercent: percent(5, 90, 'A meter is named when it misses more than this; above the errors of meters'),
    maximumLossPercent: percent(6, 50, 'Technical loss is at most this; what is above is a gap from the first day on'),
    lossModel: Type.Union([Type.Literal('learned'), Type.Literal('given')], {
      default: 'learned',
      description: 'Technical loss: learned from each feeder’s own days, or given by the next three settings',
    }),
    constantLossW: Type.Number({ default: 100, minimum: 0, maximum: 1e6, unit: 'W', description: 'Loss without load' }),
    loadLossPercent: percent(2, 50, 'Loss in the lines, of the load given next; it grows with the square of the load'),
    loadLossAtKw: Type.Number({
      default: 50,
      exclusiveMinimum: 0,
      maximum: 1e6,
      unit: 'kW',
      description: 'Load at which the lines lose that much',
    }),
    warmUpDays: Type.Integer({
      default: 3,
      minimum: 1,
      maximum: 60,
      unit: 'd',
      description:
        'Complete days before a learned loss counts; until then all up to the maximum loss is taken for loss',
    }),
    historyDays: Type.Integer({
      default: 7,
      minimum: 1,
      maximum: 28,
      unit: 'd',
      description: 'Days of windows that are kept to find the meters that explain a gap',
    }),
    forgetDays: Type.Integer({
      default: 7,
      minimum: 1,
      maximum: 366,
      unit: 'd',
      description: 'A meter that is silent for so long no longer belongs to its feeder',
    }),
    ...zoneSettings,
    ...bookingSettings,
    latenessMinutes: Type.Number({
      default: 20,
      minimum: 0,
      maximum: 1440,
      unit: 'min',
      description: 'How long after its end (event time) a window still takes readings',
    }),
    maximumFeederKw: Type.Number({
      default: 10_000,
      exclusiveMinimum: 0,
      maximum: 1e6,
      unit: 'kW',
      description: 'The same for a feeder meter',
    }),
    maximumFeeders: Type.Integer({
      default: 1000,
      minimum: 1,
      maximum: 100_000,
      description: 'At most so many feeders; the one that was silent longest is forgotten first, with its meters',
    }),
    maximumMeters: Type.Integer({
      default: 20_000,
      minimum: 1,
      maximum: 200_000,
      description: 'At most so many meters; the one that was silent longest is forgotten first',
    }),
  },
  { $id: 'FeederBalanceSettings', title: 'FeederBalanceSettings', additionalProperties: false },
);
export type FeederBalanceSettings = Static<typeof FeederBalanceSettings>;

/** Settings with the defaults filled in. @throws Error that lists every setting that is wrong. */
export function completeBalanceSettings(given: Partial<FeederBalanceSettings>): FeederBalanceSettings {
  const complete = withDefaults(FeederBalanceSettings, given, 'feeder balance settings');
  if (!WINDOWS_MINUTES.includes(complete.windowMinutes)) {
    throw new Error(
      `feeder balance settings: windowMinutes: ${complete.windowMinutes} is none of ${WINDOWS_MINUTES.join(', ')}`,
    );
  }
  new CityZones(complete);
  return complete;
}

import { type Static, Type } from '@sinclair/typebox';
import { bookingSettings, CityZones, zoneSettings } from '../stream/booking-settings';
import { withDefaults } from '../stream/settings';
import { RULES, SUSPECT_RULES } from './rules';

const minutes = (value: number, minimum: number, maximum: number, description: string) =>
  Type.Number({ default: value, minimum, maximum, unit: 'min', description });
const count = (value: number, minimum: number, maximum: number, description: string) =>
  Type.Integer({ default: value, minimum, maximum, description });
const ratio = (value: number, description: string) =>
  Type.Number({ default: value, exclusiveMinimum: 0, maximum: 1e6, description });
const oneOf = <T extends string>(names: readonly T[]) => Type.Union(names.map((name) => Type.Literal(name)));
const INTERVALS_MINUTES = [5, 10, 15, 30, 60];

/** The settings of validation, estimation and editing. Every one has a default. */
export const VeeSettings = Type.Object(
  {
    intervalMinutes: Type.Integer({
      default: 60,
      minimum: 5,
      maximum: 60,
      unit: 'min',
      description: 'Length of an interval: 5, 10, 15, 30 or 60',
    }),
    ...zoneSettings,
    rules: Type.Array(oneOf(RULES), {
      default: [...RULES],
      description: 'Rules that are on: duplicate, gap, and those that make a reading suspect, which keeps its value',
    }),
    estimation: Type.Boolean({ default: true, description: 'Fill missing intervals with estimates' }),
    estimatedRules: Type.Array(oneOf(SUSPECT_RULES), {
      default: [],
      description:
        'Rules whose readings are replaced by an estimate, where one can be made, instead of kept as suspect',
    }),
    holidays: Type.Array(Type.String(), {
      default: [],
      description: 'Dates, YYYY-MM-DD, that count as Sundays in estimation and usage',
    }),
    inactiveMeters: Type.Array(Type.String({ minLength: 1 }), {
      default: [],
      description: 'Meters that should show no consumption; any makes inactive-meter speak',
    }),
    interpolateUpToMinutes: minutes(
      120,
      0,
      1440,
      'A gap up to this long between two good readings is interpolated; a longer one is filled from like days',
    ),
    minimumLikeDays: count(3, 1, 3, 'So many like days must be known for an estimate and for rules of usage'),
    zeroRunIntervals: count(
      24,
      1,
      10_000,
      'zero-run speaks from so many intervals of zero in a row, across midnight too',
    ),
    frozenIntervals: count(3, 2, 10_000, 'frozen speaks from so many intervals of the same value, not zero, in a row'),
    spikeRatio: ratio(1.8, 'spike speaks when (value − third highest of the day) / third highest is above this'),
    highUsageRatio: ratio(3, 'high-usage speaks when the day is above this many times the mean of its like days'),
    lowUsageRatio: ratio(0.2, 'low-usage speaks when the day is below this many times the mean of its like days'),
    stepKw: Type.Number({
      default: 20,
      exclusiveMinimum: 0,
      maximum: 1e6,
      unit: 'kW',
      description: 'step speaks when the mean power changes by more than this from one interval to the next',
    }),
    registerToleranceWh: Type.Number({
      default: 100,
      minimum: 0,
      maximum: 1e9,
      unit: 'Wh',
      description:
        'register-difference speaks when intervals and registers differ by more than this and the percentage',
    }),
    registerTolerancePercent: Type.Number({
      default: 1,
      minimum: 0,
      maximum: 100,
      unit: '%',
      description: 'See registerToleranceWh; of the register difference',
    }),
    nominalVoltageV: Type.Number({
      default: 230,
      minimum: 1,
      maximum: 1e6,
      unit: 'V',
      description: 'Nominal phase voltage',
    }),
    voltageBandPercent: Type.Number({
      default: 10,
      minimum: 0,
      maximum: 100,
      unit: '%',
      description: 'voltage-band speaks when a voltage is further than this from the nominal one',
    }),
    unitTolerance: Type.Number({
      default: 5,
      minimum: 1,
      maximum: 30,
      description:
        'unit-of-measure speaks when a day is 1000 times its like days or a 1000th, give or take this factor',
    }),
    clockToleranceSeconds: Type.Number({
      default: 30,
      minimum: 0,
      maximum: 1800,
      unit: 's',
      description: 'clock-drift speaks when an interval begins further than this from the grid of the day',
    }),
    inactiveDays: count(
      7,
      1,
      366,
      'inactive-meter speaks from so many days without consumption; a silent meter is given up after as many',
    ),
    latenessMinutes: minutes(60, 0, 720, 'How long after its end (event time) a day still takes readings'),
    maximumGapMinutes: bookingSettings.maximumGapMinutes,
    maximumPowerKw: bookingSettings.maximumPowerKw,
    maximumAheadMinutes: bookingSettings.maximumAheadMinutes,
    maximumMeters: count(
      20_000,
      1,
      100_000,
      'At most so many meters; the days of the one that was silent longest are closed and it is forgotten. ' +
        'With estimation the saved state takes 3 kB a meter at 60 min, 11 kB at 15 min',
    ),
  },
  { $id: 'VeeSettings', title: 'VeeSettings', additionalProperties: false },
);
export type VeeSettings = Static<typeof VeeSettings>;

/** Settings with the defaults filled in. @throws Error that lists every setting that is wrong. */
export function completeSettings(given: Partial<VeeSettings> = {}): VeeSettings {
  const complete = withDefaults(VeeSettings, given, 'VEE settings');
  if (!INTERVALS_MINUTES.includes(complete.intervalMinutes)) {
    throw new Error(
      `VEE settings: intervalMinutes: ${complete.intervalMinutes} is none of ${INTERVALS_MINUTES.join(', ')}`,
    );
  }
  const bad = complete.holidays.find((date) => !isDate(date));
  if (bad !== undefined) throw new Error(`VEE settings: holidays: "${bad}" is no date such as 2026-12-25`);
  new CityZones(complete);
  return complete;
}

function isDate(text: string): boolean {
  const timeMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString().slice(0, 10) === text;
}

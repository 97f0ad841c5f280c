import { type Static, Type } from '@sinclair/typebox';
import { bookingSettings, CityZones, zoneSettings } from '../stream/booking-settings';
import { withDefaults } from '../stream/settings';
import { parseHour } from './hours';

const name = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 128, description }));

/** A threshold and what it is for: a meter, else a district (of a city), else a city; one with no name is the default. */
export const ThresholdEntry = Type.Object(
  {
    city: name('City'),
    district: name('District of the city'),
    meter: name('Meter; city and district are not looked at then'),
    kwh: Type.Number({
      exclusiveMinimum: 0,
      maximum: 1e6,
      unit: 'kWh',
      description: 'Threshold of a household-hour in kWh, which is also the mean power in kW',
    }),
  },
  { $id: 'ThresholdEntry', additionalProperties: false },
);
export type ThresholdEntry = Static<typeof ThresholdEntry>;

/** The settings of the threshold-risk operator. Every one has a default. */
export const ThresholdRiskSettings = Type.Object(
  {
    thresholdKwh: Type.Number({
      default: 1.5,
      exclusiveMinimum: 0,
      maximum: 1e6,
      unit: 'kWh',
      description: 'Threshold of a household-hour where nothing more specific is given; also the mean power in kW',
    }),
    thresholds: Type.Array(ThresholdEntry, {
      default: [],
      description: 'Thresholds of meters, districts and cities; the most specific one wins',
    }),
    metadata: Type.String({
      default: '',
      description:
        'City metadata as JSON: {city, date, districts: [{district_id, threshold}], critical_hours}, or a list',
    }),
    criticalHours: Type.Array(Type.String(), {
      default: ['18:00', '19:00', '20:00', '21:00'],
      description: 'Hours of the wall clock in which a peak is critical, for cities without metadata',
    }),
    ...zoneSettings,
    hysteresisPercent: Type.Number({
      default: 5,
      minimum: 0,
      maximum: 50,
      unit: '%',
      description: 'An alarm clears this far below what raised it',
    }),
    raiseAfterSeconds: Type.Number({
      default: 60,
      minimum: 0,
      maximum: 86_400,
      unit: 's',
      description: 'How long (event time) a value must stay above its limit before the alarm is raised',
    }),
    clearAfterSeconds: Type.Number({
      default: 300,
      minimum: 0,
      maximum: 86_400,
      unit: 's',
      description: 'How long (event time) it must stay below before the alarm is cleared',
    }),
    estimated: Type.Union([Type.Literal('exclude'), Type.Literal('count')], {
      default: 'exclude',
      description: 'exclude: an estimated reading is never a violation; count: it is one like any other',
    }),
    minimumLevel: Type.Union([Type.Literal('LOW'), Type.Literal('MEDIUM'), Type.Literal('HIGH')], {
      default: 'MEDIUM',
      description: 'Risk level of a district from which on its alarm is raised',
    }),
    citySharePercent: Type.Number({
      default: 50,
      minimum: 1,
      maximum: 100,
      unit: '%',
      description: 'Share of the districts of a city at that level from which on the alarm of the city is raised',
    }),
    ...bookingSettings,
  },
  { $id: 'ThresholdRiskSettings', title: 'ThresholdRiskSettings', additionalProperties: false },
);
export type ThresholdRiskSettings = Static<typeof ThresholdRiskSettings>;

/** Settings with the defaults filled in. @throws Error that lists every setting that is wrong. */
export function completeSettings(given: Partial<ThresholdRiskSettings>): ThresholdRiskSettings {
  const complete = withDefaults(ThresholdRiskSettings, given, 'threshold risk settings');
  const bad = complete.criticalHours.filter((hour) => parseHour(hour) === undefined);
  if (bad.length > 0) throw new Error(`threshold risk settings: criticalHours: "${bad[0]}" is no hour such as 18:00`);
  new CityZones(complete);
  return complete;
}

/** What the operator takes besides readings. */
export const RiskCommand = Type.Union(
  [
    Type.Object(
      { acknowledge: Type.String({ description: 'Name of the alarm' }), by: Type.String({ minLength: 1 }) },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        thresholds: Type.Array(
          Type.Object({ ...ThresholdEntry.properties, kwh: Type.Union([ThresholdEntry.properties.kwh, Type.Null()]) }),
          { description: 'Thresholds to set from now on; null takes one away' },
        ),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      { metadata: Type.Unknown({ description: 'City metadata document, as an object or as JSON text' }) },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        city: Type.Optional(Type.Unknown()),
        date: Type.Optional(Type.Unknown()),
        districts: Type.Unknown(),
        critical_hours: Type.Optional(Type.Unknown()),
      },
      { description: 'The city metadata document itself' },
    ),
  ],
  { $id: 'RiskCommand', title: 'RiskCommand' },
);
export type RiskCommand = Static<typeof RiskCommand>;

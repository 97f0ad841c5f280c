import { type Static, Type } from '@sinclair/typebox';
import { DistrictRisk } from '../messages';
import { type DayRow, levelCounts } from './city-record';
import type { DistrictDayReport } from './district-day';

const Count = Type.Integer({ minimum: 0 });
const Kwh = Type.Number({ unit: 'kWh' });

/** `{City}_{date}_report_full.json`: everything that is known of a city's districts on one local day. */
export const CityReport = Type.Object(
  {
    schema: Type.Literal('gridloom.city-report'),
    schemaVersion: Type.Literal(1),
    generatedMs: Type.Optional(Type.Integer({ description: 'Epoch milliseconds UTC' })),
    city: Type.String(),
    date: Type.String({ description: 'Local day in the time zone of the districts, YYYY-MM-DD' }),
    estimatedReadings: Type.Union([Type.Literal('exclude'), Type.Literal('count')], {
      description: 'Whether an estimated reading may be a violation',
    }),
    summary: Type.Object(
      { districts: Count, high: Count, medium: Count, low: Count, noRisk: Count },
      { additionalProperties: false },
    ),
    districts: Type.Array(
      Type.Object(
        {
          risk: DistrictRisk,
          quality: Type.Object(
            { good: Count, estimated: Count, suspect: Count, missing: Count },
            { additionalProperties: false, description: 'Household-hours by quality' },
          ),
          quartilesKwh: Type.Union([Type.Tuple([Kwh, Kwh, Kwh, Kwh, Kwh]), Type.Null()], {
            description: 'Minimum, quartiles and maximum of the measured household-hours',
          }),
          hours: Type.Optional(
            Type.Array(Type.Object({ hour: Type.String(), sumKwh: Kwh }, { additionalProperties: false }), {
              description: 'Sums over the households in order of time; only of the district-days of highest score',
            }),
          ),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { $id: 'CityReport', title: 'CityReport', additionalProperties: false },
);
export type CityReport = Static<typeof CityReport>;

/** The rows are those of one city and date; `hoursOf` gives the hours of a row where they were kept. */
export function cityReport(
  about: Pick<CityReport, 'city' | 'date' | 'estimatedReadings' | 'generatedMs'>,
  rows: readonly DayRow[],
  hoursOf: (row: DayRow) => DistrictDayReport['hours'] | undefined,
): string {
  const counts = levelCounts(rows);
  const { city, date, estimatedReadings, generatedMs } = about;
  const report: CityReport = {
    schema: 'gridloom.city-report',
    schemaVersion: 1,
    generatedMs,
    city,
    date,
    estimatedReadings,
    summary: {
      districts: rows.length,
      high: counts.HIGH,
      medium: counts.MEDIUM,
      low: counts.LOW,
      noRisk: counts['NO RISK'],
    },
    districts: rows.map((row) => ({ ...row, hours: hoursOf(row) })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

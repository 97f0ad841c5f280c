import { type Static, Type } from '@sinclair/typebox';

const choice = <const T extends string>(values: readonly [T, ...T[]], description: string) =>
  Type.Unsafe<T>(
    Type.Union(
      values.map((value) => Type.Literal(value)),
      { default: values[0], description },
    ),
  );

const column = (description: string) => Type.String({ default: '', maxLength: 256, description });

/** How a CSV file is written and what its columns are. `auto` and empty names are found out from each file. */
export const CsvSettings = Type.Object(
  {
    householdColumn: column('Column of the household or meter: its name, or its number from 1; empty: found by name'),
    timestampColumn: column('Column of the timestamp, or of the date when the time has a column of its own'),
    timeColumn: column('Column of the time of day, when the date has a column of its own'),
    valueColumns: Type.Array(Type.String({ minLength: 1, maxLength: 256 }), {
      default: [],
      description: 'Columns of the values; several make a wide file, in which each column is a household or zone',
    }),
    cityColumn: column('Column of the city, if there is one'),
    districtColumn: column('Column of the district, if there is one'),
    unit: choice(['kWh', 'Wh', 'MWh', 'kW', 'W', 'MW'], 'Unit of the values; power is the mean of the interval'),
    intervalMinutes: Type.Integer({
      default: 60,
      minimum: 1,
      maximum: 60,
      unit: 'min',
      description: 'Length of the intervals: an hour or a divisor of it',
    }),
    stampAt: choice(['start', 'end'], 'Whether a timestamp is the start or the end of its interval'),
    timeFormat: Type.String({
      default: 'auto',
      maxLength: 64,
      description: 'How timestamps are written, e.g. yyyy-MM-dd HH:mm, M/d/yy H:mm, epoch-s; auto finds it out',
    }),
    delimiter: choice(['auto', 'comma', 'semicolon', 'tab', 'pipe'], 'What separates the columns'),
    quote: choice(['auto', 'double', 'single', 'none'], 'What text is quoted with'),
    decimal: choice(['auto', 'point', 'comma'], 'Decimal mark'),
    encoding: choice(['auto', 'utf-8', 'windows-1252', 'utf-16le', 'utf-16be'], 'Encoding of the text'),
    header: choice(['auto', 'yes', 'no'], 'Whether the first line names the columns'),
    missingValues: Type.Array(Type.String({ maxLength: 32 }), {
      default: [],
      description: 'Texts that stand for a missing value, such as NA; an empty cell always does',
    }),
    negative: choice(['refuse', 'accept'], 'What becomes of a negative value; feeding-in households have them'),
    maximumKwh: Type.Number({
      default: 1e6,
      exclusiveMinimum: 0,
      maximum: 1e12,
      unit: 'kWh',
      description: 'A value of an interval beyond this is no measurement',
    }),
  },
  { $id: 'CsvSettings', title: 'CsvSettings', additionalProperties: false },
);
export type CsvSettings = Static<typeof CsvSettings>;

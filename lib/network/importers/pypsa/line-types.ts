import type { CsvRow } from './csv-table';

/** One circuit of a type of line. */
export interface LineType {
  frequencyHz: number;
  ohmPerKm: number;
  reactanceOhmPerKm: number;
  nanofaradPerKm: number;
}

/** PyPSA's standard types of AC lines, all for 50 Hz: ohm/km, reactance ohm/km, nF/km. */
const STANDARD: readonly (readonly [string, number, number, number])[] = [
  ['149-AL1/24-ST1A 10.0', 0.194, 0.315, 11.25],
  ['149-AL1/24-ST1A 20.0', 0.194, 0.337, 10.5],
  ['149-AL1/24-ST1A 110.0', 0.194, 0.41, 8.75],
  ['15-AL1/3-ST1A 0.4', 1.8769, 0.35, 11],
  ['184-AL1/30-ST1A 20.0', 0.1571, 0.33, 10.75],
  ['184-AL1/30-ST1A 110.0', 0.1571, 0.4, 8.8],
  ['24-AL1/4-ST1A 0.4', 1.2012, 0.335, 11.25],
  ['243-AL1/39-ST1A 20.0', 0.1188, 0.32, 11],
  ['243-AL1/39-ST1A 110.0', 0.1188, 0.39, 9],
  ['305-AL1/39-ST1A 110.0', 0.0949, 0.38, 9.2],
  ['48-AL1/8-ST1A 0.4', 0.5939, 0.3, 12.2],
  ['48-AL1/8-ST1A 10.0', 0.5939, 0.35, 10.1],
  ['48-AL1/8-ST1A 20.0', 0.5939, 0.372, 9.5],
  ['490-AL1/64-ST1A 220.0', 0.059, 0.285, 10],
  ['490-AL1/64-ST1A 380.0', 0.059, 0.253, 11],
  ['94-AL1/15-ST1A 0.4', 0.306, 0.29, 13.2],
  ['94-AL1/15-ST1A 10.0', 0.306, 0.33, 10.75],
  ['94-AL1/15-ST1A 20.0', 0.306, 0.35, 10],
  ['N2XS(FL)2Y 1x120 RM/35 64/110 kV', 0.153, 0.166, 112],
  ['N2XS(FL)2Y 1x185 RM/35 64/110 kV', 0.099, 0.156, 125],
  ['N2XS(FL)2Y 1x240 RM/35 64/110 kV', 0.075, 0.149, 135],
  ['N2XS(FL)2Y 1x300 RM/35 64/110 kV', 0.06, 0.144, 144],
  ['NA2XS2Y 1x95 RM/25 12/20 kV', 0.313, 0.132, 216],
  ['NA2XS2Y 1x185 RM/25 12/20 kV', 0.161, 0.117, 273],
  ['NA2XS2Y 1x240 RM/25 12/20 kV', 0.122, 0.112, 304],
  ['NAYY 4x50 SE', 0.642, 0.083, 210],
  ['NAYY 4x120 SE', 0.225, 0.08, 264],
  ['NAYY 4x150 SE', 0.208, 0.08, 261],
  ['Al/St 240/40 2-bundle 220.0', 0.06, 0.301, 12.5],
  ['Al/St 240/40 3-bundle 300.0', 0.04, 0.265, 13.2],
  ['Al/St 240/40 4-bundle 380.0', 0.03, 0.246, 13.8],
  ['Al/St 490/64 4-bundle 380.0', 0.015, 0.16, 16.5],
  ['Al/St 560/50 4-bundle 750.0', 0.013, 0.276, 13.13],
  ['HTLS 4-bundle 380.0', 0.02, 0.26, 13.9],
];

/** The standard types, and those that a folder defines in line_types.csv, which come first. */
export function lineTypesOf(rows: readonly CsvRow[]): Map<string, LineType> {
  const types = new Map(
    STANDARD.map(([name, ohmPerKm, reactanceOhmPerKm, nanofaradPerKm]): [string, LineType] => [
      name,
      { frequencyHz: 50, ohmPerKm, reactanceOhmPerKm, nanofaradPerKm },
    ]),
  );
  for (const row of rows) {
    types.set(row.name, {
      frequencyHz: row.number('f_nom') ?? 50,
      ohmPerKm: row.number('r_per_length') ?? 0,
      reactanceOhmPerKm: row.number('x_per_length') ?? 0,
      nanofaradPerKm: row.number('c_per_length') ?? 0,
    });
  }
  return types;
}

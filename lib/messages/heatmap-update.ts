import { type Static, Type } from '@sinclair/typebox';

const Value = Type.Union([Type.Number(), Type.Null()], { description: 'null: known to be missing' });

/** One cell, e.g. the energy of one household in one hour. */
export const HeatmapCell = Type.Object(
  {
    row: Type.String({ minLength: 1, description: 'e.g. household or meter' }),
    column: Type.String({ minLength: 1, description: 'e.g. hour or day' }),
    value: Value,
    note: Type.Optional(Type.String({ description: 'Shown with the value, e.g. estimated' })),
  },
  { $id: 'HeatmapCell', title: 'HeatmapCell' },
);
export type HeatmapCell = Static<typeof HeatmapCell>;

/**
 * What a heatmap takes: changed cells, or a whole table as `rows` × `columns` with `values[row][column]`. A cell that was
 * never given is missing.
 */
export const HeatmapUpdate = Type.Object(
  {
    replace: Type.Optional(Type.Boolean({ description: 'True: what was there is forgotten first' })),
    rows: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), { description: 'Order from top; unknown ones are added' }),
    ),
    columns: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { description: 'Order from left' })),
    values: Type.Optional(Type.Array(Type.Array(Value), { description: 'values[i][j] is of rows[i] and columns[j]' })),
    cells: Type.Optional(Type.Array(HeatmapCell)),
  },
  { $id: 'HeatmapUpdate', title: 'HeatmapUpdate', additionalProperties: false },
);
export type HeatmapUpdate = Static<typeof HeatmapUpdate>;

import { Type } from '@sinclair/typebox';
import { HeatmapUpdate } from '../../../lib/messages';
import { ScaleSettings } from '../../lib/scale';
import { defineWidget } from '../shell/definition';

export const CellClick = Type.Object(
  {
    row: Type.String({ maxLength: 1000 }),
    column: Type.String({ maxLength: 1000 }),
    value: Type.Union([Type.Number(), Type.Null()], { description: 'null: missing' }),
  },
  { $id: 'CellClick', title: 'CellClick' },
);

export const definition = defineWidget({
  type: 'ui-grid-heatmap',
  version: 1,
  accepts: HeatmapUpdate,
  outputs: [{ name: 'clicked', schema: CellClick, single: true }],
  settings: Type.Object({
    label: Type.String({ default: '', maxLength: 200, description: 'Title above the heatmap' }),
    ...ScaleSettings,
    rowTitle: Type.String({ default: '', maxLength: 100, description: 'What a row is' }),
    columnTitle: Type.String({ default: '', maxLength: 100, description: 'What a column is' }),
    sorted: Type.Boolean({ default: true, description: 'Rows and columns sorted by name' }),
    maxRows: Type.Integer({ default: 1000, minimum: 1, maximum: 10000, description: 'Rows at most' }),
    maxColumns: Type.Integer({ default: 400, minimum: 1, maximum: 10000, description: 'Columns at most' }),
  }),
  basic: ['label', 'unit', 'autoScale', 'min', 'max', 'palette'],
  fixed: ['sorted', 'maxRows', 'maxColumns'],
});

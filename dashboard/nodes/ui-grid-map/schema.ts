import { Type } from '@sinclair/typebox';
import { GridMapUpdate } from '../../../lib/messages';
import { ScaleSettings } from '../../lib/scale';
import { defineWidget } from '../shell/definition';

export const MapClick = Type.Object(
  {
    kind: Type.Union([Type.Literal('node'), Type.Literal('line')]),
    id: Type.String({ minLength: 1, maxLength: 1000 }),
    value: Type.Union([Type.Number(), Type.Null()], { description: 'null: it has none' }),
  },
  { $id: 'MapClick', title: 'MapClick' },
);

const { unit, autoScale, min, max, palette } = ScaleSettings;

export const definition = defineWidget({
  type: 'ui-grid-map',
  version: 1,
  accepts: GridMapUpdate,
  outputs: [{ name: 'clicked', schema: MapClick, single: true }],
  settings: Type.Object({
    label: Type.String({ default: '', maxLength: 200, description: 'Title above the map' }),
    nodeTitle: Type.String({ default: '', maxLength: 100, description: 'What the values of nodes are' }),
    nodeUnit: unit,
    nodeAutoScale: autoScale,
    nodeMin: min,
    nodeMax: max,
    nodePalette: palette,
    lineTitle: Type.String({ default: '', maxLength: 100, description: 'What the values of lines are' }),
    lineUnit: unit,
    lineAutoScale: autoScale,
    lineMin: min,
    lineMax: max,
    linePalette: palette,
    geographic: Type.Boolean({ default: false, description: 'x and y are longitude and latitude in degrees' }),
    maxNodes: Type.Integer({ default: 20000, minimum: 1, maximum: 100000, description: 'Nodes at most' }),
    maxLines: Type.Integer({ default: 30000, minimum: 1, maximum: 150000, description: 'Lines at most' }),
  }),
  basic: ['label', 'nodeTitle', 'nodeUnit', 'lineTitle', 'lineUnit'],
  fixed: ['maxNodes', 'maxLines'],
});

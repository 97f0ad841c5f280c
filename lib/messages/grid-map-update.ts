import { type Static, Type } from '@sinclair/typebox';
import { GridTopology } from './grid-topology';

/** What has changed of one node or line on a map. What is left out stays as it is; null takes it away. */
export const MapElement = Type.Object(
  {
    id: Type.String({ minLength: 1 }),
    value: Type.Optional(
      Type.Union([Type.Number(), Type.Null()], {
        description: 'Gives colour, and size or width, by the scale of the map',
      }),
    ),
    color: Type.Optional(Type.Union([Type.String(), Type.Null()], { description: 'CSS colour instead of the scale' })),
    size: Type.Optional(
      Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
        description: 'Size or width from 0, the least, to 1; otherwise by the value',
      }),
    ),
    label: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    inService: Type.Optional(Type.Boolean({ description: 'False draws a line as open' })),
    details: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.Number(), Type.String(), Type.Boolean(), Type.Null()]), {
        description: 'What else a hover shows, by name',
      }),
    ),
  },
  { $id: 'MapElement', title: 'MapElement' },
);
export type MapElement = Static<typeof MapElement>;

/** A path that is highlighted, by the lines it takes or by the nodes it visits. */
export const MapPath = Type.Object(
  {
    id: Type.String({ minLength: 1 }),
    nodes: Type.Optional(Type.Array(Type.String(), { description: 'Ids in order; the lines between are found' })),
    lines: Type.Optional(Type.Array(Type.String(), { description: 'Ids; wins over nodes' })),
    color: Type.Optional(Type.String({ description: 'CSS colour; otherwise one of a palette' })),
    label: Type.Optional(Type.String({ description: 'Shown in the legend' })),
  },
  { $id: 'MapPath', title: 'MapPath' },
);
export type MapPath = Static<typeof MapPath>;

/** What a network map takes: a new network, changed elements, or the highlighted paths; any of them together. */
export const GridMapUpdate = Type.Object(
  {
    topology: Type.Optional(GridTopology),
    nodes: Type.Optional(Type.Array(MapElement)),
    lines: Type.Optional(Type.Array(MapElement)),
    paths: Type.Optional(
      Type.Array(MapPath, { description: 'All that are to be highlighted; an empty array for none' }),
    ),
  },
  { $id: 'GridMapUpdate', title: 'GridMapUpdate', additionalProperties: false },
);
export type GridMapUpdate = Static<typeof GridMapUpdate>;

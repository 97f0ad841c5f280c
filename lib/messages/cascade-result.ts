import { type Static, Type } from '@sinclair/typebox';
import { CascadeMethod } from './cascade-request';

const mw = (description: string) => Type.Number({ unit: 'MW', description });
const count = (description: string) => Type.Integer({ minimum: 0, description });
const percent = (description: string) => Type.Number({ unit: '%', description });
const ids = (description: string) => Type.Array(Type.String(), { description });

/** A line that went. */
export const CascadeTrip = Type.Object(
  {
    lineId: Type.String(),
    flowMw: mw('What it carried when it went; positive from its first end to the second'),
    ratingMw: mw('What it may carry'),
    loadingPercent: percent('Flow of rating'),
    parents: ids(
      'Lines of the wave before that made it go, the strongest first; none: overloaded already, or taken out',
    ),
  },
  { $id: 'CascadeTrip', title: 'CascadeTrip', additionalProperties: false },
);
export type CascadeTrip = Static<typeof CascadeTrip>;

/** What goes at once. */
export const CascadeWave = Type.Object(
  {
    trips: Type.Array(CascadeTrip),
    nodes: ids('Nodes that went'),
    lostMw: mw('Load that was lost with it'),
  },
  { $id: 'CascadeWave', title: 'CascadeWave', additionalProperties: false },
);
export type CascadeWave = Static<typeof CascadeWave>;

/** A connected part of the network at the end. */
export const CascadeIsland = Type.Object(
  {
    nodes: ids('All of them'),
    servedMw: mw('Load that is left'),
    lostMw: mw('Load that was shed'),
    isDark: Type.Boolean({ description: 'It had load, and has none left' }),
  },
  { $id: 'CascadeIsland', title: 'CascadeIsland', additionalProperties: false },
);
export type CascadeIsland = Static<typeof CascadeIsland>;

/** A node that was hit. */
export const CriticalNode = Type.Object(
  {
    nodeId: Type.String(),
    lostMw: mw('Load it lost'),
    trips: count('Lines at it that went by overload'),
  },
  { $id: 'CriticalNode', title: 'CriticalNode', additionalProperties: false },
);
export type CriticalNode = Static<typeof CriticalNode>;

/** How limits of lines were found. */
export const AssumedRatings = Type.Object(
  {
    lines: count('Lines without a rating'),
    factor: Type.Number({ description: 'Their limit as a multiple of their flow in the network as it was imported' }),
    leastMw: mw('Their least limit'),
  },
  { $id: 'AssumedRatings', title: 'AssumedRatings', additionalProperties: false },
);
export type AssumedRatings = Static<typeof AssumedRatings>;

/** What follows when parts of a network go, to the end. */
export const CascadeResult = Type.Object(
  {
    method: CascadeMethod,
    removed: Type.Object(
      { lines: ids('As the network names them'), nodes: ids('The same') },
      { additionalProperties: false, description: 'What was taken out' },
    ),
    loadFactor: Type.Number({ description: 'Of load and generation' }),
    revision: count('Changes of the network before this'),
    waves: Type.Array(CascadeWave, { description: 'First what was taken out, then wave after wave' }),
    rounds: count('Waves after the first; 0: nothing followed'),
    tripped: count('Lines that went by overload'),
    linesOut: ids('Lines out of service at the end'),
    loadMw: mw('Load before'),
    lostMw: mw('Load lost, removed nodes included'),
    lostPercent: percent('Of the load before'),
    islands: Type.Array(CascadeIsland, { description: 'The largest first; removed nodes are in none' }),
    criticalNodes: Type.Array(CriticalNode, {
      description: 'By load lost, then by trips; nodes that were not hit are left out',
    }),
    overloaded: ids('Lines that were overloaded before anything went'),
    assumedRatings: Type.Optional(AssumedRatings),
    giantShare: Type.Optional(
      Type.Number({ description: 'Of Motter and Lai: nodes of the largest part that is left, as a share of all' }),
    ),
    tolerance: Type.Optional(Type.Number({ description: 'Of Motter and Lai' })),
  },
  { $id: 'CascadeResult', title: 'CascadeResult', additionalProperties: false },
);
export type CascadeResult = Static<typeof CascadeResult>;

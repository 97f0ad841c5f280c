import { type Static, Type } from '@sinclair/typebox';

const names = (description: string) =>
  Type.Optional(
    Type.Array(Type.Union([Type.String({ minLength: 1, maxLength: 200 }), Type.Number()]), {
      maxItems: 1000,
      description,
    }),
  );

/** By flows (DC power flow, outage factors), or by shape alone (Motter and Lai). */
export const CascadeMethod = Type.Union([Type.Literal('flow'), Type.Literal('motter-lai')]);
export type CascadeMethod = Static<typeof CascadeMethod>;

/** A question to a network: what follows when this is taken out, or which line would be the worst to lose. */
export const CascadeRequest = Type.Object(
  {
    remove: Type.Optional(
      Type.Object(
        {
          lines: names('Ids or labels, in any case, or the two ends of a line as N1-N2'),
          nodes: names('Ids or labels, in any case; a node goes with its lines, load and generation'),
        },
        { additionalProperties: false, description: 'What is taken out at once' },
      ),
    ),
    screen: Type.Optional(Type.Literal('lines', { description: 'Every line in service by itself, instead of remove' })),
    method: Type.Optional(CascadeMethod),
    loadFactor: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 10, description: 'Of the load and generation of the network' }),
    ),
    tolerance: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 100,
        description: 'Of Motter and Lai: spare capacity as a share of the load',
      }),
    ),
  },
  { $id: 'CascadeRequest', title: 'CascadeRequest', additionalProperties: false },
);
export type CascadeRequest = Static<typeof CascadeRequest>;

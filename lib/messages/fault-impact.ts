import { type Static, Type } from '@sinclair/typebox';

const money = (description: string) => Type.Number({ description });

/** What becomes of one transfer. */
export const TransferImpact = Type.Object(
  {
    id: Type.String(),
    from: Type.String(),
    to: Type.String(),
    state: Type.Union([Type.Literal('flowing'), Type.Literal('at-risk'), Type.Literal('cut')]),
    energyKwh: Type.Number({ minimum: 0, unit: 'kWh' }),
    path: Type.Array(Type.String(), { description: 'Nodes from sender to receiver; empty when there is none left' }),
    because: Type.String(),
  },
  { $id: 'TransferImpact', title: 'TransferImpact', additionalProperties: false },
);
export type TransferImpact = Static<typeof TransferImpact>;

/** Another peer that can deliver instead. */
export const PeerAlternative = Type.Object(
  {
    from: Type.String(),
    energyKwh: Type.Number({ minimum: 0, unit: 'kWh' }),
    pricePerKwh: Type.Number(),
    path: Type.Array(Type.String()),
  },
  { $id: 'PeerAlternative', title: 'PeerAlternative', additionalProperties: false },
);

/** What a fault does to energy sharing between peers. Advice, never a command. */
export const FaultImpact = Type.Object(
  {
    waveformId: Type.String(),
    label: Type.String(),
    eventType: Type.String({ description: 'e.g. Internal Grid Equipment Fault' }),
    isFaultCondition: Type.Boolean(),
    severity: Type.Union([
      Type.Literal('none'),
      Type.Literal('minor'),
      Type.Literal('moderate'),
      Type.Literal('severe'),
      Type.Literal('unknown'),
    ]),
    sender: Type.String(),
    receiver: Type.String(),
    path: Type.Array(Type.String(), { description: 'Nodes between the two before the event' }),
    pathState: Type.Union([Type.Literal('flowing'), Type.Literal('at-risk'), Type.Literal('cut')]),
    highlightNodes: Type.Array(Type.String(), { description: 'Nodes to mark, the most affected first' }),
    highlightLines: Type.Array(Type.String()),
    message: Type.String({ description: 'What happens to the transfer, in words' }),
    transfers: Type.Array(TransferImpact),
    alternatives: Type.Array(PeerAlternative, { description: 'For the receiver, cheapest first' }),
    peers: Type.Array(
      Type.Object({
        id: Type.String(),
        soldKwh: Type.Number(),
        boughtKwh: Type.Number(),
        lostSalesKwh: Type.Number({ description: 'Agreed sales that are cut' }),
        shortKwh: Type.Number({ description: 'Agreed purchases that are cut and no peer replaces' }),
        balance: money('Income less costs of all that flows, with replacements'),
      }),
    ),
    totals: Type.Object({
      agreedKwh: Type.Number(),
      flowingKwh: Type.Number(),
      atRiskKwh: Type.Number(),
      cutKwh: Type.Number(),
      replacedKwh: Type.Number({ description: 'Of the cut energy, what other peers can deliver' }),
      extraCost: money('What replacements and the retailer cost above the agreed price'),
    }),
    currency: Type.String(),
    advice: Type.Object({
      action: Type.Union([
        Type.Literal('none'),
        Type.Literal('wait'),
        Type.Literal('isolate'),
        Type.Literal('island'),
        Type.Literal('reroute'),
        Type.Literal('inspect'),
      ]),
      text: Type.String({ description: 'For a person; nothing acts on it' }),
    }),
  },
  { $id: 'FaultImpact', title: 'FaultImpact', additionalProperties: false },
);
export type FaultImpact = Static<typeof FaultImpact>;

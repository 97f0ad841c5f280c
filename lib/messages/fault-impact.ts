import { type Static, type TSchema, Type } from '@sinclair/typebox';

const money = (description: string) => Type.Number({ description });
const kwh = (description: string) => Type.Number({ minimum: 0, unit: 'kWh', description });
const orNull = <T extends TSchema>(type: T, description: string) => Type.Union([type, Type.Null()], { description });

/** Flowing: nothing stands in its way; at risk: it goes on, disturbed or by another way; cut: there is no way left. */
export const TransferState = Type.Union([Type.Literal('flowing'), Type.Literal('at-risk'), Type.Literal('cut')]);
export type TransferState = Static<typeof TransferState>;

/** What becomes of one transfer. */
export const TransferImpact = Type.Object(
  {
    id: Type.String(),
    from: Type.String(),
    to: Type.String(),
    state: TransferState,
    energyKwh: kwh('Agreed'),
    pricePerKwh: Type.Number({ description: 'Agreed' }),
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
    energyKwh: kwh('What it still has to offer, before anything is replaced'),
    pricePerKwh: Type.Number(),
    path: Type.Array(Type.String(), { description: 'Nodes, past what the event strikes' }),
  },
  { $id: 'PeerAlternative', title: 'PeerAlternative', additionalProperties: false },
);
export type PeerAlternative = Static<typeof PeerAlternative>;

/** Energy of another peer in place of a transfer that is cut. */
export const PeerReplacement = Type.Object(
  {
    transferId: Type.String({ description: 'Of the transfer that is cut' }),
    from: Type.String(),
    to: Type.String(),
    energyKwh: kwh('Of the energy that was agreed'),
    pricePerKwh: Type.Number(),
  },
  { $id: 'PeerReplacement', title: 'PeerReplacement', additionalProperties: false },
);
export type PeerReplacement = Static<typeof PeerReplacement>;

/** What a peer gives, gets, earns and pays. */
export const PeerSums = Type.Object(
  {
    id: Type.String(),
    soldKwh: kwh('What flows or is at risk, and replacements'),
    boughtKwh: kwh('The same from other peers'),
    lostSalesKwh: kwh('Agreed sales that are cut'),
    shortKwh: kwh('Agreed purchases that are cut and no peer replaces'),
    retailerKwh: kwh('Of these, what the retailer can deliver; for the rest there is nobody'),
    income: money('From other peers'),
    cost: money('To other peers'),
    retailerCost: money('To the retailer'),
    balance: money('Income less both costs'),
  },
  { $id: 'PeerSums', title: 'PeerSums', additionalProperties: false },
);
export type PeerSums = Static<typeof PeerSums>;

/** What a fault does to energy sharing between peers. Advice, never a command. */
export const FaultImpact = Type.Object(
  {
    waveformId: Type.String(),
    label: Type.String(),
    eventType: Type.String({ description: 'e.g. Internal Grid Equipment Fault' }),
    isFaultCondition: orNull(Type.Boolean(), 'Internal or external fault; null when unknown'),
    severity: Type.Union([
      Type.Literal('none'),
      Type.Literal('minor'),
      Type.Literal('moderate'),
      Type.Literal('severe'),
      Type.Literal('unknown'),
    ]),
    sender: orNull(Type.String(), 'Peer; null when none was named'),
    receiver: orNull(Type.String(), 'Peer; null when none was named'),
    path: Type.Array(Type.String(), {
      description: 'Nodes from sender to receiver before the event, the two included; empty without a way',
    }),
    pathState: orNull(TransferState, 'Of the way between the two; null when they were not both named'),
    highlightNodes: Type.Array(Type.String(), { description: 'Nodes to mark, the most affected first' }),
    highlightLines: Type.Array(Type.String()),
    message: Type.String({ description: 'What happens to the transfer, in words' }),
    transfers: Type.Array(TransferImpact),
    alternatives: Type.Array(PeerAlternative, { description: 'For the receiver, cheapest first' }),
    replacements: Type.Array(PeerReplacement, { description: 'Counted in the sums; the receiver is served first' }),
    peers: Type.Array(PeerSums),
    totals: Type.Object({
      agreedKwh: kwh('Flowing, at risk and cut together'),
      flowingKwh: kwh('Of it'),
      atRiskKwh: kwh('Of it'),
      cutKwh: kwh('Of it: replaced, of the retailer and unserved together'),
      replacedKwh: kwh('Of the cut energy, what other peers can deliver'),
      retailerKwh: kwh('Of the cut energy, what the retailer can deliver'),
      unservedKwh: kwh('Of the cut energy, what nobody can deliver'),
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

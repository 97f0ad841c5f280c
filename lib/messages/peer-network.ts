import { type Static, Type } from '@sinclair/typebox';
import { GridTopology } from './grid-topology';

const Energy = (description: string) => Type.Number({ minimum: 0, unit: 'kWh', description });

/** A participant of energy sharing, at a node of the topology. */
export const Peer = Type.Object(
  {
    id: Type.String({ minLength: 1, description: 'Id of its node in the topology' }),
    label: Type.Optional(Type.String()),
    offeredKwh: Energy('What it can give in the trading interval'),
    wantedKwh: Energy('What it needs in the trading interval'),
    pricePerKwh: Type.Number({ description: 'What it asks for what it offers, in the currency of the network' }),
  },
  { $id: 'Peer', title: 'Peer' },
);
export type Peer = Static<typeof Peer>;

/** Energy that one peer sells to another in the trading interval. */
export const PeerTransfer = Type.Object(
  {
    id: Type.String({ minLength: 1 }),
    from: Type.String({ description: 'Id of a peer' }),
    to: Type.String({ description: 'Id of a peer' }),
    energyKwh: Energy('Agreed'),
    pricePerKwh: Type.Number({ description: 'Agreed' }),
  },
  { $id: 'PeerTransfer', title: 'PeerTransfer' },
);
export type PeerTransfer = Static<typeof PeerTransfer>;

/** Who shares energy with whom, over which network. */
export const PeerNetwork = Type.Object(
  {
    schema: Type.Optional(Type.Literal('gridloom-peers/1')),
    topology: GridTopology,
    peers: Type.Array(Peer),
    transfers: Type.Array(PeerTransfer),
    currency: Type.String({ default: 'EUR' }),
    gridPricePerKwh: Type.Number({ description: 'What the retailer asks; what is left when no peer can deliver' }),
    grid: Type.Optional(
      Type.String({
        description: 'Node where the grid of the retailer joins; without it the retailer reaches everybody',
      }),
    ),
    hub: Type.String({ description: 'Node that a fault of grid equipment strikes, e.g. the microgrid hub' }),
    lines: Type.String({ description: 'Node, or else line, that stands for the peer-to-peer lines' }),
    nonLinearLoads: Type.Optional(
      Type.Array(Type.String(), {
        description: 'Nodes with such loads; struck by their switching when no sender is named',
      }),
    ),
  },
  { $id: 'PeerNetwork', title: 'PeerNetwork' },
);
export type PeerNetwork = Static<typeof PeerNetwork>;

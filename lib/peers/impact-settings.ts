import { type Static, Type } from '@sinclair/typebox';

const peer = (description: string) => Type.String({ default: '', maxLength: 200, description });

/** The settings of the impact on peers. Every one has a default. */
export const FaultImpactSettings = Type.Object(
  {
    sender: peer('Peer that sells, when the message names none'),
    receiver: peer('Peer that buys, when the message names none'),
    network: Type.Record(Type.String(), Type.Unknown(), {
      default: {},
      description: 'A network of peers, as in docs/fault-impact.md; {} is the network of the example',
    }),
  },
  { $id: 'FaultImpactSettings', title: 'FaultImpactSettings', additionalProperties: false },
);
export type FaultImpactSettings = Static<typeof FaultImpactSettings>;

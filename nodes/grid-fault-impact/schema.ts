import { Type } from '@sinclair/typebox';
import { FaultClassification, FaultImpact, GridMapUpdate, PeerNetwork, Refusal } from '../../lib/messages';
import { FaultImpactSettings } from '../../lib/peers';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-fault-impact',
  version: 1,
  color: '#c9b3a0',
  inputs: 1,
  accepts: Type.Union([FaultClassification, PeerNetwork]),
  outputs: [
    { name: 'impact', schema: FaultImpact },
    { name: 'refused', schema: Refusal },
    { name: 'map', schema: GridMapUpdate, single: true },
  ],
  settings: FaultImpactSettings,
});

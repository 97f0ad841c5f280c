import { Type } from '@sinclair/typebox';
import { NetworkChange, Refusal } from '../../lib/messages';
import { LiveTopology } from '../../lib/network/live';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-topology-change',
  version: 1,
  color: '#b8c4a8',
  inputs: 1,
  accepts: NetworkChange,
  outputs: [
    { name: 'network', schema: LiveTopology, single: true },
    { name: 'refused', schema: Refusal },
  ],
  settings: Type.Object({
    network: Type.String({ default: '', description: 'Network that is changed' }),
  }),
  fields: { network: { control: 'config', type: 'grid-topology' } },
});

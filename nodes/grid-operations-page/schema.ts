import { Type } from '@sinclair/typebox';
import { GridMapUpdate, Refusal } from '../../lib/messages';
import { OperationsNow, OperationsTrends } from '../../lib/operations-page';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-operations-page',
  version: 1,
  color: '#c3c7cc',
  inputs: 1,
  outputs: [
    { name: 'now', schema: OperationsNow, single: true },
    { name: 'trends', schema: OperationsTrends, single: true },
    { name: 'map', schema: GridMapUpdate, single: true },
    { name: 'refused', schema: Refusal },
  ],
  settings: Type.Object({
    network: Type.String({ default: '', description: 'Network that is shown' }),
    gapMs: Type.Integer({
      default: 150,
      minimum: 50,
      maximum: 60_000,
      unit: 'ms',
      description: 'Changes that come faster are told together',
    }),
  }),
  fields: { network: { control: 'config', type: 'grid-topology' } },
  basic: ['network'],
});

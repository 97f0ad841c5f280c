import { Type } from '@sinclair/typebox';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-topology',
  version: 1,
  color: '#b8c4a8',
  isConfig: true,
  inputs: 0,
  outputs: [],
  settings: Type.Object({
    path: Type.String({ default: '', description: 'Network file, or folder of a PyPSA network' }),
    topology: Type.Object(
      {},
      {
        default: {},
        additionalProperties: true,
        description: 'Network as JSON, when there is no file; {}: an example',
      },
    ),
  }),
  preview: 'gridloom/topology/preview',
});

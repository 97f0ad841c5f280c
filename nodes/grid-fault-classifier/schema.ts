import { Type } from '@sinclair/typebox';
import { FaultClassification, Refusal, Waveform } from '../../lib/messages';
import { FaultClassifierSettings } from '../../lib/waveform/classifier';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-fault-classifier',
  version: 1,
  color: '#e0b08f',
  inputs: 1,
  accepts: Waveform,
  outputs: [
    { name: 'classified', schema: FaultClassification },
    { name: 'refused', schema: Refusal },
  ],
  settings: Type.Composite([
    FaultClassifierSettings,
    Type.Object({
      modelFile: Type.String({
        default: '',
        maxLength: 4096,
        description: 'Path of an ONNX model of your own; empty: that of the package',
      }),
    }),
  ]),
  basic: ['decisionWindow', 'minimumProbability', 'modelFile'],
});

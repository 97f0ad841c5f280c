import { Type } from '@sinclair/typebox';
import { NodeRisk, PropagatedStress, Refusal, RiskAlert, RiskOverview, StressEvent } from '../../lib/messages';
import { RiskWindowSettings } from '../../lib/stress';
import { defineNode } from '../shell/definition';

const LateStress = Type.Pick(PropagatedStress, ['nodeId', 'timeMs', 'stress', 'sourceId'], {
  $id: 'LateStress',
  title: 'LateStress',
});

export const definition = defineNode({
  type: 'grid-risk-window',
  version: 1,
  color: '#d6b4c4',
  inputs: 1,
  accepts: Type.Union([PropagatedStress, StressEvent]),
  outputs: [
    { name: 'alerts', schema: RiskAlert },
    { name: 'refused', schema: Refusal },
    { name: 'risks', schema: NodeRisk },
    { name: 'overview', schema: RiskOverview, single: true },
    { name: 'late', schema: LateStress },
  ],
  settings: Type.Composite([
    Type.Object({
      preset: Type.Union([Type.Literal('gridloom'), Type.Literal('original'), Type.Literal('original-older')], {
        default: 'gridloom',
        description: 'gridloom: windows, weights and threshold as set; original, original-older: those of the original',
      }),
    }),
    RiskWindowSettings,
    Type.Object({
      fields: Type.Union([Type.Literal('gridloom'), Type.Literal('original')], {
        default: 'gridloom',
        description: 'Names of the fields of alerts; original: one message an alert',
      }),
    }),
  ]),
  basic: [
    'preset',
    'windows',
    'windowMinutes',
    'advanceMinutes',
    'latenessMinutes',
    'threshold',
    'coolDownMinutes',
    'fields',
  ],
});

import { ModelComparison, Refusal, RiskOverview } from '../../lib/messages';
import { ModelComparisonSettings } from '../../lib/stress';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-stress-comparison',
  version: 1,
  color: '#d6b4c4',
  inputs: 1,
  accepts: RiskOverview,
  outputs: [
    { name: 'comparison', schema: ModelComparison, single: true },
    { name: 'refused', schema: Refusal },
  ],
  settings: ModelComparisonSettings,
  fields: { models: { control: 'lines' } },
});

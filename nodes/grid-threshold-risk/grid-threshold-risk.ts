import { readFileSync } from 'node:fs';
import { createThresholdRiskOperator, type RiskView, type ThresholdRiskPorts } from '../../lib/consumption';
import type { Operator } from '../../lib/messages';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

type In = Parameters<ReturnType<typeof createThresholdRiskOperator>['process']>[0][number];

export = operatorNode(definition, ({ metadataFile, ...settings }) => {
  const metadata = metadataFile === '' ? settings.metadata : readFileSync(metadataFile, 'utf8');
  const risk = createThresholdRiskOperator({ ...settings, metadata });
  let view = risk.view();
  let shown = '';
  const operator: Operator<In, ThresholdRiskPorts & { overview: RiskView }> = {
    process: (batch, nowMs) => risk.process(batch, nowMs),
    flush: () => risk.flush(),
    reset: () => risk.reset(),
    snapshot: () => risk.snapshot(),
    restore: (state) => risk.restore(state),
    tick() {
      const emission = risk.tick();
      view = risk.view();
      const text = JSON.stringify(view);
      if (text === shown) return emission;
      shown = text;
      return { ...emission, overview: [view] };
    },
  };
  return {
    operator,
    status: () => {
      const { alarmCount, meters } = view;
      if (alarmCount > 0) return { fill: 'red', shape: 'dot', text: `${alarmCount} alarms` };
      return { fill: meters > 0 ? 'green' : 'grey', shape: meters > 0 ? 'dot' : 'ring', text: `${meters} meters` };
    },
  };
});

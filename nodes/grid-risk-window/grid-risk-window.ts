import { ORIGINAL_OLDER_RISK, ORIGINAL_RISK, originalAlert, payloadElements, RiskWindow } from '../../lib/stress';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

const PRESETS = { gridloom: {}, original: ORIGINAL_RISK, 'original-older': ORIGINAL_OLDER_RISK };

export = operatorNode(definition, ({ preset, fields, ...settings }) => {
  const operator = new RiskWindow({ ...settings, ...PRESETS[preset] });
  return {
    operator,
    batch: ({ payload }) => payloadElements(payload),
    ...(fields === 'original' ? { oneByOne: { alerts: originalAlert } } : {}),
    status: () => {
      const { nodes = 0, activeAlerts = 0 } = operator.latest ?? {};
      if (activeAlerts > 0) return { fill: 'red', shape: 'dot', text: `${activeAlerts} alerts` };
      if (nodes === 0) return { fill: 'grey', shape: 'ring', text: 'no window yet' };
      return { fill: 'green', shape: 'dot', text: `${nodes} nodes` };
    },
  };
});

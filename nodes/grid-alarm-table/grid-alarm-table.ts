import { type AlarmCounts, StandingAlarmTable } from '../../lib/assets';
import type { NodeStatus } from '../shell/node-red';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

const FILL: Record<keyof AlarmCounts, NodeStatus['fill']> = {
  high: 'red',
  medium: 'yellow',
  low: 'blue',
  shelved: 'grey',
};
/** More do not fit under the node. */
const MOST_SHOWN = 2;

export = operatorNode(definition, (settings) => {
  const operator = new StandingAlarmTable(settings);
  return {
    operator,
    status: (): NodeStatus => {
      const counts = operator.counts();
      const some = (Object.keys(FILL) as (keyof AlarmCounts)[]).filter((what) => counts[what] > 0);
      if (some.length === 0) return { fill: 'green', shape: 'ring', text: 'no alarm' };
      const shown = some.slice(0, MOST_SHOWN).map((what) => `${counts[what]} ${what}`);
      return { fill: FILL[some[0]!], shape: 'dot', text: shown.join(', ') };
    },
  };
});

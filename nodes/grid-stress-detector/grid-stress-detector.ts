import { originalEvent, payloadElements, StressDetector } from '../../lib/stress';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

export = operatorNode(definition, ({ isRandom, seed, fields, ...settings }) => {
  const operator = new StressDetector({ ...settings, seed: isRandom ? seed : null });
  return {
    operator,
    batch: ({ payload }) => payloadElements(payload),
    ...(fields === 'original' ? { oneByOne: { events: originalEvent } } : {}),
    status: () => {
      const { highest } = operator;
      if (!highest) return { fill: 'grey', shape: 'ring', text: 'no measurement yet' };
      const text = `${highest.stress.toFixed(2)} at ${highest.nodeId}`.slice(0, 19);
      return { fill: highest.stress > 0 ? 'yellow' : 'green', shape: 'dot', text };
    },
  };
});

import { createVeeOperator } from '../../lib/vee';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

export = operatorNode(definition, (settings) => {
  const operator = createVeeOperator(settings);
  return {
    operator,
    status: () => {
      const { good, estimated, suspect, missing, meters } = operator.totals();
      if (good + estimated + suspect + missing === 0) {
        return { fill: 'grey', shape: meters > 0 ? 'dot' : 'ring', text: `${meters} meters` };
      }
      const text = [good, estimated, suspect].map(short).join(' / ');
      return { fill: suspect + missing > 0 ? 'yellow' : 'green', shape: 'dot', text };
    },
  };
});

/** Three figures and a letter at most, for there are 20 characters: 950, 1.2k, 67k, 3.1M. */
function short(count: number): string {
  if (count < 1000) return `${count}`;
  const [value, letter] = count < 999_500 ? [count / 1000, 'k'] : [count / 1e6, 'M'];
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)}${letter}`;
}

import { createFeederBalanceOperator } from '../../lib/balance';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

export = operatorNode(definition, (settings) => {
  const operator = createFeederBalanceOperator(settings);
  return {
    operator,
    status: () => {
      const { feederCount, aboveCount } = operator;
      const feeders = `${feederCount} ${feederCount === 1 ? 'feeder' : 'feeders'}`;
      if (aboveCount > 0) return { fill: 'red', shape: 'dot', text: `${aboveCount} of ${feeders}` };
      return { fill: feederCount > 0 ? 'green' : 'grey', shape: feederCount > 0 ? 'dot' : 'ring', text: feeders };
    },
  };
});

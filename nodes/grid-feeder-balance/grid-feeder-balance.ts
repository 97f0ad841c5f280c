import { BalanceWithOverview, createFeederBalanceOperator } from '../../lib/balance';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

export = operatorNode(definition, (settings) => {
  const balance = createFeederBalanceOperator(settings);
  return {
    operator: new BalanceWithOverview(balance),
    status: () => {
      const { feederCount, aboveCount } = balance;
      const feeders = `${feederCount} ${feederCount === 1 ? 'feeder' : 'feeders'}`;
      if (aboveCount > 0) return { fill: 'red', shape: 'dot', text: `${aboveCount} of ${feeders}` };
      return { fill: feederCount > 0 ? 'green' : 'grey', shape: feederCount > 0 ? 'dot' : 'ring', text: feeders };
    },
  };
});

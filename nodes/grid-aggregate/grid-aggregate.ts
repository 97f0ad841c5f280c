import { createEnergyAggregateOperator } from '../../lib/consumption';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

export = operatorNode(definition, (settings) => {
  const operator = createEnergyAggregateOperator(settings);
  return {
    operator,
    status: () => {
      const { districtCount } = operator;
      const text = `${districtCount} ${districtCount === 1 ? 'district' : 'districts'}`;
      return { fill: districtCount > 0 ? 'green' : 'grey', shape: districtCount > 0 ? 'dot' : 'ring', text };
    },
  };
});

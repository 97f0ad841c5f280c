import { createTheftCaseOperator } from '../../lib/cases';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

export = operatorNode(definition, (settings) => {
  const operator = createTheftCaseOperator(settings);
  return {
    operator,
    status: () => {
      const open = operator.openCases;
      return { fill: open > 0 ? 'yellow' : 'grey', shape: open > 0 ? 'dot' : 'ring', text: `${open} open` };
    },
  };
});

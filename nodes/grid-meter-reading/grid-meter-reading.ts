import { createMeterReadingOperator, type MqttMessage } from '../../lib/meters';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

export = operatorNode(definition, (settings) => {
  const operator = createMeterReadingOperator(settings);
  return {
    operator,
    batch: (message) => [message as MqttMessage],
    status: () => {
      const { accepted, meters } = operator.stats();
      if (accepted === 0) return { fill: 'grey', shape: 'ring', text: '0' };
      return { fill: 'green', shape: 'dot', text: `${meters} meters` };
    },
  };
});

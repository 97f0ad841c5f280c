import { ModelComparer, payloadElements } from '../../lib/stress';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

export = operatorNode(definition, (settings) => {
  const operator = new ModelComparer(settings);
  return {
    operator,
    batch: ({ topic, payload }) => {
      const model = modelOf(settings.models, topic);
      return payloadElements(payload).map((overview) => ({ model, overview }));
    },
    status: () => {
      const { known } = operator;
      const text = known === 0 ? 'no overview yet' : `${known} of ${settings.models.length} models`;
      return { fill: known === settings.models.length ? 'green' : 'grey', shape: known === 0 ? 'ring' : 'dot', text };
    },
  };
});

/** The model whose name the topic is, or ends with after a separator; of several the longest. */
function modelOf(models: readonly string[], topic: unknown): string {
  const name = String(topic ?? '').slice(0, 1000);
  const named = models.filter(
    (model) => name === model || ['_', '/', '-', '.'].some((mark) => name.endsWith(mark + model)),
  );
  return named.sort((a, b) => b.length - a.length)[0] ?? name;
}

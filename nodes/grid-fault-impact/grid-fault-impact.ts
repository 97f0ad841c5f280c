import { FaultImpactAssessor, type ImpactInput } from '../../lib/peers';
import type { NodeMessage } from '../shell/node-red';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

export = operatorNode(definition, (settings) => {
  const operator = new FaultImpactAssessor(settings);
  return {
    operator,
    batch,
    status: () => {
      const { last } = operator;
      if (!last) return { fill: 'grey', shape: 'ring', text: 'no event yet' };
      if (last.isFaultCondition === null) return { fill: 'yellow', shape: 'dot', text: 'unknown event' };
      const count = (wanted: string) => last.transfers.filter(({ state }) => state === wanted).length;
      const text = `${count('cut')} cut, ${count('at-risk')} at risk`;
      return { fill: last.isFaultCondition ? 'red' : 'green', shape: 'dot', text };
    },
  };
});

/** By topic or schema a network; anything else is a classification, for the pair that the message names. */
function batch({ topic, payload, sender, receiver }: NodeMessage): ImpactInput[] {
  if (topic === 'network') return [{ network: payload }];
  return (Array.isArray(payload) ? payload : [payload]).map((element) =>
    element?.schema === 'gridloom-peers/1' ? { network: element } : { classification: element, sender, receiver },
  );
}

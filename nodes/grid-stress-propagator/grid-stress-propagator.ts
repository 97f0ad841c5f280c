import { LivePropagator, originalStress, payloadElements } from '../../lib/stress';
import { networkOf } from '../grid-topology/network-of';
import type { NodeStatus } from '../shell/node-red';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

const WITHOUT_MODEL: Record<string, NodeStatus> = {
  computing: { fill: 'blue', shape: 'ring', text: 'computing' },
  failed: { fill: 'red', shape: 'ring', text: 'no model' },
};

export = operatorNode(
  definition,
  ({ network, model, defaultWeight, isRandom, seed, fields, ...propagator }, context) => {
    const modelSettings = { defaultWeight, ...(isRandom ? { sensitivitySeed: seed } : {}) };
    const operator = new LivePropagator(
      networkOf(context, network),
      { model, modelSettings, propagator },
      // With a message, so that a Catch node gets it also when nothing comes in.
      (error) => context.node.error(error, {}),
    );
    return {
      operator,
      batch: ({ payload }) => payloadElements(payload),
      ...(fields === 'original' ? { oneByOne: { stress: originalStress } } : {}),
      status: () => {
        const { state, sourceCount } = operator;
        if (state !== 'ready') return WITHOUT_MODEL[state]!;
        if (sourceCount === 0) return { fill: 'grey', shape: 'ring', text: 'no source yet' };
        return { fill: 'green', shape: 'dot', text: `${sourceCount} sources` };
      },
      close: () => operator.close(),
    };
  },
);

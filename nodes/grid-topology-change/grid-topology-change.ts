import { NetworkChanges } from '../../lib/network/live';
import { networkOf } from '../grid-topology/network-of';
import { operatorNode } from '../shell/operator-node';
import { definition } from './schema';

export = operatorNode(definition, (settings, context) => {
  const operator = new NetworkChanges(networkOf(context, settings.network));
  return {
    operator,
    // The network keeps its changes itself, for all nodes that change it.
    isStateless: true,
    status: () => {
      const { islands, more, changed } = operator.counts();
      if (more > 0) return { fill: 'yellow', shape: 'dot', text: `${islands} islands` };
      return { fill: 'green', shape: 'dot', text: changed === 0 ? 'unchanged' : `${changed} changed` };
    },
  };
});

import { LiveNetwork } from '../../lib/network/live';
import { gridNode } from '../shell/grid-node';
import { imported } from './imported';
import { definition } from './schema';

export = gridNode(definition, (settings, { node }) => {
  const { network, findings } = imported(settings);
  for (const { severity, place, problem, remedy } of findings) {
    if (severity !== 'info') node.warn(`${place} ${problem}; ${remedy}`);
  }
  return { shared: new LiveNetwork(network) };
});

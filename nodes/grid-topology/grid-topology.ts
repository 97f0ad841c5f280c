import { LiveNetwork } from '../../lib/network/live';
import { gridNode } from '../shell/grid-node';
import { imported } from './imported';
import { keepChanges } from './keep-changes';
import { logFindings } from './log-findings';
import { definition } from './schema';
import { offerPreview } from './topology-preview';

const topology = gridNode(definition, (settings, context) => {
  const { network, findings } = imported(settings, context.red.settings.userDir);
  logFindings(findings, context.node);
  const shared = new LiveNetwork(network);
  return { shared, ...keepChanges(shared, context) };
});

export = (red: Parameters<typeof topology>[0]): void => {
  topology(red);
  offerPreview(red);
};

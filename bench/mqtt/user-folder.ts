import { LiveFlow } from '../../test/support/seed-user-folder';

/**
 * A user folder with the live flow as shipped, less its simulator, plus two `mqtt out` nodes on what is measured:
 * alerts and summaries. Alarms are raised and cleared at once, so that latency is that of the system alone.
 */
export function prepareBenchFolder(root: string, userDir: string, subscribeQos?: string): void {
  const flow = new LiveFlow(root);
  Object.assign(flow.node('grid-threshold-risk'), { raiseAfterSeconds: '0', clearAfterSeconds: '0' });
  for (const node of flow.nodes) if (node.type === 'mqtt in' && subscribeQos) node.qos = subscribeQos;
  flow.tap('grid-threshold-risk', 0, 'bench/alerts');
  flow.tap('grid-reading-monitor', 0, 'bench/summary');
  flow.seed(userDir);
}

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type FlowNode = Record<string, unknown> & { id: string; type: string; wires?: string[][] };

/**
 * A user folder with the live flow as shipped, less its simulator, plus two `mqtt out` nodes on what is measured:
 * alerts and summaries. Alarms are raised and cleared at once, so that latency is that of the system alone.
 */
export function prepareBenchFolder(root: string, userDir: string): void {
  const shipped = JSON.parse(readFileSync(join(root, 'flows/live-meters.json'), 'utf8')) as FlowNode[];
  const flow = shipped.filter(({ type }) => type !== 'grid-meter-simulator');
  const risk = flow.find(({ type }) => type === 'grid-threshold-risk')!;
  const monitor = flow.find(({ type }) => type === 'grid-reading-monitor')!;
  Object.assign(risk, { raiseAfterSeconds: '0', clearAfterSeconds: '0' });
  risk.wires![0]!.push('bench-alerts');
  monitor.wires![0]!.push('bench-summary');
  const broker = flow.find(({ type }) => type === 'mqtt-broker')!.id;
  const out = (id: string, topic: string): FlowNode => {
    return { id, type: 'mqtt out', z: risk.z, topic, qos: '0', retain: '', broker, x: 100, y: 900, wires: [] };
  };
  flow.push(out('bench-alerts', 'bench/alerts'), out('bench-summary', 'bench/summary'));
  mkdirSync(userDir, { recursive: true });
  writeFileSync(join(userDir, 'flows.json'), JSON.stringify(flow));
  // Said to be in already, so that the start adds none of the shipped flows.
  const seeded = readdirSync(join(root, 'flows')).filter((name) => name.endsWith('.json'));
  writeFileSync(join(userDir, 'gridloom-seeded.json'), JSON.stringify(seeded));
}

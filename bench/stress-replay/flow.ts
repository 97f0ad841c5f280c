import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FlowNode, LiveFlow } from '../../test/support/seed-user-folder';
import { DEFAULT_WEIGHT, MODELS } from './stages';

export const MEASUREMENTS = 'grid_measurements';
const EVENTS = 'stress_events';
export const RISKS = 'node_risks_';
export const ALERTS = 'risk_alerts_';

/**
 * A user folder with every stage as a node, joined to the next by a topic and nothing else, at QoS 1: nothing may be lost.
 * @param path network file or PyPSA folder
 */
export function prepareReplayFolder(root: string, userDir: string, path: string, sources: object[]): void {
  const tab = { id: 'tab', type: 'tab', label: 'replay' };
  const nodes: object[] = [tab, new LiveFlow(root).node('mqtt-broker')];
  // Without a place on the canvas, Node-RED takes a node for a configuration node.
  const add = (node: Partial<FlowNode>) => nodes.push({ z: 'tab', version: 1, x: 100, y: 100, ...node });
  const into = (topic: string, to: string) => {
    const id = `in-${to}`;
    add({ ...{ id, type: 'mqtt in', topic, qos: '1', datatype: 'json' }, broker: 'gl-broker', wires: [[to]] });
  };
  const out = (id: string, topic: string) => {
    add({ id, type: 'mqtt out', topic, qos: '1', retain: '', broker: 'gl-broker', wires: [] });
    return id;
  };
  nodes.push({ id: 'network', type: 'grid-topology', version: 1, path, topology: '{}' });
  into(MEASUREMENTS, 'detector');
  const events = out('out-events', EVENTS);
  add({ id: 'detector', type: 'grid-stress-detector', sources: JSON.stringify(sources), wires: [[events], []] });
  for (const model of MODELS) {
    const stress = `propagated_stress_${model}`;
    const [propagator, window] = [`propagator-${model}`, `window-${model}`];
    into(EVENTS, propagator);
    const settings = { network: 'network', model, defaultWeight: DEFAULT_WEIGHT };
    const wires = [[out(`out-${stress}`, stress)], []];
    add({ id: propagator, type: 'grid-stress-propagator', ...settings, wires });
    into(stress, window);
    const [alerts, risks] = [out(`out-alerts-${model}`, ALERTS + model), out(`out-risks-${model}`, RISKS + model)];
    add({ id: window, type: 'grid-risk-window', wires: [[alerts], [], [risks], [], []] });
  }
  mkdirSync(userDir, { recursive: true });
  writeFileSync(join(userDir, 'flows.json'), JSON.stringify(nodes));
  const shipped = readdirSync(join(root, 'flows')).filter((name) => name.endsWith('.json'));
  writeFileSync(join(userDir, 'gridloom-seeded.json'), JSON.stringify(shipped));
}

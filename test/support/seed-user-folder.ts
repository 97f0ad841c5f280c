import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type FlowNode = Record<string, unknown> & { id: string; type: string; wires?: string[][] };

/** The live flow as shipped, less its simulator: what a user has who points it at real meters. */
export class LiveFlow {
  readonly nodes: FlowNode[];

  constructor(private readonly root: string) {
    const shipped = JSON.parse(readFileSync(join(root, 'flows/live-meters.json'), 'utf8')) as FlowNode[];
    this.nodes = shipped.filter(({ type }) => type !== 'grid-meter-simulator');
  }

  /** The only node of a type. */
  node(type: string): FlowNode {
    return this.nodes.find((node) => node.type === type)!;
  }

  /** Publishes an output of the only node of a type, as JSON on `topic`. */
  tap(type: string, output: number, topic: string): void {
    const from = this.node(type);
    const id = `tap-${topic.replace('/', '-')}`;
    from.wires![output]!.push(id);
    this.add({ id, type: 'mqtt out', topic, qos: '0', retain: '', wires: [] });
  }

  /** What is published as JSON on `topic` goes into the only node of a type. */
  feed(topic: string, type: string): void {
    const wires = [[this.node(type).id]];
    this.add({
      id: `feed-${topic.replace('/', '-')}`,
      type: 'mqtt in',
      topic,
      qos: '1',
      datatype: 'json',
      inputs: 0,
      wires,
    });
  }

  /** Writes it as the flows of a new user folder; the start adds nothing to them. */
  seed(userDir: string): void {
    mkdirSync(userDir, { recursive: true });
    writeFileSync(join(userDir, 'flows.json'), JSON.stringify(this.nodes));
    const shipped = readdirSync(join(this.root, 'flows')).filter((name) => name.endsWith('.json'));
    writeFileSync(join(userDir, 'gridloom-seeded.json'), JSON.stringify(shipped));
  }

  private add(node: FlowNode): void {
    const z = this.node('grid-meter-reading').z;
    // Without a place on the canvas, Node-RED takes a node for a configuration node.
    this.nodes.push({ z, broker: this.node('mqtt-broker').id, x: 100, y: 900, ...node });
  }
}

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import helper from 'node-red-node-test-helper';
import type { NodeMessage } from '../../nodes/shell/node-red';

const injectNode = require('@node-red/nodes/core/common/20-inject.js');
const functionNode = require('@node-red/nodes/core/function/10-function.js');

type FlowNode = { id: string; type: string; name?: string };

/** The example flow of a node in the test helper, its debug nodes made ones that can be listened to. */
export class NodeExample {
  private readonly flow: FlowNode[];

  constructor(private readonly type: string) {
    this.flow = JSON.parse(readFileSync(resolve(__dirname, `../../examples/${type}.json`), 'utf8'));
  }

  idOf(type: string, name?: string): string {
    return this.flow.find((node) => node.type === type && (name === undefined || node.name === name))!.id;
  }

  /** The first node of a type, as it stands in the example. */
  node(type: string): FlowNode & Record<string, unknown> {
    return this.flow.find((node) => node.type === type)!;
  }

  /** Loads the flow; the node itself is changed by `settings`. */
  async load(settings: object = {}): Promise<void> {
    const flow = this.flow
      .filter(({ type }) => type !== 'comment')
      .map((node) => {
        if (node.type === 'debug') return { ...node, type: 'helper' };
        if (node.type === 'inject') return { ...node, once: false };
        return node.type === this.type ? { ...node, ...settings } : node;
      });
    const types = new Set(flow.map(({ type }) => type).filter((type) => type.startsWith('grid-')));
    const nodes = [...types].map((type) => require(`../../nodes/${type}/${type}`));
    await helper.load([...nodes, injectNode, functionNode], flow);
  }

  /** The same without what the tests before have left in the user folder. */
  async loadEmpty(settings: object = {}): Promise<void> {
    await this.load(settings);
    helper.getNode(this.idOf(this.type)).receive({ reset: true });
  }

  /** Presses the button of an inject node; of the first one when there is no name. */
  press(name?: string): void {
    helper.getNode(this.idOf('inject', name)).receive({});
  }

  /** What the node's status shows once its text is so, or what it shows after 5 s. */
  async shown(text: string): Promise<{ fill: string; shape: string; text: string }> {
    const { status } = helper.getNode(this.idOf(this.type));
    const deadline = Date.now() + 5000;
    while (status.lastCall?.args[0].text !== text && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return status.lastCall.args[0];
  }

  /** The next payload at a debug node. */
  next<T>(name: string): Promise<T> {
    return new Promise((done) => {
      helper.getNode(this.idOf('debug', name)).on('input', ({ payload }: NodeMessage) => done(payload as T));
    });
  }
}

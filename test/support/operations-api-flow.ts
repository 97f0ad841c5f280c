import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import helper from 'node-red-node-test-helper';
import type { NodeRed } from '../../nodes/shell/node-red';

type FlowNode = { id: string; type: string; name?: string; wires?: string[][] } & Record<string, unknown>;

const TYPES = [
  require('../../nodes/grid-operations-api/grid-operations-api'),
  require('../../nodes/grid-topology/grid-topology'),
  require('@node-red/nodes/core/common/20-inject.js'),
  require('@node-red/nodes/core/common/25-catch.js'),
  require('@node-red/nodes/core/function/10-function.js'),
  require('@node-red/nodes/core/network/21-httpin.js'),
];
const EXAMPLE: FlowNode[] = JSON.parse(
  readFileSync(resolve(__dirname, '../../examples/grid-operations-api.json'), 'utf8'),
);
export const NODE = EXAMPLE.find(({ type }) => type === 'grid-operations-api')!;

const NODE_RED = { httpNodeRoot: '/', httpNodeAuth: undefined, httpNodeMiddleware: undefined };

let red: NodeRed | undefined;
/** A node module that registers nothing: through it the test knows the runtime, whose HTTP the test helper does not serve. */
const meet = (runtime: NodeRed) => {
  red = runtime;
};

/** The example with other settings, more nodes, a Catch node and settings of Node-RED. */
export async function loadExample(
  settings: object = {},
  { token, more = [], nodeRed = {} }: { token?: string; more?: object[]; nodeRed?: object } = {},
): Promise<void> {
  const flow = EXAMPLE.filter(({ type }) => type !== 'comment').map((node) => {
    if (node.type === 'debug') return { ...node, type: 'helper' };
    return node === NODE ? { ...node, ...settings } : node;
  });
  const before = (runtime: NodeRed) => void Object.assign(runtime.settings, NODE_RED, nodeRed);
  const credentials = token === undefined ? {} : { [NODE.id]: { token } };
  const place = { z: NODE.z, x: 1, y: 1 };
  const caught = [
    { ...place, id: 'catch', type: 'catch', scope: null, wires: [['caught']] },
    { ...place, id: 'caught', type: 'helper', wires: [] },
  ];
  await helper.load([before, meet, ...TYPES], [...flow, ...caught, ...more], credentials);
}

export const press = (name: string) => helper.getNode(idOf(name)).receive({});

/** What comes to a debug node of the example, or to the Catch node, from now on. */
export function listen(name: string): unknown[] {
  const payloads: unknown[] = [];
  const id = name === 'caught' ? name : idOf(name);
  helper
    .getNode(id)
    .on('input', (message: { payload: unknown; error?: unknown }) => payloads.push(message.error ?? message.payload));
  return payloads;
}

const idOf = (name: string) => EXAMPLE.find((node) => node.name === name)!.id;

/** The HTTP of the flows below a root, as Node-RED mounts it. */
export async function serveFlows(root = ''): Promise<{ url: string; port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (!request.url!.startsWith(root)) return void response.writeHead(404).end('not below the root');
    request.url = request.url!.slice(root.length) || '/';
    (red!.httpNode as unknown as RequestListener)(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { url: `http://127.0.0.1:${port}${root}`, port, close };
}

// biome-ignore lint/suspicious/noExplicitAny: what a test looks into
export async function jsonOf(response: Response): Promise<any> {
  const text = await response.text();
  assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8', text);
  return JSON.parse(text);
}

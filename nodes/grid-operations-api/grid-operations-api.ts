import { type ApiSettings, OperationsApi } from '../../lib/operations-api';
import { networkOf } from '../grid-topology/network-of';
import { gridNode } from '../shell/grid-node';
import type { NodeRed, NodeStatus } from '../shell/node-red';
import { serviceOf } from './answer-request';
import { claim, mount } from './base-paths';
import { definition } from './schema';

const PATH_TAKEN: NodeStatus = { fill: 'red', shape: 'ring', text: 'path is taken' };
const STATUS: Record<string, NodeStatus> = {
  initialising: { fill: 'yellow', shape: 'ring', text: 'waiting for data' },
  stale: { fill: 'yellow', shape: 'dot', text: 'data is old' },
};

const node = gridNode(definition, ({ network, basePath, ...settings }, context) => {
  const { red, node, send, fail } = context;
  const { httpNodeRoot = '/', httpNodeAuth } = red.settings;
  const token = node.credentials?.token ?? '';
  if (httpNodeRoot === false)
    throw new Error('grid-operations-api: Node-RED has no HTTP for flows: set httpNodeRoot in its settings file');
  if (httpNodeAuth && token !== '')
    throw new Error(
      'grid-operations-api: a token can\'t be sent beside the password of httpNodeAuth: leave "token" empty, or take httpNodeAuth away',
    );
  const server = `${httpNodeRoot.replace(/\/+$/, '')}${basePath}`;
  const apiSettings: ApiSettings = { ...settings, server, token };
  const optimise = () => send([{ topic: 'optimize', payload: { optimize: true } }]);
  const api = new OperationsApi(networkOf(context, network), apiSettings, optimise, Date.now());
  const service = serviceOf(api, fail);
  let release = claim(basePath, service);
  if (!release) {
    const remedy = 'give one of them another base path, or delete one';
    // With a message, so that a Catch node gets it also when nothing comes in.
    node.error(`grid-operations-api: another node answers below ${basePath} already: ${remedy}`, {});
  }

  return {
    input(message, send) {
      if (message.reset) return api.record.reset();
      const refused = api.take([message.payload].flat(), Date.now());
      if (refused.length > 0) send([null, { ...message, payload: refused }]);
    },
    tick(nowMs) {
      api.desk.tick(nowMs);
      // When the other one has gone, the path is free.
      release ??= claim(basePath, service);
    },
    status() {
      if (!release) return PATH_TAKEN;
      const { status, counts } = api.health(Date.now());
      return STATUS[status] ?? { fill: 'green', shape: 'dot', text: `${counts.requests} requests` };
    },
    close() {
      release?.();
      api.desk.close(Date.now());
    },
  };
});

export = (red: NodeRed) => {
  mount(red);
  node(red);
};

import type { Static, TObject } from '@sinclair/typebox';
import type { NodeDefinition } from './definition';
import type { NodeConfig, NodeMessage, NodeRed, NodeStatus, RuntimeNode, Send } from './node-red';
import { readSettings } from './settings';

const TICK_MS = 1000;

/** What a node does; the shell calls it and takes care of the rest. */
export interface Behaviour {
  /** Handles one message; a throw or a rejection goes to Catch nodes, otherwise Complete nodes fire. */
  input?(message: NodeMessage, send: Send): void | Promise<void>;
  /** Called once a second. */
  tick?(nowMs: number): void;
  /** Shown under the node, at most once a second and only when it has changed. */
  status?(): NodeStatus;
  /** Of a configuration node: what the nodes that name it work with. */
  shared?: unknown;
  /** `removed` is true when the node is deleted, false on a redeploy. */
  close?(removed: boolean): void | Promise<void>;
}

export interface NodeContext {
  red: NodeRed;
  node: RuntimeNode;
  /** Sends unless the node has been closed meanwhile. */
  send: Send;
  /** Reports a fault that belongs to no message. */
  fail(error: unknown): void;
}

export type NodeModule = (red: NodeRed) => void;

/**
 * Registers a node type: settings read, migrated and checked; input safe for async handlers; `done`, Catch and Complete
 * right; status throttled; timers stopped and close awaited. A node with faulty settings stays on the canvas, says what
 * is wrong and gives every message to Catch.
 */
export function gridNode<S extends TObject>(
  definition: NodeDefinition<S>,
  build: (settings: Static<S>, context: NodeContext) => Behaviour,
): NodeModule {
  return (red) => {
    function construct(this: RuntimeNode, config: NodeConfig): void {
      red.nodes.createNode(this, config);
      const context = contextOf(red, this);
      run(context, () => build(readSettings(definition, config), context));
    }
    const credentials = definition.credentials && {
      credentials: Object.fromEntries(Object.entries(definition.credentials).map(([name, type]) => [name, { type }])),
    };
    red.nodes.registerType(definition.type, construct, credentials);
  };
}

type GuardedContext = NodeContext & { closed: boolean };

function contextOf(red: NodeRed, node: RuntimeNode): GuardedContext {
  const context: GuardedContext = {
    red,
    node,
    closed: false,
    send: (messages) => {
      if (!context.closed) node.send(messages);
    },
    fail: (error) => node.error(asError(error)),
  };
  return context;
}

function run(context: GuardedContext, build: () => Behaviour): void {
  const { node } = context;
  let behaviour: Behaviour;
  try {
    behaviour = build();
  } catch (error) {
    behaviour = refusal(node, asError(error));
  }
  node.shared = behaviour.shared;
  listen(node, context, behaviour);
  const timer = setInterval(() => {
    try {
      behaviour.tick?.(Date.now());
      showStatus();
    } catch (error) {
      context.fail(error);
    }
  }, TICK_MS);
  timer.unref();

  let shown = '';
  function showStatus(): void {
    const status = behaviour.status?.();
    const text = JSON.stringify(status);
    if (!status || text === shown) return;
    shown = text;
    node.status(status);
  }
  showStatus();
  // Status nodes hear nothing of what is said while the flow is being built: the first tick says it again.
  shown = '';

  node.on('close', (removed, done) => {
    clearInterval(timer);
    // Until the close is complete messages still come in, and what they lead to still goes out.
    Promise.resolve()
      .then(() => behaviour.close?.(removed))
      .catch((error) => context.fail(error))
      .then(() => {
        context.closed = true;
        done();
      });
  });
}

function listen(node: RuntimeNode, context: GuardedContext, behaviour: Behaviour): void {
  node.on('input', (message, send, done) => {
    let pending: void | Promise<void>;
    try {
      pending = behaviour.input?.(message, send);
    } catch (error) {
      done(asError(error));
      return;
    }
    if (pending === undefined) {
      done();
      return;
    }
    // A rejection that nobody catches would end the whole process.
    pending.then(
      () => !context.closed && done(),
      (error) => !context.closed && done(asError(error)),
    );
  });
}

/** What a node does that can't work as it is set: it says so, and gives every message to Catch. */
function refusal(node: RuntimeNode, error: Error): Behaviour {
  node.fault = error;
  node.error(error);
  return {
    input: () => {
      throw error;
    },
    status: () => ({ fill: 'red', shape: 'ring', text: 'see settings' }),
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

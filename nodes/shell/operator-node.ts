import type { Static, TObject } from '@sinclair/typebox';
import type { AsyncOperator, Emission, Operator } from '../../lib/messages';
import type { NodeDefinition } from './definition';
import { type Behaviour, gridNode, type NodeContext, type NodeModule } from './grid-node';
import type { NodeMessage, NodeStatus, Send } from './node-red';
import { StateFile } from './state-file';

const DEFAULT_SNAPSHOT_SECONDS = 300;
const MAX_LAST_SNAPSHOTS = 5;
/** Large states are written less often, so that an SD card lasts: at most so many bytes a second on average. */
const MOST_BYTES_A_SECOND = 100_000;

/** An operator from lib/ and what joins it to messages. */
export interface OperatorNode<In, Ports extends object> {
  operator: Operator<In, Ports> | AsyncOperator<In, Ports>;
  /** The batch in a message; by default the payload, which is an array or a single element. */
  batch?(message: NodeMessage): readonly In[];
  status?(): NodeStatus;
  /** Ports whose values go out one by one in a form of their own, by setting; what becomes undefined is not sent. */
  oneByOne?: { [Port in keyof Ports]?: (value: Ports[Port]) => object | undefined };
  /** True when there is no state of its own to keep. */
  isStateless?: boolean;
  /** Called when the node has closed and its state is kept. */
  close?(): Promise<void>;
}

/**
 * A node around an operator: batches in, one message a port out (the first reuses the message that came), `msg.reset`
 * and `msg.flush`, a tick a second, state kept in the user folder across redeploys, restarts and power cuts.
 */
export function operatorNode<S extends TObject, In, Ports extends object>(
  definition: NodeDefinition<S>,
  build: (settings: Static<S>, context: NodeContext) => OperatorNode<In, Ports>,
): NodeModule {
  return gridNode(definition, (settings, context) => {
    const { operator, batch = payloadBatch<In>, status, oneByOne, isStateless, close } = build(settings, context);
    const state = isStateless ? undefined : keepState(operator, context);
    const emit = emitter<Ports>(definition, oneByOne);
    const behaviour: Behaviour = {
      input(message, send) {
        if (state) state.changed = true;
        if (message.reset) return operator.reset();
        const nowMs = Date.now();
        const emission = message.flush ? operator.flush?.(nowMs) : operator.process(batch(message), nowMs);
        if (emission instanceof Promise) return emission.then((values) => emit(values, message, send));
        return emit(emission, message, send);
      },
      tick(nowMs) {
        const emission = operator.tick?.(nowMs);
        if (emission instanceof Promise) {
          emission.then((values) => emit(values, undefined, context.send)).catch(context.fail);
        } else emit(emission, undefined, context.send);
        state?.tick(nowMs);
      },
      async close() {
        await state?.close();
        await close?.();
      },
    };
    if (status) behaviour.status = status;
    return behaviour;
  });
}

function payloadBatch<In>(message: NodeMessage): readonly In[] {
  return (Array.isArray(message.payload) ? message.payload : [message.payload]) as In[];
}

function emitter<Ports extends object>(
  definition: NodeDefinition,
  oneByOne: OperatorNode<never, Ports>['oneByOne'] = {},
) {
  const ports = definition.outputs.map(({ name, single }) => ({ name: name as keyof Ports, single: single === true }));
  return (emission: Emission<Ports> | undefined, message: NodeMessage | undefined, send: Send): void => {
    if (emission === undefined) return;
    // Last port first: the first one reuses the message, the others take copies of it as it came.
    for (let index = ports.length - 1; index >= 0; index--) {
      const { name, single } = ports[index]!;
      const values = emission[name];
      if (values === undefined || values.length === 0) continue;
      const form = oneByOne[name];
      if (single || form) {
        for (const value of values) {
          const payload = form ? form(value) : value;
          if (payload !== undefined) sendAt(send, index, { ...message, payload });
        }
      } else if (index === 0 && message !== undefined) {
        message.payload = values;
        send(message);
      } else sendAt(send, index, { ...message, payload: values });
    }
  };
}

function sendAt(send: Send, index: number, message: NodeMessage): void {
  send([...new Array<null>(index).fill(null), message]);
}

function keepState<In, Ports extends object>(
  operator: Operator<In, Ports> | AsyncOperator<In, Ports>,
  { red, node, fail }: NodeContext,
) {
  const { userDir, gridloom } = red.settings;
  if (!userDir) return undefined;
  StateFile.prune(userDir, Date.now());
  const file = new StateFile(userDir, node.type, node.id);
  file.restore(
    node,
    (state) => operator.restore(state),
    () => void operator.reset(),
    'the node starts empty',
  );
  const everyMs = (gridloom?.snapshotSeconds ?? DEFAULT_SNAPSHOT_SECONDS) * 1000;
  let nextMs = Date.now() + everyMs;
  const save = async () => {
    const bytes = await file.write(await operator.snapshot());
    nextMs = Date.now() + Math.max(everyMs, (bytes / MOST_BYTES_A_SECOND) * 1000);
  };
  return {
    /** Whether anything has come in since the last snapshot. */
    changed: false,
    tick(nowMs: number): void {
      if (nowMs < nextMs) return;
      nextMs = Number.POSITIVE_INFINITY;
      save().catch((error) => {
        nextMs = nowMs + everyMs;
        fail(error);
      });
    },
    /** A node that is disabled is closed like one that is deleted: old files go by their age, not by that. */
    async close(): Promise<void> {
      // Messages come in while the file is written; the last snapshot has them all, unless they never end.
      for (let time = 0; time < MAX_LAST_SNAPSHOTS; time++) {
        this.changed = false;
        await save();
        if (!this.changed) return;
      }
    },
  };
}

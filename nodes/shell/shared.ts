import type { NodeContext } from './grid-node';

/**
 * What the configuration node `id` of type `type` shares.
 * @throws Error that says what to do when none is chosen, or it can't be used
 */
export function sharedOf<T>({ red }: NodeContext, type: string, id: string): T {
  const what = type.replaceAll('-', ' ');
  if (id === '') throw new Error(`no ${what} is chosen: open the node and choose one, or add one there`);
  const node = red.nodes.getNode(id);
  if (node?.type !== type) throw new Error(`the ${what} of this node is missing or disabled: open it and choose one`);
  if (node.shared === undefined) {
    const fault = node.fault?.message ?? 'it did not start';
    throw new Error(`the ${what} "${node.name || id}" can't be used: ${fault}`);
  }
  return node.shared as T;
}

import { exampleFlows, type FlowNode } from './example-flow';
import type { Packed } from './packed';
import { packedTypes } from './packed-node';

export const TAB = 'gridloom-trial';

/**
 * A flow with each node twice: fresh from the palette (`fresh-<type>`) and as its example sets it (`example-<type>`).
 * Every status they show is written to the log as `status <id> <text>`.
 */
export function trialFlow(packed: Packed): FlowNode[] {
  // Whole systems read settings from the environment that only "npm start" sets, so the short examples go first.
  const examples = exampleFlows(packed)
    .sort((a, b) => a.path.split('/').length - b.path.split('/').length)
    .map(({ nodes }) => nodes ?? []);
  const nodes = packedTypes(packed)
    .filter(({ registration: { literals } }) => literals.category !== 'config')
    .flatMap(({ registration: { type, defaults = {}, literals } }, row) => {
      const fresh = Object.fromEntries(Object.entries(defaults).map(([name, { value }]) => [name, value]));
      const flow = examples.find((candidate) => candidate.some((node) => node.type === type)) ?? [];
      const example = flow.find((node) => node.type === type);
      const place = (id: string, column: number) => ({
        id,
        type,
        z: TAB,
        name: '',
        x: 200 * column,
        y: 60 * (row + 1),
        wires: Array.from({ length: Number(literals.outputs) }, () => []),
      });
      return [
        { ...fresh, ...place(`fresh-${type}`, 1) },
        ...(example ? [{ ...example, g: undefined, ...place(`example-${type}`, 2) }, ...configsOf(example, flow)] : []),
      ];
    });
  return [{ id: TAB, type: 'tab', label: 'Trial' }, ...watch(), ...unique(nodes)];
}

/** Configuration nodes that the settings of `node` name. */
function configsOf(node: FlowNode, flow: FlowNode[]): FlowNode[] {
  const named = new Set(Object.values(node));
  return flow.filter(({ id, type, z, x }) => named.has(id) && x === undefined && id !== node.z && type !== 'tab' && !z);
}

function watch(): FlowNode[] {
  const func = "node.log('status ' + msg.status.source.id + ' ' + msg.status.text);";
  return [
    { id: 'watch', type: 'status', z: TAB, name: '', scope: null, x: 200, y: 20, wires: [['tell']] },
    { id: 'tell', type: 'function', z: TAB, name: '', func, outputs: 0, x: 400, y: 20, wires: [] },
  ];
}

function unique(nodes: FlowNode[]): FlowNode[] {
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}

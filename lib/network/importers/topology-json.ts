import type { TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { GridLine, GridNode } from '../../messages';
import { orderByIds } from './line-order';
import { type ImportedNetwork, NetworkDraft } from './network-draft';
import { NetworkFault } from './network-fault';

const SCHEMA = 'gridloom-topology/1';
const DEFAULT_BASE_MVA = 100;

/** Whether a JSON value is, or means to be, a topology of our own. */
export function isTopology(value: object): boolean {
  const { schema, nodes, lines } = value as Record<string, unknown>;
  return typeof schema === 'string' || (Array.isArray(nodes) && Array.isArray(lines));
}

/**
 * Reads a topology of our own, schema gridloom-topology/1; a file without `schema` counts as one.
 * @throws NetworkFault for another schema, or without lists of nodes and lines
 */
export function importTopology(file: string, value: object): ImportedNetwork {
  const { schema, name, baseMva, nodes, lines } = value as Record<string, unknown>;
  if (schema !== undefined && schema !== SCHEMA) {
    const remedy = `give it as ${SCHEMA}; a newer one needs a newer Gridloom`;
    throw new NetworkFault(`${file} schema`, `is ${JSON.stringify(schema)?.slice(0, 80)}`, remedy);
  }
  const nodeList = listOf(nodes, `${file} nodes`);
  const lineList = listOf(lines, `${file} lines`);
  if (baseMva !== undefined && typeof baseMva !== 'number') {
    throw new NetworkFault(`${file} baseMva`, 'is no number', 'give the base power in MVA, e.g. 100');
  }
  const draft = new NetworkDraft(file, typeof name === 'string' ? name : '', baseMva ?? DEFAULT_BASE_MVA);
  const orders: { id: string; lineOrder: string[]; place: string }[] = [];
  for (const [index, element] of nodeList.entries()) {
    const place = `${file} nodes[${index}]`;
    if (!fits<GridNode>(GridNode, element, place, draft)) continue;
    draft.addNode(element, place);
    if (element.lineOrder) orders.push({ id: element.id, lineOrder: element.lineOrder, place });
  }
  for (const [index, element] of lineList.entries()) {
    const place = `${file} lines[${index}]`;
    if (fits<GridLine>(GridLine, element, place, draft)) draft.addBranch(element, place);
  }
  orderByIds(draft, orders);
  return draft.finish();
}

function listOf(value: unknown, place: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new NetworkFault(place, 'is no list', 'give { schema, nodes: [{ id }], lines: [{ id, from, to }] }');
}

/** Whether it is what the schema wants; if not, it is reported, and left out. */
function fits<T>(schema: TSchema, element: unknown, place: string, { findings }: NetworkDraft): element is T {
  if (Value.Check(schema, element)) return true;
  const error = Value.Errors(schema, element).First();
  const field = error?.path.slice(1).replaceAll('/', '.');
  const problem = `is not what it should be and is left out: ${error?.message}`;
  const remedy = 'correct it as the message GridTopology describes it';
  findings.add('error', 'unusable', field ? `${place}.${field}` : place, { problem, remedy });
  return false;
}

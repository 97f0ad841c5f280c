import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { NetworkChange, type Refusal } from '../../lib/messages';
import { ALL, FaultCommand, SCADA_FAULTS } from './faults';
import type { Field } from './field';

const ClearCommand = Type.Object(
  {
    clear: Type.Union([Type.Literal(true), Type.String({ minLength: 1 })], { description: 'Id, or true: all faults' }),
  },
  { additionalProperties: false },
);

/** What the simulated field obeys. */
export const ScadaCommand = Type.Union([...NetworkChange.anyOf, FaultCommand, ClearCommand], {
  $id: 'ScadaCommand',
  title: 'ScadaCommand',
});

export type ReadCommand = NetworkChange | FaultCommand | { clear: string | true };

const REMEDY =
  'send {lineId, inService}, {nodeId, loadMw, generationMw}, {fault, id, minutes, size}, {clear: id or true}, or a list of them';
const [LineChange, PowerChange] = NetworkChange.anyOf;
const MOST_MW = 1e6;

/** A command that this field can obey, or why it can't. */
export function readCommand(value: unknown, place: string, field: Field): ReadCommand | Refusal {
  const refuse = (reason: string, at: string, problem: string, remedy: string): Refusal => {
    const where = at === '' ? place : `${place}.${at}`;
    return { reason, message: `${where} ${problem}`, place: where, remedy, original: value };
  };
  const schema = schemaOf(value);
  if (!schema) return refuse('not-a-command', '', 'is no command', REMEDY);
  const command = 'fault' in (value as object) ? Value.Default(schema, structuredClone(value)) : value;
  const fault = Value.Errors(schema, command).First();
  if (fault) {
    const names = fault.path === '/fault' ? `: give one of ${Object.keys(SCADA_FAULTS).join(', ')}` : '';
    return refuse('bad-value', fault.path.slice(1), `does not fit: ${fault.message}${names}`, REMEDY);
  }
  const read = command as ReadCommand;
  const unknown = (at: string, what: string, id: string) =>
    refuse('unknown-id', at, `is "${id.slice(0, 80)}", which is no ${what} here`, `name a ${what} that is there`);
  if ('lineId' in read) return field.lineIndex.has(read.lineId) ? read : unknown('lineId', 'line', read.lineId);
  if ('nodeId' in read) {
    const node = field.nodeIndex.get(read.nodeId);
    if (node === undefined) return unknown('nodeId', 'node', read.nodeId);
    if (read.generationMw !== undefined && field.network.nodes[node]!.isReference) {
      return refuse('of-a-source', 'generationMw', 'is what the grid needs', 'set that of a node that is no reference');
    }
    for (const power of ['loadMw', 'generationMw'] as const) {
      const mw = read[power];
      if (mw !== undefined && !(Math.abs(mw) <= MOST_MW)) {
        return refuse('impossible-power', power, `is ${mw}`, 'give a finite number of MW, not of kW or W');
      }
    }
    return read;
  }
  if ('fault' in read) {
    const { of } = SCADA_FAULTS[read.fault];
    return isThere(of, read, field) ? read : unknown('id', of === 'sensor' ? 'node or line' : of, read.id);
  }
  return read;
}

function schemaOf(value: unknown) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if ('lineId' in value) return LineChange!;
  if ('nodeId' in value) return PowerChange!;
  if ('fault' in value) return FaultCommand;
  return 'clear' in value ? ClearCommand : undefined;
}

function isThere(of: string, { fault, id }: FaultCommand, { lineIndex, nodeIndex, transformers }: Field): boolean {
  if (of === 'line') return lineIndex.has(id);
  if (of === 'node') return nodeIndex.has(id);
  if (of === 'transformer') return transformers.some((transformer) => transformer.id === id);
  return lineIndex.has(id) || nodeIndex.has(id) || (fault === 'communication-gap' && id === ALL);
}

import { shown } from './event-time';
import { InputFault } from './input-fault';

const MOST_ID = 200;

export type Fields = Record<string, unknown>;

/** @throws InputFault for what is no object */
export function fieldsOf(given: unknown, remedy: string): Fields {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Fields;
  throw new InputFault('not-an-object', 'payload', `is ${Array.isArray(given) ? 'a list' : shown(given)}`, remedy);
}

/** @throws InputFault unless it is a number from least to most */
export function readNumber(value: unknown, place: string, least: number, most: number): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new InputFault('bad-value', place, `is ${shown(value)}`, `send a number from ${least} to ${most}`);
}

/** @throws InputFault unless it is an id of a usable length */
export function readId(value: unknown, place: string): string {
  if (typeof value === 'string' && value !== '' && value.length <= MOST_ID) return value;
  throw new InputFault('no-node', place, `is ${shown(value)}`, `send the id of a node, 1 to ${MOST_ID} characters`);
}

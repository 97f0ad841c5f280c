import { MAX_MAGNITUDE, MAX_NAME_LENGTH } from './limits';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A plain JSON object: not null, not an array, not bytes. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** The value of a field, only where the object itself has it: nothing is read from a prototype. */
export function own(object: JsonObject, field: string): unknown {
  return Object.hasOwn(object, field) ? object[field] : undefined;
}

/** The object in a field, or undefined. */
export function ownObject(object: JsonObject, field: string): JsonObject | undefined {
  const value = own(object, field);
  return isObject(value) ? value : undefined;
}

/** U+FFFD, which stands where bytes were no UTF-8: a name with it is a name that was damaged on its way. */
const REPLACEMENT = 0xfffd;

/** True for 1 to 128 characters without control or replacement characters: what may name a meter or a place. */
export function isName(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const length = value.length;
  if (length === 0 || length > MAX_NAME_LENGTH) return false;
  for (let i = 0; i < length; i++) {
    const code = value.charCodeAt(i);
    if (code < 0x20 || code === 0x7f || code === REPLACEMENT) return false;
  }
  return true;
}

const DECIMAL = /^[+-]?\d{1,20}(\.\d{1,20})?([eE][+-]?\d{1,3})?$/;
/** How devices and templates spell "no value", and the states of a relay, whose field is often called power. */
const ABSENT = new Set(['', 'unknown', 'unavailable', 'none', 'null', 'nan', 'n/a', '-', 'on', 'off', 'true', 'false']);

/** Undefined, null, a switch state, or one of the words that devices send in place of a value. */
export function isAbsent(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && value.length <= 16 && ABSENT.has(value.trim().toLowerCase()))
  );
}

/**
 * A finite number within ±1e15, from a number or a decimal string; NaN for anything else. Absent values are told apart
 * with `isAbsent` before.
 */
export function numberOf(value: unknown): number {
  let number = Number.NaN;
  if (typeof value === 'number') number = value;
  else if (typeof value === 'string') {
    const text = value.length <= 64 ? value.trim() : '';
    if (DECIMAL.test(text)) number = Number(text);
  }
  return Math.abs(number) <= MAX_MAGNITUDE ? number : Number.NaN;
}

/** A value in a message to a human: short, one line, never throws. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return value === undefined ? 'nothing' : `a value of type ${typeof value}`;
}

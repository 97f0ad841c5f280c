import type { TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { FeederBalance, type Refusal, TheftDay, TheftEvent, TheftWindow } from '../messages';
import { CaseCommand, COMMAND_WORDS } from './case-commands';
import * as refusals from './refusals';

const MAX_NAME = 200;
const MAX_SPAN_MS = 10 * 366 * 86_400_000;

/** One element of the input, checked, with the times that it covers. */
export type Input =
  | { kind: 'event'; message: TheftEvent; endMs: number }
  | { kind: 'balance'; message: FeederBalance; endMs: number }
  | { kind: 'day'; message: TheftDay; endMs: number }
  | { kind: 'window'; message: TheftWindow; endMs: number }
  | { kind: 'command'; message: CaseCommand };

/** The field that only this kind has, its schema, its name in sentences, and where it ends. */
const KINDS = [
  { field: 'command', kind: 'command', schema: CaseCommand, what: 'command', endMs: undefined },
  { field: 'theftLike', kind: 'event', schema: TheftEvent, what: 'theft event', endMs: (m: TheftEvent) => m.endMs },
  {
    field: 'gapWh',
    kind: 'balance',
    schema: FeederBalance,
    what: 'feeder balance',
    endMs: (m: FeederBalance) => m.startMs + m.lengthMs,
  },
  { field: 'dayType', kind: 'day', schema: TheftDay, what: 'theft day', endMs: (m: TheftDay) => m.startMs },
  {
    field: 'hybridScore',
    kind: 'window',
    schema: TheftWindow,
    what: 'theft window',
    endMs: (m: TheftWindow) => m.startMs + m.lengthMs,
  },
] as const;

/** Tells by its shape what an element is, and checks it; `latestMs`: what is later is ahead of the clock. */
export function readInput(element: unknown, latestMs: number): Input | Refusal {
  if (typeof element !== 'object' || element === null) return refusals.notKnown(element);
  const found = KINDS.find(({ field }) => field in element);
  if (!found) return refusals.notKnown(element);
  const { kind, schema, what } = found;
  if (!Value.Check(schema as TSchema, element)) {
    const fault = Value.Errors(faultSchema(kind, element), element).First();
    return refusals.badField(what, fault?.path ?? '', fault?.message ?? 'it has another form', element);
  }
  if (kind === 'command') {
    const { timeMs } = element as { timeMs?: number };
    if (timeMs !== undefined && timeMs > latestMs) return refusals.badTime(what, 'timeMs', element);
    return { kind, message: element as CaseCommand };
  }
  const longName = ['meterId', 'id', 'feeder'].find((name) => {
    const value = (element as Record<string, unknown>)[name];
    return typeof value === 'string' && value.length > MAX_NAME;
  });
  if (longName) return refusals.badField(what, longName, `longer than ${MAX_NAME} characters`, element);
  const { startMs } = element as { startMs: number };
  const endMs = (found.endMs as (message: unknown) => number)(element);
  if (!(startMs >= 0 && endMs >= startMs && endMs <= latestMs && endMs - startMs <= MAX_SPAN_MS)) {
    return refusals.badTime(what, endMs > latestMs ? 'its end' : 'startMs', element);
  }
  return { kind, message: element, endMs } as Input;
}

/** The schema to explain a fault with: of the commands the one that is meant. */
function faultSchema(kind: string, element: object): TSchema {
  if (kind !== 'command') return KINDS.find((known) => known.kind === kind)!.schema;
  const { command } = element as { command: unknown };
  const [decide, list] = CaseCommand.anyOf;
  if (command === 'list') return list;
  return COMMAND_WORDS.includes(command as string) ? decide : decide.properties.command;
}

import type { Static, TSchema } from '@sinclair/typebox';
import { Value, type ValueError } from '@sinclair/typebox/value';

/** Settings of an operator with the defaults of their schema filled in. @throws Error that lists every setting that is wrong. */
export function withDefaults<S extends TSchema>(schema: S, given: Partial<Static<S>>, name: string): Static<S> {
  const settings = Value.Default(schema, structuredClone(given));
  const faults = [...Value.Errors(schema, settings)].map((e) => `${e.path.slice(1) || 'settings'}: ${reason(e)}`);
  if (faults.length > 0) throw new Error(`${name}: ${faults.join('; ')}`);
  return settings as Static<S>;
}

function reason({ schema, value, message }: ValueError): string {
  const choices: unknown[] = (schema.anyOf ?? []).map((one: TSchema) => one.const);
  if (choices.length === 0 || choices.includes(undefined)) return message;
  return `${JSON.stringify(value)} is none of ${choices.join(', ')}`;
}

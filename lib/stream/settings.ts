import type { Static, TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** Settings of an operator with the defaults of their schema filled in. @throws Error that lists every setting that is wrong. */
export function withDefaults<S extends TSchema>(schema: S, given: Partial<Static<S>>, name: string): Static<S> {
  const settings = Value.Default(schema, structuredClone(given));
  const faults = [...Value.Errors(schema, settings)].map((e) => `${e.path.slice(1) || 'settings'}: ${e.message}`);
  if (faults.length > 0) throw new Error(`${name}: ${faults.join('; ')}`);
  return settings as Static<S>;
}

import type { TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Refusal } from '../messages';

/** What is wrong with an element that does not fit a schema, undefined when it fits. */
export function misfit(schema: TSchema, element: unknown, remedy: string): Refusal | undefined {
  const fault = Value.Errors(schema, element).First();
  if (!fault) return undefined;
  const place = fault.path.slice(1) || 'payload';
  return { reason: 'bad-value', message: `${place}: ${fault.message}`, place, remedy, original: element };
}

/** Something of the right form that can't be used. */
export const refused = (reason: string, place: string, message: string, remedy: string, original: unknown): Refusal => {
  return { reason, message: `${place} ${message}`, place, remedy, original };
};

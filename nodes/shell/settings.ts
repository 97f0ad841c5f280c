import { Kind, type Static, type TObject, type TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { NodeDefinition } from './definition';
import type { NodeConfig } from './node-red';

/** Settings that can't be used: names every field with what it needs. */
export class SettingsError extends Error {
  constructor(
    type: string,
    readonly faults: { field: string; expects: string; got: string }[],
  ) {
    super(
      faults.map((f) => `${type}: setting "${f.field}" must be ${f.expects}, but is ${f.got}`).join('; ') +
        ': open the node and correct it',
    );
  }
}

/** True when a setting is typed in as text but is structured: the editor keeps it as JSON or as lines. */
export function isStructured(schema: TSchema): boolean {
  return ['Object', 'Record', 'Array'].includes(schema[Kind]);
}

/**
 * A node's configuration as saved by any version of the editor → its settings, complete and checked.
 * @throws SettingsError that lists every fault at once.
 */
export function readSettings<S extends TObject>(definition: NodeDefinition<S>, config: NodeConfig): Static<S> {
  const current = migrate(definition, config);
  const settings: Record<string, unknown> = {};
  const faults: SettingsError['faults'] = [];
  for (const [field, schema] of Object.entries(definition.settings.properties)) {
    const typed = current[field];
    const empty =
      typed === undefined || typed === null || (typed === '' && !['String', 'Array'].includes(schema[Kind]));
    const value = empty ? structuredClone(schema.default) : parse(schema, typed);
    if (Value.Check(schema, value)) settings[field] = value;
    else faults.push({ field, expects: expectation(schema), got: JSON.stringify(typed)?.slice(0, 80) ?? 'nothing' });
  }
  if (faults.length > 0) throw new SettingsError(definition.type, faults);
  return settings as Static<S>;
}

function migrate(definition: NodeDefinition, config: NodeConfig): Record<string, unknown> {
  const saved = Number(config.version ?? 1);
  if (saved > definition.version) {
    throw new Error(
      `${definition.type}: the flow was saved by a newer version of this node (settings version ${saved}, ` +
        `this one knows ${definition.version}): update @gridloom/node-red-grid`,
    );
  }
  let current: Record<string, unknown> = config;
  for (let version = saved; version < definition.version; version++) {
    current = definition.migrations?.[version]?.(current) ?? current;
  }
  return current;
}

function parse(schema: TSchema, typed: unknown): unknown {
  // Convert would cut 12.7 down to 12.
  if (schema[Kind] === 'Integer') return typeof typed === 'string' ? Number(typed) : typed;
  if (!isStructured(schema) || typeof typed !== 'string') return Value.Convert(schema, typed);
  if (schema[Kind] === 'Array' && !typed.trim().startsWith('[')) return lines(typed);
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What a schema asks for, in words; also used by the editor's validation. */
export function expectation(schema: TSchema): string {
  if (schema[Kind] === 'Union') return `one of ${schema.anyOf.map((s: TSchema) => JSON.stringify(s.const)).join(', ')}`;
  if (schema[Kind] === 'Boolean') return 'true or false';
  if (isStructured(schema)) return `JSON: ${schema.description}`;
  if (schema[Kind] === 'String') return schema.description ?? 'text';
  const what = schema[Kind] === 'Integer' ? 'a whole number' : 'a number';
  const low = schema.minimum ?? schema.exclusiveMinimum;
  const high = schema.maximum;
  const range = low === undefined ? '' : high === undefined ? ` from ${low}` : ` from ${low} to ${high}`;
  return `${what}${range}${schema.unit ? ` (${schema.unit})` : ''}`;
}

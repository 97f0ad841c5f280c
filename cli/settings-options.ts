import { Kind, type Static, type TObject, type TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { type CommandOption, type ParsedArguments, UsageError } from './command';

const optionName = (property: string) => property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Options for the properties of a settings schema: `timeZone` becomes `--time-zone`. Lists are written with commas. */
export function settingsOptions(
  schema: TObject,
  names: readonly string[] = Object.keys(schema.properties),
): CommandOption[] {
  return names.map((name) => {
    const property = schema.properties[name] as TSchema;
    const fallback = Array.isArray(property.default) ? property.default.join(',') : String(property.default);
    const choices = property.anyOf?.map((one: TSchema) => one.const).join('|');
    const unit = property.unit ? ` in ${property.unit}` : '';
    return {
      name: optionName(name),
      type: 'string',
      placeholder: choices ?? (property[Kind] === 'String' || property[Kind] === 'Array' ? 'TEXT' : 'NUMBER'),
      description: `${property.description}${unit}${fallback === '' ? '' : ` (default ${fallback})`}`,
    };
  });
}

/** The settings that options gave, with the defaults of the others. @throws UsageError that names the option. */
export function settingsOf<S extends TObject>(schema: S, { values }: ParsedArguments): Static<S> {
  const settings = Value.Default(schema, {}) as Record<string, unknown>;
  for (const [name, property] of Object.entries(schema.properties)) {
    const text = values[optionName(name)];
    if (typeof text !== 'string') continue;
    const isNumber = property[Kind] === 'Number' || property[Kind] === 'Integer';
    const value = property[Kind] === 'Array' ? text.split(',').filter(Boolean) : isNumber ? Number(text) : text;
    if (!Value.Check(property, value)) {
      const [fault] = [...Value.Errors(property, value)];
      const choices = property.anyOf?.map((one: TSchema) => one.const).join(', ');
      throw new UsageError(`--${optionName(name)} ${text}: ${choices ? `give one of ${choices}` : fault?.message}`);
    }
    settings[name] = value;
  }
  return settings as Static<S>;
}

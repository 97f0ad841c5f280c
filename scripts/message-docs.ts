import { Kind, type TSchema } from '@sinclair/typebox';

const INTRODUCTION = `# Messages

Every node sends arrays in \`payload\` unless its help says otherwise; a single object is accepted wherever an array is.
\`msg.topic\` and properties of your own pass through. \`msg.reset\` forgets the state of a node that has one, \`msg.flush\`
hands out what is open. Times are epoch milliseconds UTC, positive is import.

The build makes these tables from the schemas, which are in the package as JSON Schema (\`dist/schemas/\`).
`;

/** docs/messages.md: one table a message, made from the schemas. */
export function messageDocs(schemas: TSchema[]): string {
  return `${INTRODUCTION}\n${schemas.map(section).join('\n')}`;
}

function section(schema: TSchema): string {
  const alternatives: TSchema[] = schema.anyOf ?? [schema];
  return `## ${schema.title}\n\n${alternatives.map(table).join('\nor\n\n')}`;
}

function table(schema: TSchema): string {
  const required = new Set<string>(schema.required ?? []);
  const rows = Object.entries<TSchema>(schema.properties).map(([name, property]) => {
    const optional = required.has(name) ? '' : '?';
    return `| \`${name}\`${optional} | ${typeOf(property)} | ${property.unit ?? ''} | ${property.description ?? ''} |`;
  });
  return `| field | type | unit | meaning |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

function typeOf(schema: TSchema): string {
  if (schema[Kind] === 'Union') return schema.anyOf.map((one: TSchema) => one.const ?? one.type).join(', ');
  if (schema[Kind] === 'Array') return `array of ${schema.items.title ?? schema.items.$id ?? schema.items.type}`;
  if (schema[Kind] === 'Object') return Object.keys(schema.properties).join(', ');
  return schema.type ?? 'any';
}

import type { TSchema } from '@sinclair/typebox';
import type { Route } from './routes';
import { Problem } from './schemas';

export interface DocumentSettings {
  /** Address of the base path, without the host. */
  server: string;
  hasToken: boolean;
  /** Paths that answer without the token. */
  openPaths: ReadonlySet<string>;
  hasRateLimit: boolean;
}

type Json = Record<string, unknown>;

const DESCRIPTION =
  'The grid as SCADA, power flow, path optimizer and asset health tell it. Units (`x-unit`): kV, MW, A, °C, %, Ω, mm/s, ' +
  'years. null stands for what is not known. 202 is answered until the data has come.';

/** The OpenAPI 3.1 document of the routes. */
export function openApiDocument(routes: readonly Route[], settings: DocumentSettings): Json {
  const components: Json = {};
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    paths[route.path]![route.method.toLowerCase()] = operationOf(route, settings, components);
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Grid operations',
      version: '1.0.0',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: settings.server }],
    ...(settings.hasToken ? { security: [{ token: [] }] } : {}),
    paths,
    components: {
      schemas: components,
      ...(settings.hasToken ? { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } } : {}),
    },
  };
}

function operationOf(route: Route, settings: DocumentSettings, components: Json): Json {
  const { path, operationId, summary, body } = route;
  const isOpen = settings.openPaths.has(path);
  const answers = { ...route.answers };
  if (settings.hasToken && !isOpen) answers[401] = { description: 'The token is missing or wrong', schema: Problem };
  if (settings.hasRateLimit) answers[429] = { description: 'Too many requests: see Retry-After', schema: Problem };
  const content = (schema: TSchema, type = 'application/json') => ({
    [type]: { schema: published(schema, components) },
  });
  const responses = Object.entries(answers).map(([status, { description, schema, type }]) => {
    return [status, { description, content: content(schema, type), ...headersOf(Number(status)) }];
  });
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' }, description: 'Id of a node' };
  return {
    operationId,
    summary,
    ...(settings.hasToken && isOpen ? { security: [] } : {}),
    ...(path.includes('{id}') ? { parameters: [id] } : {}),
    ...(body ? { requestBody: { required: false, content: content(body) } } : {}),
    responses: Object.fromEntries(responses),
  };
}

function headersOf(status: number): Json {
  const text = { schema: { type: 'string' } };
  if (status === 202 || status === 429) return { headers: { 'Retry-After': { ...text, description: 'Seconds' } } };
  return status === 401 ? { headers: { 'WWW-Authenticate': text } } : {};
}

/** JSON Schema of a TypeBox schema: those with a title under components, units as an extension, no ids. */
function published(schema: TSchema, components: Json): Json {
  const convert = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(convert);
    if (typeof value !== 'object' || value === null) return value;
    const { $id: _, unit, ...rest } = value as Json;
    const entries = Object.entries(rest).map(([key, child]) => [
      key,
      key === 'properties' ? fields(child) : convert(child),
    ]);
    const json: Json = { ...Object.fromEntries(entries), ...(unit === undefined ? {} : { 'x-unit': unit }) };
    if (typeof json.title !== 'string') return json;
    components[json.title] = json;
    return { $ref: `#/components/schemas/${json.title}` };
  };
  // A field may be called like a keyword of schemas.
  const fields = (value: unknown) =>
    Object.fromEntries(Object.entries(value as Json).map(([name, child]) => [name, convert(child)]));
  return convert(schema) as Json;
}

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TSchema } from '@sinclair/typebox';
import type { NodeDefinition } from '../nodes/shell/definition';
import { buildDashboard } from './build-dashboard';
import { bundleLibraries } from './bundle-libraries';
import type { PaletteHome } from './editor-html';
import { messageDocs } from './message-docs';
import { writeNodeAssets } from './node-assets';

/**
 * Builds dist/: compiled TypeScript, the editor half of every node made from its schema, locales, icons, the JSON
 * Schemas of the messages, and the flows as importable examples. Keeps the list of nodes in package.json in step.
 *
 *   tsx scripts/build.ts [--if-needed]
 */
const SOURCES = [
  'lib',
  'nodes',
  'simulator',
  'cli',
  'start',
  'scripts',
  'flows',
  'icons',
  'dashboard/nodes',
  'dashboard/lib',
  'dashboard/widgets',
  'dashboard/icons',
  'dashboard/package.json',
  'package.json',
  'tsconfig.json',
];

const HOME: PaletteHome = {
  package: '@gridloom/node-red-grid',
  category: 'grid',
  defaults: [],
  rows: [],
  prepare: '',
};

export async function build(root: string): Promise<void> {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', root], { stdio: 'inherit' });
  await bundleLibraries(root);
  await buildDashboard(root);
  assets(root);
}

/** Everything but the compilation. */
export function assets(root: string): void {
  const types = nodeTypes(root);
  for (const type of types) {
    const definition = definitionOf(root, type);
    if (definition.type !== type)
      throw new Error(`nodes/${type}/schema.ts defines type "${definition.type}": name both alike`);
    writeNodeAssets(definition, HOME, {
      source: join(root, 'nodes', type),
      icons: join(root, 'icons'),
      shellTexts: join(root, 'nodes/shell/locales'),
      target: join(root, 'dist/nodes', type),
    });
  }
  listNodes(root, types);
  writeSchemas(root, types);
  rmSync(join(root, 'examples/flows'), { recursive: true, force: true });
  cpSync(join(root, 'flows'), join(root, 'examples/flows'), {
    recursive: true,
    filter: (path) => statSync(path).isDirectory() || path.endsWith('.json'),
  });
}

/** Every folder of nodes/ that holds a schema.ts is a node, named like the folder. */
export function nodeTypes(root: string): string[] {
  return readdirSync(join(root, 'nodes'))
    .filter((name) => existsSync(join(root, 'nodes', name, 'schema.ts')))
    .sort();
}

function listNodes(root: string, types: string[]): void {
  const path = join(root, 'package.json');
  const text = readFileSync(path, 'utf8');
  const pkg = JSON.parse(text);
  pkg['node-red'].nodes = Object.fromEntries(types.map((type) => [type, `dist/nodes/${type}/${type}.js`]));
  const updated = `${JSON.stringify(pkg, null, 2)}\n`;
  if (updated !== text) writeFileSync(path, updated);
}

/** The schemas of all messages: those of lib/messages, and what nodes send besides. */
function writeSchemas(root: string, types: string[]): void {
  const exported = Object.values(load<Record<string, TSchema>>(join(root, 'dist/lib/messages/index.js')));
  const sent = types.flatMap((type) => definitionOf(root, type).outputs.map(({ schema }) => schema));
  const schemas = [...new Set([...exported, ...sent])].filter((schema) => schema?.title);
  const folder = join(root, 'dist/schemas');
  mkdirSync(folder, { recursive: true });
  for (const schema of schemas) {
    const published = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema };
    writeFileSync(join(folder, `${kebab(schema.title!)}.schema.json`), `${JSON.stringify(published, null, 2)}\n`);
  }
  const wires = types.map((type) => [type, wiresOf(definitionOf(root, type))]);
  writeFileSync(join(folder, 'nodes.json'), `${JSON.stringify(Object.fromEntries(wires), null, 2)}\n`);
  mkdirSync(join(root, 'docs'), { recursive: true });
  writeFileSync(join(root, 'docs/messages.md'), messageDocs(schemas));
}

/** What a node's wires carry, and its settings: JSON Schemas by port. */
function wiresOf({ version, settings, accepts, outputs }: NodeDefinition): object {
  return { version, settings, accepts, emits: Object.fromEntries(outputs.map(({ name, schema }) => [name, schema])) };
}

function definitionOf(root: string, type: string): NodeDefinition {
  return load<{ definition: NodeDefinition }>(join(root, 'dist/nodes', type, 'schema.js')).definition;
}

function kebab(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

function load<T>(path: string): T {
  return require(path) as T;
}

/** The newest change below the sources; a missing one counts as never. */
function newestChange(path: string): number {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

if (require.main === module) {
  const root = resolve(__dirname, '..');
  const built = newestChange(join(root, 'dist/schemas'));
  const needed = built === 0 || SOURCES.some((source) => newestChange(join(root, source)) > built);
  if (needed || !process.argv.includes('--if-needed')) {
    build(root).catch((error: Error) => {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    });
  }
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What stands in a flow and is not a node that somebody registers. */
const OF_THE_EDITOR = ['tab', 'subflow', 'group', 'junction', 'global-config'];
const REGISTERED = /RED\.nodes\.registerType\(\s*['"]([^'"]+)['"]/g;

/** Node types of Node-RED itself, the dashboard, as installed for development below `root`, and our widgets: type → module. */
export function foreignTypes(root: string): Map<string, string> {
  const types = new Map(OF_THE_EDITOR.map((type) => [type, 'node-red']));
  for (const [module, folder] of [
    ['node-red', 'core'],
    ['@flowfuse/node-red-dashboard', 'nodes'],
  ] as const) {
    const at = module === 'node-red' ? '@node-red/nodes' : module;
    const path = join(dirname(require.resolve(`${at}/package.json`, { paths: [root] })), folder);
    for (const html of htmlFiles(path)) {
      for (const match of readFileSync(html, 'utf8').matchAll(REGISTERED)) types.set(match[1]!, module);
    }
  }
  // The widgets are a package of their own beside this one.
  const widgets = join(root, 'dashboard/package.json');
  if (existsSync(widgets)) {
    const { name, 'node-red': nodeRed } = JSON.parse(readFileSync(widgets, 'utf8'));
    for (const type of Object.keys(nodeRed.nodes)) types.set(type, name);
  }
  return types;
}

function htmlFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html') && !name.includes('locales'))
    .map((name) => join(folder, name));
}

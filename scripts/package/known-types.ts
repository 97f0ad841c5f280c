import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What stands in a flow and is not a node that somebody registers. */
const OF_THE_EDITOR = ['tab', 'subflow', 'group', 'junction', 'global-config'];
const REGISTERED = /RED\.nodes\.registerType\(\s*['"]([^'"]+)['"]/g;

/** Node types of Node-RED itself and of the dashboard, as installed for development below `root`: type → module. */
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
  return types;
}

function htmlFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html') && !name.includes('locales'))
    .map((name) => join(folder, name));
}

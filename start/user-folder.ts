import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';

const SETTINGS_STUB = `// Your settings of Node-RED. What you write here wins over the defaults; docs/settings.md explains them.
const defaults = require('@gridloom/node-red-grid/flows/settings.js');

module.exports = {
  ...defaults,
};
`;

/** Credentials of seeded nodes: references to the environment, which hold whatever is set there. */
const CREDENTIALS: Record<string, Record<string, string>> = {
  'mqtt-broker': { user: '${GRIDLOOM_USERNAME}', password: '${GRIDLOOM_PASSWORD}' },
  'grid-meter-simulator': { username: '${GRIDLOOM_USERNAME}', password: '${GRIDLOOM_PASSWORD}' },
};

type FlowNode = { id: string; type: string; z?: string };

/**
 * Makes or completes the user folder of Node-RED: settings, this package as an installed module, and the flows. What
 * the user has edited or deleted in the editor stays so: a flow file is put in once, and its name remembered.
 */
export function prepareUserFolder(root: string, userDir: string): void {
  mkdirSync(join(userDir, 'node_modules/@gridloom'), { recursive: true });
  const link = join(userDir, 'node_modules/@gridloom/node-red-grid');
  // Made anew each time: the checkout may have moved.
  rmSync(link, { force: true, recursive: false });
  symlinkSync(root, link, 'junction');
  const settings = join(userDir, 'settings.js');
  if (!existsSync(settings)) writeFileSync(settings, SETTINGS_STUB);
  const manifest = join(userDir, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "name": "gridloom-user-folder", "private": true }\n');
  addFlows(join(root, 'flows'), userDir);
}

function addFlows(folder: string, userDir: string): void {
  const flowFile = join(userDir, 'flows.json');
  const seededFile = join(userDir, 'gridloom-seeded.json');
  const flows: FlowNode[] = readJson(flowFile) ?? [];
  const seeded: string[] = readJson(seededFile) ?? [];
  const present = new Set(flows.map(({ id }) => id));
  const fresh = readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !seeded.includes(name))
    .sort();
  if (fresh.length === 0) return;
  for (const name of fresh) {
    const nodes: FlowNode[] = readJson(join(folder, name)) ?? [];
    // Flows share configuration nodes such as the broker: the first one in stays.
    for (const node of nodes) {
      if (present.has(node.id)) continue;
      present.add(node.id);
      flows.push(node);
    }
    seeded.push(basename(name));
  }
  const credentialsFile = join(userDir, 'flows_cred.json');
  if (!existsSync(credentialsFile)) {
    const needing = flows.filter(({ type }) => CREDENTIALS[type]);
    replaceFile(credentialsFile, Object.fromEntries(needing.map(({ id, type }) => [id, CREDENTIALS[type]])));
  }
  replaceFile(flowFile, flows);
  replaceFile(seededFile, seeded);
}

function readJson<T>(path: string): T | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined;
}

function replaceFile(path: string, content: unknown): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(content, null, 4)}\n`);
  renameSync(`${path}.new`, path);
}

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const SETTINGS_STUB = (
  root: string,
) => `// Your settings of Node-RED. What you write here wins over the defaults; docs/settings.md explains them.
const defaults = require(\`\${process.env.GRIDLOOM_ROOT || ${JSON.stringify(root)}}/flows/settings.js\`);

module.exports = {
  ...defaults,
};
`;

const METER_SIMULATOR = 'grid-meter-simulator';
/** What publishes invented data: put in disabled with a broker of the user's own. */
const SIMULATORS = [METER_SIMULATOR, 'grid-waveform-simulator', 'grid-load-replay', 'grid-scada-simulator'];

/** Credentials of seeded nodes: references to the environment, which hold whatever is set there. */
const CREDENTIALS: Record<string, Record<string, string>> = {
  'mqtt-broker': { user: '${GRIDLOOM_USERNAME}', password: '${GRIDLOOM_PASSWORD}' },
  [METER_SIMULATOR]: { username: '${GRIDLOOM_USERNAME}', password: '${GRIDLOOM_PASSWORD}' },
};

type FlowNode = { id: string; type: string; d?: boolean };

/**
 * Makes or completes the user folder of Node-RED: settings and flows. What the user has edited or deleted in the editor
 * stays so: a flow file is put in once, and its name remembered. With a broker of the user's own (`simulate` false), the
 * simulators are put in disabled: nobody wants invented meters and faults there.
 */
export function prepareUserFolder(root: string, userDir: string, simulate: boolean): void {
  mkdirSync(userDir, { recursive: true });
  const settings = join(userDir, 'settings.js');
  if (!existsSync(settings)) writeFileSync(settings, SETTINGS_STUB(root));
  const manifest = join(userDir, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "name": "gridloom-user-folder", "private": true }\n');
  mkdirSync(join(cityFolder(userDir), 'data'), { recursive: true });
  addFlows(join(root, 'flows'), userDir, simulate);
}

/** Where the flow City consumption has its files: what is put into `data` is analysed. */
export function cityFolder(userDir: string): string {
  return join(userDir, 'city');
}

/** Where the flow Fault impact has its files: events in `samples` can be chosen by name. */
export function faultsFolder(userDir: string): string {
  return join(userDir, 'faults');
}

function addFlows(folder: string, userDir: string, simulate: boolean): void {
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
      flows.push(SIMULATORS.includes(node.type) && !simulate ? { ...node, d: true } : node);
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

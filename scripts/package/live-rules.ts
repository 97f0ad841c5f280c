import { exampleFlows } from './example-flow';
import type { Packed } from './packed';
import { LANGUAGES, packedNodes, packedTypes } from './packed-node';
import { pause, type RealNodeRed } from './real-node-red';
import { trialFlow } from './trial-flow';

/** One thing that a running Node-RED must do with the installed package. */
export interface LiveRule {
  asks: string;
  check(nodeRed: RealNodeRed, packed: Packed): Promise<string[]>;
}

/** Two ticks of a node's clock, so that what goes wrong by time shows as well. */
const SETTLE_MS = 2500;

export const liveRules: LiveRule[] = [
  {
    asks: 'loads every node set without an error',
    check: async (nodeRed, { manifest }) => {
      const sets = await nodeRed.json<{ module: string; name: string; enabled: boolean; err?: unknown }[]>('/nodes');
      return Object.keys(manifest['node-red']?.nodes ?? {}).flatMap((name) => {
        const set = sets.find((one) => one.module === manifest.name && one.name === name);
        if (!set) return [`${name} is not loaded: see the log with "npm start -- --verbose"`];
        if (set.err)
          return [
            `${name} fails to load: ${typeof set.err === 'string' ? set.err : JSON.stringify(set.err)}: correct its runtime half`,
          ];
        return set.enabled ? [] : [`${name} is disabled: two modules may register its types`];
      });
    },
  },
  {
    asks: `serves forms, help and labels in ${LANGUAGES.join(' and ')}`,
    check: async (nodeRed, packed) => {
      const faults: string[] = [];
      for (const language of LANGUAGES) {
        const { text } = await nodeRed.get('/nodes', { Accept: 'text/html', 'Accept-Language': language });
        for (const { node, registration } of packedTypes(packed)) {
          const help = packed.read(`${node.folder}/locales/${language}/${node.set}.html`).trim();
          if (!text.includes(`data-template-name="${registration.type}"`))
            faults.push(`/nodes lacks the form of ${registration.type}: see ${node.html}`);
          if (!text.includes(help)) faults.push(`/nodes in ${language} lacks the help of ${registration.type}`);
        }
        for (const { set, folder } of packedNodes(packed)) {
          const served = await nodeRed.json(`/nodes/${packed.manifest.name}/${set}/messages?lng=${language}`);
          const own = JSON.parse(packed.read(`${folder}/locales/${language}/${set}.json`));
          if ((served as { label?: string }).label !== own.label || !sameKeys(served, own))
            faults.push(`the labels of ${set} in ${language} are not those of its locales folder`);
        }
      }
      return faults;
    },
  },
  {
    asks: 'serves the icons and the shared half of the editor',
    check: async (nodeRed, packed) => {
      const { name } = packed.manifest;
      const icons = packedTypes(packed).map(({ node, registration: { literals } }) => [
        `/icons/${name}/${literals.icon}`,
        `${node.folder}/icons/${literals.icon}`,
      ]);
      const resources = packed.files.filter((path) => path.startsWith('resources/'));
      const wanted = [...icons, ...resources.map((path) => [`/resources/${name}/${path.slice(10)}`, path])];
      const faults: string[] = [];
      for (const [url, path] of wanted as [string, string][]) {
        const { status, text } = await nodeRed.get(url);
        if (status !== 200 || text !== packed.read(path)) faults.push(`GET ${url} (${status}) doesn't give ${path}`);
      }
      return faults;
    },
  },
  {
    asks: 'offers the examples for import',
    check: async (nodeRed, packed) => {
      const { name } = packed.manifest;
      const faults: string[] = [];
      for (const { path } of exampleFlows(packed)) {
        const url = encodeURI(
          `/library/examples/flows/${name}/${path.slice('examples/'.length).replace(/\.json$/, '')}`,
        );
        const { status, text } = await nodeRed.get(url);
        if (status !== 200 || text !== packed.read(path)) faults.push(`GET ${url} (${status}) doesn't give ${path}`);
      }
      return faults;
    },
  },
  {
    asks: 'deploys every node, fresh and as in its example',
    check: async (nodeRed, packed) => {
      const from = nodeRed.log.length;
      await nodeRed.deploy(trialFlow(packed));
      await pause(SETTLE_MS);
      const log = nodeRed.log.slice(from);
      const died = nodeRed.alive ? [] : [`Node-RED ended: ${log.slice(-500)}`];
      const faults = [...log.matchAll(/\[error\] \[(grid-[\w-]+):((fresh|example)-[\w-]+)\] (.*)/g)]
        // A fresh node may lack something that only the user knows, if it says so on the canvas.
        .filter(([, , id, kind]) => kind === 'example' || !log.includes(`status ${id} `))
        .map(([, type, , kind, text]) => `${type}, ${kind}: ${text}`);
      const others = [...log.matchAll(/\[error\] (?!\[grid-)(.*)|Uncaught Exception.*/g)].map(([line]) => line);
      return [...died, ...faults, ...others];
    },
  },
];

function sameKeys(served: unknown, own: unknown): boolean {
  if (typeof own !== 'object' || own === null) return typeof served === typeof own;
  return Object.entries(own).every(([key, value]) =>
    sameKeys((served as Record<string, unknown> | undefined)?.[key], value),
  );
}

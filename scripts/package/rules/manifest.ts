import { satisfies, validRange } from 'semver';
import type { Rule } from '../rule';

/** The oldest releases that each supported line of Node-RED and of Node.js promises to run on. */
const NODE_RED = ['4.1.0', '5.0.0'];
const NODE = ['20.19.0', '22.9.0', '24.0.0'];
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepublish'];

/** What package.json must say. */
export const manifestRules: Rule[] = [
  {
    id: 'P01',
    asks: 'a licence, named and in the package',
    check: ({ manifest, files }) => [
      ...missing(manifest.license, 'package.json: "license" is missing: name the SPDX licence, e.g. "MIT"'),
      ...missing(
        files.find((path) => /^licen[cs]e(\.\w+)?$/i.test(path)),
        'LICENSE is not in the package: add the file at the root of the repository',
      ),
    ],
  },
  {
    id: 'P03',
    asks: 'a repository or an address for bugs',
    check: ({ manifest: { repository, bugs } }) =>
      repository?.url && !/^(git\+)?(https|ssh|git):\/\/\S+$/.test(repository.url)
        ? [`package.json: "repository.url" is "${repository.url}", which is no git URL: write git+https://…`]
        : missing(repository ?? bugs, 'package.json: give "repository" or "bugs"'),
  },
  {
    id: 'P04',
    asks: 'a scoped name',
    check: ({ manifest: { name } }) =>
      /^@[a-z\d][\w-.]+\/[a-z\d][\w-.]*$/.test(name)
        ? []
        : [`package.json: "name" is "${name}": new packages need a scope, @owner/name`],
  },
  {
    id: 'P05',
    asks: 'the keyword node-red',
    check: ({ manifest }) =>
      manifest.keywords?.includes('node-red')
        ? []
        : ['package.json: "keywords" lacks "node-red": the flow library finds packages by it'],
  },
  {
    id: 'P06',
    asks: `a Node-RED range with ${NODE_RED.join(', ')}`,
    check: ({ manifest }) => rangeFaults('node-red.version', manifest['node-red']?.version, NODE_RED),
  },
  {
    id: 'P07',
    asks: `a Node.js range with ${NODE.join(', ')}`,
    check: ({ manifest }) => rangeFaults('engines.node', manifest.engines?.node, NODE),
  },
  {
    id: 'G01',
    asks: 'no install scripts',
    check: ({ manifest, has }) => [
      ...INSTALL_SCRIPTS.filter((name) => manifest.scripts?.[name]).map(
        (name) => `package.json: "scripts.${name}" runs on the user's machine: do that work in the build`,
      ),
      ...(has('binding.gyp') ? ['binding.gyp makes npm compile on the user’s machine: leave it out of "files"'] : []),
    ],
  },
];

function rangeFaults(place: string, range: string | undefined, versions: string[]): string[] {
  if (!range) return [`package.json: "${place}" is missing: declare which versions it runs on`];
  if (validRange(range) === null)
    return [`package.json: "${place}" is "${range}", which is no range: write e.g. ">=1.2.3"`];
  return versions
    .filter((version) => !satisfies(version, range))
    .map((version) => `package.json: "${place}" is "${range}" and shuts out ${version}: widen it`);
}

function missing(value: unknown, fault: string): string[] {
  return value ? [] : [fault];
}

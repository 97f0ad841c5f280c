import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { satisfies } from 'semver';
import { deprecated, type Lock } from '../lock';
import type { Packed } from '../packed';
import type { Rule } from '../rule';
import { syntaxNodes } from '../syntax';

const MOST_DEPENDENCIES = 6;
const REASONS = 'docs/dependencies.md';
/** Known not to work with Node-RED; the scorecard's list. */
const INCOMPATIBLE = { 'agent-base': '<6.0.0' };

/** What the package pulls in. */
export const dependencyRules: Rule[] = [
  {
    id: 'D01',
    asks: `at most ${MOST_DEPENDENCIES} dependencies, or each one explained in ${REASONS}`,
    check: ({ manifest, has, read }) => {
      const names = Object.keys(manifest.dependencies ?? {});
      if (names.length <= MOST_DEPENDENCIES) return [];
      const text = has(REASONS) ? read(REASONS) : '';
      return names
        .filter((name) => !text.includes(`\`${name}\``))
        .map((name) => `package.json: ${names.length} dependencies: say in ${REASONS} why \`${name}\` is needed`);
    },
  },
  {
    id: 'D02',
    asks: 'no dependency that is known not to work with Node-RED',
    check: (packed) =>
      production(packed).flatMap(({ name, version }) =>
        Object.entries(INCOMPATIBLE)
          .filter(([bad, range]) => name === bad && satisfies(version, range))
          .map(([, range]) => `${name} ${version} is in the tree, and ${range} doesn't work: raise what brings it`),
      ),
  },
  {
    id: 'D03',
    asks: 'no dependency that its authors have deprecated, as far as node_modules knows',
    check: (packed) => deprecated(lock(packed), false),
  },
  {
    id: 'G11',
    asks: 'dependencies that run wherever the package does',
    check: (packed) => {
      const node = packed.manifest.engines?.node ?? '*';
      const supported = ['20.19.0', '22.9.0', '24.0.0'].filter((version) => satisfies(version, node));
      return production(packed).flatMap(({ name, version, engines }) => {
        const range = (engines as { node?: string } | undefined)?.node;
        const out = range ? supported.filter((one) => !satisfies(one, range)) : [];
        return out.map((one) => `${name} ${version} needs Node.js ${range}, not ${one}: pin a version that runs there`);
      });
    },
  },
  {
    id: 'G12',
    asks: 'code that requires only what is in the package or among its dependencies',
    check: (packed) =>
      packed.files.filter((path) => /^dist\/.*\.js$/.test(path)).flatMap((path) => requireFaults(packed, path)),
  },
];

function lock({ root }: Packed): Lock {
  const path = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(path)) throw new Error(`${path} is missing: run npm install first`);
  return JSON.parse(readFileSync(path, 'utf8'));
}

function production(packed: Packed): { name: string; version: string; engines?: unknown }[] {
  return Object.entries(lock(packed).packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.devOptional)
    .map(([path, { version, engines }]) => ({ name: path.replace(/^.*node_modules\//, ''), version, engines }));
}

function requireFaults(packed: Packed, path: string): string[] {
  const { dependencies, optionalDependencies, peerDependencies } = packed.manifest;
  const declared = { ...dependencies, ...optionalDependencies, ...peerDependencies };
  return requested(packed.read(path)).flatMap((request) => {
    if (request.startsWith('.')) {
      const target = posix.join(posix.dirname(path), request);
      if ([target, `${target}.js`, `${target}.json`, `${target}/index.js`].some((file) => packed.files.includes(file)))
        return [];
      return [`${path} requires ${request}, which is not in the package: include it in "files"`];
    }
    const module = request.split('/', request.startsWith('@') ? 2 : 1).join('/');
    if (module.startsWith('node:') || builtinModules.includes(module) || module in declared) return [];
    return [`${path} requires ${module}, which is no dependency: declare it, or keep the file out of the package`];
  });
}

/** What `require('…')` and `import('…')` ask for by a literal. */
function requested(code: string): string[] {
  return syntaxNodes(code).flatMap((node) => {
    const [argument] =
      node.type === 'CallExpression' ? node.arguments : node.type === 'ImportExpression' ? [node.source] : [];
    if (node.type === 'CallExpression' && (node.callee as { name?: string }).name !== 'require') return [];
    return argument?.type === 'Literal' && typeof argument.value === 'string' ? [argument.value] : [];
  });
}

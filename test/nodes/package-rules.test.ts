import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Manifest, type Packed, pack } from '../../scripts/package/packed';
import { rules } from '../../scripts/package/rules';
import { documentFiles } from '../support/document-files';
import { tempFolder } from '../support/temp-folder';
import { buildTreeWith } from '../support/tree-copy';

const TYPE = 'grid-voltage-watch';
const NODE = `dist/nodes/${TYPE}/${TYPE}`;
const EXAMPLE = `examples/${TYPE}.json`;
const GERMAN = `dist/nodes/${TYPE}/locales/de/${TYPE}`;

type Edit = (text: string) => string;

/** Rule → something that breaks it: a change of package.json, of a file (undefined takes it away), and what is told. */
const BREAKS: [rule: string, told: RegExp, manifest: Partial<Manifest>, files?: Record<string, Edit | undefined>][] = [
  ['P01', /"license" is missing/, { license: undefined }],
  ['P01', /LICENSE is not in the package/, {}, { LICENSE: undefined }],
  ['P03', /give "repository" or "bugs"/, { repository: undefined, bugs: undefined }],
  ['P04', /new packages need a scope/, { name: 'node-red-grid' }],
  ['P05', /lacks "node-red"/, { keywords: ['grid'] }],
  ['P06', /shuts out 5\.0\.0/, { 'node-red': { version: '^4.1.0', nodes: { [TYPE]: `${NODE}.js` } } }],
  ['P07', /shuts out 22\.9\.0/, { engines: { node: '^20.19.0 || >=22.12.0' } }],
  ['G01', /scripts\.postinstall/, { scripts: { postinstall: 'node fetch.js' } }],
  ['N01', /"debug" is also in node-red/, {}, { [`${NODE}.html`]: (html) => html.replaceAll(`'${TYPE}'`, "'debug'") }],
  ['G02', /is not in the package/, {}, { [`${NODE}.html`]: undefined }],
  [
    'G03',
    /"color" of .* is missing or computed/,
    {},
    { [`${NODE}.html`]: (html) => html.replace(/color: '[^']+'/, 'color: COLOR') },
  ],
  ['G03', /can't be parsed/, {}, { [`${NODE}.html`]: (html) => html.replace('defaults: {', 'defaults: {{') }],
  ['G04', /icons\/grid-voltage-watch\.svg is not/, {}, { [`dist/nodes/${TYPE}/icons/${TYPE}.svg`]: undefined }],
  [
    'G05',
    /de\/.*lacks "settings\.bandPercent\.help"/,
    {},
    { [`${GERMAN}.json`]: (json) => json.replace(/"EN 50160 erlaubt[^"]*"/, '""') },
  ],
  [
    'G06',
    /lacks "settings\.extra\.label"/,
    {},
    { [`${NODE}.html`]: (html) => html.replace('defaults: {', 'defaults: { extra: { value: 1 },') },
  ],
  ['G07', /no example/, {}, { [`${GERMAN}.html`]: (help) => help.replace('### Beispiel', '### Einzelheiten') }],
  ['N02', /no flow uses grid-voltage-watch/, {}, { [EXAMPLE]: (flow) => flow.replaceAll(TYPE, 'debug') }],
  ['G08', /unknown type "grid-other"/, {}, { [EXAMPLE]: (flow) => flow.replace('"inject"', '"grid-other"') }],
  ['G08', /wired to .* not there/, {}, { [EXAMPLE]: (flow) => flow.replace('[["b1f1c1a1d1e10004"]', '[["gone"]') }],
  ['G08', /is no flow/, {}, { 'examples/readme.txt': () => 'hello' }],
  ['G09', /a setting "band" that the node lacks/, {}, { [EXAMPLE]: (flow) => flow.replace('"bandPercent"', '"band"') }],
  ['G10', /add a comment node/, {}, { [EXAMPLE]: (flow) => flow.replace('"info"', '"hint"') }],
  [
    'D01',
    /say in docs\/dependencies\.md why `g`/,
    { dependencies: Object.fromEntries([...'abcdefg'].map((name) => [name, '1'])) },
  ],
  [
    'G12',
    /requires aedes, which is no dependency/,
    {},
    { 'dist/lib/x.js': () => "const load = () => import('aedes');" },
  ],
  ['G12', /requires \.\/gone/, {}, { 'dist/lib/x.js': () => "require('./gone');" }],
  ['G13', /x\.js\.map is a source map/, {}, { 'dist/lib/x.js.map': () => '{}' }],
  ['G14', /README\.md is not/, {}, { 'README.md': undefined }],
  ['G15', /the command "grid"/, { bin: { grid: 'dist/cli/grid.js' } }],
];

/** The same for rules that look at what is installed: rule, what is told, the package in node_modules. */
const INSTALLED: [rule: string, told: RegExp, name: string, entry: object][] = [
  ['D02', /agent-base 5\.1\.1 is in the tree/, 'agent-base', { version: '5.1.1' }],
  ['D03', /^node_modules\/request 2\.88\.2 is deprecated: gone/, 'request', { version: '2.88.2', deprecated: 'gone' }],
  [
    'G11',
    /kafka 1\.0\.0 needs Node\.js >=22\.22, not 20\.19\.0/,
    'kafka',
    { version: '1.0.0', engines: { node: '>=22.22' } },
  ],
];

describe('rules of the package', () => {
  let packed: Packed;

  before(function () {
    this.timeout(60_000);
    const root = tempFolder();
    buildTreeWith(root, documentFiles(readFileSync(resolve(__dirname, '../../docs/add-a-node.md'), 'utf8')));
    for (const name of ['LICENSE', 'README.md', 'CHANGELOG.md']) writeFileSync(join(root, name), `${name}\n`);
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    writeFileSync(join(root, 'package.json'), JSON.stringify({ ...manifest, bin: undefined }));
    packed = pack(root, tempFolder());
  });

  it('are all kept by the node of docs/add-a-node.md', () => {
    assert.deepEqual(
      rules.flatMap(({ id, check }) => check(packed).map((fault) => `${id} ${fault}`)),
      [],
    );
  });

  for (const [id, told, manifest, files = {}] of BREAKS) {
    it(`${id} tells ${told.source.replaceAll('\\', '')}`, () => {
      const faults = rules.find((rule) => rule.id === id)!.check(changed(packed, manifest, files));
      assert.ok(
        faults.some((fault) => told.test(fault)),
        faults.join('\n') || 'no fault was found',
      );
    });
  }

  for (const [id, told, name, entry] of INSTALLED) {
    it(`${id} tells ${told.source.replaceAll('\\', '')}`, () => {
      const faults = rules.find((rule) => rule.id === id)!.check({ ...packed, root: rootWith(name, entry) });
      assert.match(faults.join('\n'), told);
      assert.ok(!faults.some((fault) => fault.includes('tool')), 'what is there for development does not count');
    });
  }
});

/** A folder whose node_modules holds one production package, as npm's own lock file there tells. */
function rootWith(name: string, entry: object): string {
  const root = tempFolder();
  mkdirSync(join(root, 'node_modules'));
  const lock = {
    packages: {
      [`node_modules/${name}`]: entry,
      'node_modules/tool': { version: '1.0.0', dev: true, deprecated: 'old' },
    },
  };
  writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify(lock));
  return root;
}

function changed(packed: Packed, manifest: Partial<Manifest>, edits: Record<string, Edit | undefined>): Packed {
  const files = [...new Set([...packed.files, ...Object.keys(edits)])].filter(
    (path) => !(path in edits) || edits[path],
  );
  const read = (path: string) =>
    edits[path]?.(packed.files.includes(path) ? packed.read(path) : '') ?? packed.read(path);
  return { ...packed, manifest: { ...packed.manifest, ...manifest }, files, has: (path) => files.includes(path), read };
}

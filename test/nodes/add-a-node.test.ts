import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import helper from 'node-red-node-test-helper';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { documentFiles } from '../support/document-files';
import { editorHtmlOf, loadEditorHalf } from '../support/editor-stub';
import { startRuntime, stopRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';
import { buildTreeWith } from '../support/tree-copy';

const TYPE = 'grid-voltage-watch';
const DOCUMENT = resolve(__dirname, '../../docs/add-a-node.md');
const files = documentFiles(readFileSync(DOCUMENT, 'utf8'));
const root = tempFolder();
const built = join(root, 'dist/nodes', TYPE);

type Flow = { id: string; type: string; name?: string; wires?: string[][] }[];

describe('docs/add-a-node.md', () => {
  before(function () {
    this.timeout(60_000);
    buildTreeWith(root, files);
  });

  it('gives a whole node in under 100 lines', () => {
    // Everything that is written by hand; the algorithm, which is the same with or without Node-RED, is left out.
    const lines = [...files]
      .filter(([path]) => !path.startsWith('lib/'))
      .map(([, text]) => text.trimEnd().split('\n').length);
    const total = lines.reduce((sum, count) => sum + count, 0);
    assert.equal(lines.length, 8, 'schema, glue, labels and help in two languages, icon, example');
    assert.ok(total < 100, `it takes ${total} lines`);
  });

  it('is listed in package.json with all its files built', () => {
    const { nodes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))['node-red'];
    assert.equal(nodes[TYPE], `dist/nodes/${TYPE}/${TYPE}.js`);
    for (const language of ['en-US', 'de']) {
      const labels = JSON.parse(readFileSync(join(built, 'locales', language, `${TYPE}.json`), 'utf8'));
      assert.ok(labels.settings.bandPercent.label && labels.shell.invalid.range);
      const help = readFileSync(join(built, 'locales', language, `${TYPE}.html`), 'utf8');
      assert.ok(!help.includes('{{') && help.includes(labels.settings.bandPercent.help) && help.includes('198 V'));
    }
    assert.ok(existsSync(join(built, 'icons', `${TYPE}.svg`)));
  });

  describe('in the editor', () => {
    const html = () => editorHtmlOf(root, TYPE);

    it('has the defaults of the schema, and a field for each', () => {
      const half = loadEditorHalf(html());
      const values = Object.entries(half.defaults).map(([name, { value }]) => [name, value]);
      assert.deepEqual(Object.fromEntries(values), { name: '', version: 1, nominalVoltageV: 230, bandPercent: 10 });
      assert.deepEqual([half.category, half.inputs, half.outputs, half.icon], ['grid', 1, 2, `${TYPE}.svg`]);
      for (const name of ['name', 'nominalVoltageV', 'bandPercent'])
        assert.match(html(), new RegExp(`id="node-input-${name}"`));
    });

    it('accepts good values, typed or saved, and gives a reason for bad ones', () => {
      const { defaults } = loadEditorHalf(html());
      const node = { _: (key: string, words: object) => `${key} ${JSON.stringify(words)}` };
      const check = (name: string, value: unknown) => defaults[name]!.validate!.call(node, value);
      for (const good of [10, '10', 0, '99.5', '', undefined])
        assert.equal(check('bandPercent', good), true, String(good));
      for (const bad of ['ten', -1, '101', 'NaN'])
        assert.match(String(check('bandPercent', bad)), /invalid\.range .*"max":100/);
      assert.equal(check('nominalVoltageV', '400'), true);
      assert.match(String(check('nominalVoltageV', 0)), /invalid\.number .*"min":1/);
    });

    it('shows the default where a flow says nothing, and notes the version when saved', () => {
      const shown = new Map<string, unknown>();
      const half = loadEditorHalf(html(), shown);
      const node: Record<string, unknown> = { nominalVoltageV: 400 };
      half.oneditprepare.call(node);
      assert.deepEqual([...shown], [['bandPercent', 10]]);
      half.oneditsave.call(node);
      assert.equal(node.version, 1);
    });
  });

  describe('in Node-RED, with its example', () => {
    before(async function () {
      this.timeout(20_000);
      await startRuntime();
      const nodes = [require(join(built, `${TYPE}.js`)), core('common/20-inject.js')];
      await helper.load(nodes, observed(JSON.parse(files.get(`examples/${TYPE}.json`)!)));
    });
    after(stopRuntime);

    it('passes on the 198 V that the inject node of the example sends', async () => {
      const outside = next('outside');
      helper.getNode('inject').receive({});
      assert.deepEqual(voltages(await outside), [198]);
    });

    it('keeps 225 V to itself', async () => {
      const outside = next('outside');
      helper.getNode('watch').receive({ payload: [reading(225)] });
      helper.getNode('watch').receive({ payload: [reading(190), reading(225), reading(260)] });
      assert.deepEqual(voltages(await outside), [190, 260], 'the first message with any outside the band');
    });

    it('refuses a reading without a voltage, with reason and remedy', async () => {
      const refused = next('refused');
      helper.getNode('watch').receive({ payload: { meterId: 'H002' } });
      const [refusal] = (await refused).payload as { reason: string; remedy: string; original: object }[];
      assert.equal(refusal!.reason, 'no-voltage');
      assert.match(refusal!.remedy, /meters that measure it/);
      assert.deepEqual(refusal!.original, { meterId: 'H002' });
    });
  });
});

function core(path: string): never {
  return require(`@node-red/nodes/core/${path}`) as never;
}

/** The example with known ids, its debug node made one that can be listened to, and one more on the second output. */
function observed(flow: Flow): Flow {
  const ids: Record<string, string> = { inject: 'inject', [TYPE]: 'watch', debug: 'outside' };
  const renamed = new Map(flow.map(({ id, type }) => [id, ids[type] ?? id]));
  const known = flow.map((node) => ({
    ...node,
    id: renamed.get(node.id)!,
    type: node.type === 'debug' ? 'helper' : node.type,
    wires: node.wires?.map((port) => port.map((id) => renamed.get(id)!)),
  }));
  known.find(({ id }) => id === 'watch')!.wires![1] = ['refused'];
  return [...known, { id: 'refused', type: 'helper', z: known[0]!.id, wires: [] } as Flow[number]];
}

function next(id: string): Promise<NodeMessage> {
  return new Promise((resolve) => helper.getNode(id).on('input', (message: NodeMessage) => resolve(message)));
}

function reading(voltageV: number): object {
  return { meterId: 'H001', timeMs: 1767225600000, voltageV };
}

function voltages({ payload }: NodeMessage): number[] {
  return (payload as { voltageV: number }[]).map(({ voltageV }) => voltageV);
}

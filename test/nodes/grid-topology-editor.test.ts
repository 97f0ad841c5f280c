import assert from 'node:assert/strict';
import { definition as topology } from '../../nodes/grid-topology/schema';
import { definition as change } from '../../nodes/grid-topology-change/schema';
import type { NodeDefinition } from '../../nodes/shell/definition';
import { editorHtml } from '../../scripts/editor-html';
import { loadEditorHalf } from '../support/editor-stub';

const HOME = { package: '@gridloom/node-red-grid', category: 'grid', defaults: [], rows: [], prepare: '' };
const htmlOf = (definition: unknown) => editorHtml(definition as NodeDefinition, 'icon.svg', HOME);

describe('form of grid topology', () => {
  const { defaults, category } = loadEditorHalf(htmlOf(topology));
  const node = { _: (key: string, words?: { label: string }) => `${key} of ${words?.label ?? key}` };
  const check = (value: unknown) => defaults.topology!.validate!.call(node, value);

  it('is one of a configuration node, with a preview', () => {
    assert.equal(category, 'config');
    assert.match(htmlOf(topology), /id="node-config-input-path"[\s\S]*id="node-config-input-topology"/);
    assert.match(htmlOf(topology), /id="gridloom-preview-button" data-i18n="shell\.preview\.show"/);
    assert.deepEqual([defaults.path!.value, defaults.topology!.value], ['', '{}']);
  });

  it('takes JSON objects and variables, and says of other text what is wrong with it', () => {
    for (const good of ['{}', '{"nodes":[],"lines":[]}', '', '${GRID_JSON}', {}]) assert.equal(check(good), true);
    assert.match(check('{"nodes": [') as string, /^shell\.invalid\.structured of .*\(.*JSON.*\)$/);
    assert.match(check('nonsense') as string, /invalid\.structured/);
    for (const other of ['[1]', '7', '"text"', 'null'])
      assert.match(check(other) as string, /invalid\.structured/, other);
  });
});

describe('form of grid topology change', () => {
  it('chooses a grid topology, and is not complete without', () => {
    const { defaults, inputs, outputs } = loadEditorHalf(htmlOf(change));
    assert.deepEqual({ ...defaults.network }, { value: '', type: 'grid-topology', required: true });
    assert.deepEqual([inputs, outputs], [1, 2]);
  });
});

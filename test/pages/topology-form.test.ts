import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { exampleNetwork } from '../../lib/network/example-network';
import { launchChromium } from '../support/chromium';
import { type NodeRedWithFlow, startNodeRedWithFlow } from '../support/node-red-with-flow';

const MARKUP = '<img src=x onerror=window.hacked=1>';

describe('form of grid topology', function () {
  this.timeout(90_000);
  let nodeRed: NodeRedWithFlow;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  before(async () => {
    const flow = [
      { id: 'tab', type: 'tab', label: 'Flow' },
      { id: 'net', type: 'grid-topology', name: 'Region', version: 1, path: '', topology: '{}' },
      {
        id: 'change',
        z: 'tab',
        type: 'grid-topology-change',
        version: 1,
        network: 'net',
        x: 200,
        y: 100,
        wires: [[], []],
      },
    ];
    nodeRed = await startNodeRedWithFlow(flow, { editorTheme: { tours: false }, telemetry: { enabled: false } });
    const topology = exampleNetwork();
    topology.lines[2]!.inService = false;
    topology.lines.push({ id: 'L32', from: 'N1', to: MARKUP, reactancePu: 0.1 });
    writeFileSync(join(nodeRed.userDir, 'region.json'), JSON.stringify({ ...topology, name: 'Region North' }));
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
  });

  const shown = () => page.locator('#gridloom-preview');
  const path = () => page.locator('#node-config-input-path');

  /** Opens the form of the network from that of a node that uses it, as a person does. */
  async function open(locale: string): Promise<void> {
    await page?.close();
    page = await browser.newPage({ locale, viewport: { width: 1400, height: 1000 } });
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
    await page.goto(nodeRed.url);
    const node = page.locator('.red-ui-flow-node', { hasText: 'grid topology change' }).first();
    await node.waitFor({ timeout: 30_000 });
    await node.dblclick();
    await page.locator('#node-input-btn-network-edit').click();
    await path().waitFor();
  }

  it('shows the file: what it is, what is wrong with it, and a drawing', async () => {
    await open('en-US');
    await path().fill('region.json');
    await page.getByRole('button', { name: 'Preview' }).click();
    const drawing = shown().getByRole('img');
    await drawing.waitFor();
    const notes = await shown().locator('> div').allInnerTexts();
    assert.deepEqual(notes.slice(0, 6), [
      'Format: Gridloom topology (gridloom-topology/1)',
      'Region North',
      'Nodes: 20 · lines: 31, in service: 30 · islands: 1',
      'Load: 1,000 MW · generation: 1,000 MW',
      'Voltage levels: 1 (110 kV)',
      'Errors: 1 · warnings: 0 · notes: 0',
    ]);
    assert.deepEqual([await drawing.locator('circle').count(), await drawing.locator('line').count()], [20, 31]);
    const { width, height } = (await drawing.boundingBox())!;
    assert.ok(width > 300 && height > 200, `${width} x ${height}`);
    assert.deepEqual(
      (await shown().locator('tr').allInnerTexts()).map((row) => row.split('\t').map((cell) => cell.trim())),
      [
        ['What', 'Where', 'Finding', 'What to do'],
        [
          'error',
          'region.json lines[31]',
          `names node "${MARKUP}", which is not there, and is left out`,
          'add the node, or name one that is there',
        ],
      ],
    );
    assert.equal(await page.evaluate(() => (window as { hacked?: number }).hacked), undefined);
    if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });
  });

  it('takes the file over, and says of JSON that is none what is wrong', async () => {
    await page.getByRole('button', { name: 'Edit here' }).click();
    await shown().getByText('Taken over into the form').waitFor();
    assert.equal(await path().inputValue(), '');
    const typed = await page.locator('#node-config-input-topology').inputValue();
    assert.equal(JSON.parse(typed).lines[2].inService, false);

    const field = page
      .locator('.red-ui-typedInput-container input.red-ui-typedInput-input, .red-ui-typedInput-input-wrap input')
      .first();
    await field.fill('{"nodes": [');
    await field.blur();
    await page.locator('.red-ui-typedInput-container.input-error').waitFor();
    await page.getByRole('button', { name: 'Preview' }).click();
    await shown().getByText('setting "topology" must be JSON').waitFor();
    await field.fill(typed);
    await field.blur();
    assert.equal(await page.locator('.input-error').count(), 0);
  });

  it('deploys what was taken over', async () => {
    await page.locator('#node-config-dialog-ok').click();
    await page.locator('#node-dialog-ok').click();
    await page.locator('#red-ui-header-button-deploy').click();
    await page.getByText('Successfully deployed').waitFor();
    const flows = (await (await fetch(`${nodeRed.url}flows`)).json()) as Record<string, string>[];
    const net = flows.find(({ id }) => id === 'net')!;
    assert.deepEqual([net.path, JSON.parse(net.topology!).name], ['', 'Region North']);
    await page.locator('.red-ui-flow-node-status-label', { hasText: 'unchanged' }).waitFor();
    assert.deepEqual(faults, []);
  });

  it('speaks German where the browser does', async () => {
    await open('de-DE');
    await page.getByRole('button', { name: 'Vorschau' }).click();
    await shown().getByText('Knoten: 20 · Leitungen: 31, davon in Betrieb: 30 · Inseln: 1').waitFor();
    await shown().getByText('Gestrichelt: außer Betrieb').waitFor();
    assert.deepEqual(faults, []);
  });
});

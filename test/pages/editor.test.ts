import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { folderWithFlow, type GridloomProcess, startGridloom } from '../support/gridloom-process';

const LABELS = ['grid meter reading', 'grid meter simulator', 'grid reading monitor', 'grid threshold risk'];

describe('nodes in the editor', function () {
  this.timeout(120_000);
  let system: GridloomProcess;
  let browser: Browser;

  before(async () => {
    system = await startGridloom(folderWithFlow('live-meters.json'));
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await system?.interrupt();
  });

  async function open(locale: string): Promise<{ page: Page; faults: string[] }> {
    const page = await browser.newPage({ locale, viewport: { width: 1500, height: 1000 } });
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(system.editor);
    await page.locator('.red-ui-palette-node[data-palette-type="grid-meter-reading"]').waitFor({ timeout: 30_000 });
    return { page, faults };
  }

  /** Opens the form of the first node of a type on the canvas, as a double click does. */
  async function edit(page: Page, type: string): Promise<void> {
    // The palette is there before the flows are.
    await page.waitForFunction(
      (wanted) =>
        (window as unknown as { RED: { nodes: { filterNodes(filter: object): unknown[] } } }).RED.nodes.filterNodes({
          type: wanted,
        }).length > 0,
      type,
    );
    await page.evaluate((wanted) => {
      const { RED } = window as unknown as {
        RED: { nodes: Record<string, (filter: object) => unknown[]>; editor: { edit(node: unknown): void } };
      };
      RED.editor.edit(RED.nodes.filterNodes!({ type: wanted })[0]);
    }, type);
    await page.locator('.red-ui-tray').waitFor();
  }

  it('stand in the palette with label, icon and tooltip', async () => {
    const { page, faults } = await open('en-US');
    const category = page.locator('#red-ui-palette-base-category-grid, #red-ui-palette-grid').first();
    for (const label of LABELS) await category.getByText(label, { exact: true }).waitFor();
    const icons = await page.evaluate(async () => {
      const names = ['grid-meter-reading', 'grid-threshold-risk', 'grid-reading-monitor', 'grid-meter-simulator'];
      return Promise.all(names.map(async (name) => (await fetch(`icons/@gridloom/node-red-grid/${name}.svg`)).status));
    });
    assert.deepEqual(icons, [200, 200, 200, 200]);
    assert.deepEqual(faults, []);
    await page.close();
  });

  it('show a form of three fields, fold away the rest, and say what is wrong with a value', async () => {
    const { page, faults } = await open('en-US');
    await edit(page, 'grid-meter-reading');
    const form = page.locator('#dialog-form');
    await form.getByText('Time zone', { exact: true }).waitFor();
    assert.equal(await form.locator('#node-input-timeZone').inputValue(), 'Europe/Berlin');
    assert.equal(await form.locator('#node-input-maxMeters').isVisible(), false);
    await form.getByText('More', { exact: true }).click();
    const meters = form.locator('#node-input-maxMeters');
    assert.equal(await meters.inputValue(), '20000');
    await meters.fill('many');
    await meters.blur();
    await page.waitForFunction(() =>
      document.querySelector('#node-input-maxMeters')?.classList.contains('input-error'),
    );
    const reason = await page.evaluate(() => {
      const { gridloom, RED } = window as unknown as {
        gridloom: { validate(type: string, name: string, node: unknown, value: unknown): string };
        RED: { nodes: { filterNodes(filter: object): unknown[] } };
      };
      return gridloom.validate(
        'grid-meter-reading',
        'maxMeters',
        RED.nodes.filterNodes({ type: 'grid-meter-reading' })[0],
        'many',
      );
    });
    assert.equal(reason, 'Meters at most: a whole number from 1 to 1000000');
    assert.deepEqual(faults, []);
    await page.close();
  });

  it('speak German where the browser does', async () => {
    const { page } = await open('de-DE');
    await edit(page, 'grid-threshold-risk');
    await page.locator('#dialog-form').getByText('Kritische Stunden', { exact: true }).waitFor();
    await page.close();
  });

  it('offer their examples and the flows for import', async () => {
    const names = [
      'grid-meter-reading',
      'grid-threshold-risk',
      'grid-reading-monitor',
      'grid-meter-simulator',
      'flows/live-meters',
    ];
    for (const name of names) {
      const answer = await fetch(`${system.editor}library/examples/flows/@gridloom/node-red-grid/${name}`);
      const nodes = (await answer.json()) as { type: string }[];
      assert.ok(
        nodes.some(({ type }) => type.startsWith('grid-')),
        `${name} is not among the examples`,
      );
    }
  });
});

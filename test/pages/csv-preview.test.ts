import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { offerPreview } from '../../nodes/grid-csv-ingest/csv-preview';
import type { NodeRed } from '../../nodes/shell/node-red';
import { launchChromium } from '../support/chromium';
import { type NodeRedWithFlow, startNodeRedWithFlow } from '../support/node-red-with-flow';
import { tempFolder } from '../support/temp-folder';

const MARKUP = '<img src=x onerror=window.hacked=1>';

describe('preview of CSV files', () => {
  const folder = tempFolder();
  const other = tempFolder();
  before(() => {
    const rows = [`"H001, east",2026-01-12 00:00,0.82`, `H002,2026-01-12 00:00,`, `${MARKUP},2026-01-12 00:00,1`];
    writeFileSync(
      join(folder, 'district_Northport_101_2026-01-12.csv'),
      `household_id,timestamp,consumption_kwh,note\n${rows.map((row) => `${row},<b>ok</b>`).join('\n')}\n`,
    );
    writeFileSync(join(other, 'list.csv'), 'name,town\nA,B\nC,D\n');
  });

  describe('endpoint', () => {
    const permissions: string[] = [];
    let answer: (body: unknown) => Promise<{ notes: string[]; columns?: object[]; rows?: string[][] }>;
    const handlers: unknown[] = [];

    before(() => {
      const check = () => undefined;
      offerPreview({
        auth: {
          needsPermission: (permission: string) => {
            permissions.push(permission);
            return check;
          },
        },
        httpAdmin: {
          post: (_path: string, ...given: ((request: object, response: object) => void)[]) => {
            handlers.push(...given);
            answer = (body) => new Promise((json) => given.at(-1)!({ body }, { json }));
          },
        },
      } as unknown as NodeRed);
      assert.equal(handlers[0], check, 'the permission is checked first');
    });

    it('needs the permission to write flows', () => assert.deepEqual(permissions, ['flows.write']));

    it('answers whatever is posted with notes', async () => {
      const bodies = [
        undefined,
        null,
        7,
        'x',
        [],
        {},
        { path: 7 },
        { path: { a: 1 } },
        { unit: 'kJ', path: folder },
        { version: 99 },
      ];
      for (const body of bodies) {
        const { notes } = await answer(body);
        assert.ok(
          notes.length > 0 && notes.every((note) => typeof note === 'string' && note !== ''),
          JSON.stringify(body),
        );
      }
      assert.match((await answer({ unit: 'kJ', path: folder })).notes[0]!, /setting "unit" must be one of/);
      assert.match((await answer({ path: `${folder}\0` })).notes[0]!, /cannot be read/);
    });
  });

  describe('in the editor', function () {
    this.timeout(60_000);
    let nodeRed: NodeRedWithFlow;
    let browser: Browser;
    let page: Page;
    const faults: string[] = [];

    before(async () => {
      const flow = [
        { id: 'tab', type: 'tab', label: 'Flow' },
        { id: 'ingest', z: 'tab', type: 'grid-csv-ingest', version: 1, x: 200, y: 100, wires: [[], [], [], []] },
      ];
      nodeRed = await startNodeRedWithFlow(flow, { editorTheme: { tours: false }, telemetry: { enabled: false } });
      browser = await launchChromium();
      page = await browser.newPage({ locale: 'en-US', viewport: { width: 1400, height: 1000 } });
      page.setDefaultTimeout(10_000);
      page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
      await page.goto(nodeRed.url);
      await page.locator('.red-ui-palette-node[data-palette-type="grid-csv-ingest"]').waitFor({ timeout: 30_000 });
      await page.evaluate(() => {
        const { RED } = window as unknown as {
          RED: { nodes: { node(id: string): unknown }; editor: { edit(node: unknown): void } };
        };
        RED.editor.edit(RED.nodes.node('ingest'));
      });
      await page.locator('.red-ui-tray').waitFor();
    });
    after(async () => {
      await browser?.close();
      await nodeRed?.stop();
    });

    const shown = () => page.locator('#gridloom-preview');

    async function preview(path: string): Promise<void> {
      await page.locator('#node-input-path').fill(path);
      await page.getByRole('button', { name: 'Preview' }).click();
    }

    it('shows columns with their roles and the first rows, markup as text', async () => {
      await preview(folder);
      await shown().locator('table').waitFor();
      const texts = (selector: string) => shown().locator(selector).allInnerTexts();
      assert.deepEqual(
        (await texts('th')).map((text) => text.split('\n').filter(Boolean)),
        [['household_id', 'household'], ['timestamp', 'timestamp'], ['consumption_kwh', 'value (kWh)'], ['note']],
      );
      const cells = (await shown().locator('td').allTextContents()).map((text) => text);
      assert.deepEqual(cells, [
        ...['H001, east', '2026-01-12 00:00', '0.82', '<b>ok</b>'],
        ...['H002', '2026-01-12 00:00', '', '<b>ok</b>'],
        ...[MARKUP, '2026-01-12 00:00', '1', '<b>ok</b>'],
      ]);
      assert.equal(await page.evaluate(() => (window as { hacked?: number }).hacked), undefined);
      assert.deepEqual((await shown().innerText()).split('\n').slice(0, 2), [
        'district_Northport_101_2026-01-12.csv',
        'utf-8, delimiter comma, quotes double, decimal point, time yyyy-MM-dd HH:mm',
      ]);
      if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });
    });

    it('says what is wrong', async () => {
      await preview(join(folder, 'none'));
      await shown()
        .getByText(/none cannot be read \(ENOENT\): give a folder or file that exists/)
        .waitFor();
      assert.equal(await shown().locator('table').count(), 0);
      await preview(other);
      await shown()
        .getByText(/no column of the timestamp was found; .+ choose the columns in the settings/)
        .waitFor();
      await preview('');
      await shown().getByText('give a folder or file first').waitFor();
      assert.deepEqual(faults, []);
    });
  });
});

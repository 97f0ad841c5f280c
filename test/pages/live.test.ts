import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { checkOnPhone, DARK_PHONE, openPage } from '../support/dashboard-page';
import { folderWithFlow, type GridloomProcess, ROOT, startGridloom } from '../support/gridloom-process';

/** The number a person reads above a label of the top row. */
async function figure(page: Page, label: string): Promise<number> {
  const card = page.locator('.gl-kpi', { hasText: label });
  return Number((await card.locator('.gl-kpi-value').innerText()).replace(/,/g, ''));
}

describe('page Live meters', function () {
  this.timeout(120_000);
  let system: GridloomProcess;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  before(async () => {
    const began = Date.now();
    system = await startGridloom(folderWithFlow('live-meters.json'));
    browser = await launchChromium();
    page = await openPage(browser, `${system.dashboard}/live`, faults, { viewport: { width: 1280, height: 1500 } });
    await page.getByRole('button', { name: 'Acknowledge' }).first().waitFor({ timeout: 60_000 });
    console.log(`    from start to the first alert on the page: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  });
  after(async () => {
    await browser?.close();
    await system?.interrupt();
  });

  it('shows readings a second, meters, and what was refused', async () => {
    await page.waitForFunction(
      () => Number(document.querySelectorAll('.gl-kpi-value')[0]?.textContent) > 20,
      undefined,
      { timeout: 30_000 },
    );
    const rate = await figure(page, 'readings / s');
    assert.ok(rate > 20 && rate < 80, `200 meters every 5 s are about 41 readings a second, the page says ${rate}`);
    const meters = await figure(page, 'meters seen');
    assert.ok(meters >= 200 && meters <= 210, `200 households and their feeders, the page says ${meters}`);
    assert.ok((await figure(page, 'readings in all')) > 500);
    await page.getByRole('table', { name: 'Refused and flagged' }).getByText('no-measurement').waitFor();
  });

  it('shows the six districts and how many households are above their limit', async () => {
    const rows = page.getByRole('table', { name: 'Districts by risk' }).locator('tbody tr');
    assert.equal(await rows.count(), 6);
    const texts = await rows.allInnerTexts();
    assert.ok(
      texts.some((text) => /Valdora · 101\s+\d+ of 3\d/.test(text)),
      texts.join('\n'),
    );
  });

  it('draws the load of both cities', async () => {
    // What a screen reader is told of the drawing.
    const chart = page.getByRole('img', { name: /2 series.*Lindhafen.*Valdora/ });
    const box = await chart.boundingBox();
    assert.ok(box && box.width > 300 && box.height > 200);
    assert.ok((await chart.locator('canvas, svg').count()) > 0);
  });

  it('says why an alarm was raised, and acknowledges it with one click', async () => {
    const row = page.getByRole('table', { name: 'Active alarms' }).locator('tbody tr').first();
    assert.match(await row.innerText(), /raised[\s\S]*kW is [\d.]+ % above 1\.5 kW/);
    const where = await row.locator('td').nth(2).innerText();
    await row.getByRole('button', { name: 'Acknowledge' }).click();
    const acknowledged = page.locator('tr', { hasText: where }).filter({ hasText: 'acknowledged' });
    await acknowledged.waitFor({ timeout: 10_000 });
    assert.equal(await acknowledged.getByRole('button').count(), 0);
  });

  it('shows the same after a reload, and in a second browser', async () => {
    const second = await browser.newPage();
    await second.goto(`${system.dashboard}/live`);
    await second.getByText('acknowledged').first().waitFor({ timeout: 10_000 });
    await page.reload();
    await page.getByText('acknowledged').first().waitFor({ timeout: 10_000 });
    await second.close();
  });

  it('fits a phone, and is light or dark as the browser is', async () => {
    const phone = await openPage(browser, `${system.dashboard}/live`, faults, DARK_PHONE);
    await phone.getByText('acknowledged').first().waitFor({ timeout: 10_000 });
    await checkOnPhone(phone);
    await phone.close();
  });

  it('had no error in the browser', async () => {
    assert.deepEqual(faults, []);
    if (!process.env.UPDATE_SCREENSHOTS) return;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(3000);
      await page.screenshot({ path: join(ROOT, `docs/images/live-${colorScheme}.png`) });
    }
  });
});

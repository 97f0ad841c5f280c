import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { startBroker } from '../../start/broker';
import { type System, startSystem } from '../../start/system';
import { launchChromium } from '../support/chromium';
import { ROOT } from '../support/gridloom-process';
import { tempFolder } from '../support/temp-folder';
import { testPort } from '../support/test-port';

/** Seconds without a broker; `npm run check:outage` makes it 30. */
const OUTAGE_SECONDS = Number(process.env.OUTAGE_SECONDS ?? 8);
const HOST = '127.0.0.1';

async function figures(page: Page): Promise<number[]> {
  const texts = await page.locator('.gl-kpi-value').allInnerTexts();
  return texts.map((text) => Number(text.replace(/,/g, '')));
}

/** Waits until the page, which nobody reloads, shows at least `rate` readings a second. */
function flowing(page: Page, rate: number): Promise<unknown> {
  return page.waitForFunction(
    (least) => Number(document.querySelectorAll('.gl-kpi-value')[0]?.textContent) >= least,
    rate,
    { timeout: 60_000 },
  );
}

describe('page Live meters, when something is away', function () {
  this.timeout(180_000 + OUTAGE_SECONDS * 1000);
  let system: System;
  let browser: Browser;
  let page: Page;

  before(async () => {
    const editorPort = await testPort();
    const brokerPort = await testPort();
    const environment = { host: HOST, editorPort, brokerPort, userDir: tempFolder() };
    system = await startSystem(
      ROOT,
      environment,
      () => undefined,
      () => undefined,
    );
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(`${system.dashboardUrl}/live`);
    // A meter's own rhythm, by which gaps are told, shows after five readings.
    await page.waitForFunction(
      () => Number(document.querySelectorAll('.gl-kpi-value')[3]?.textContent?.replace(/,/g, '')) > 206 * 6,
      undefined,
      { timeout: 60_000 },
    );
  });
  after(async () => {
    await browser?.close();
    await system?.stop();
  });

  it('recovers by itself from a broker that was away, and says what was missed', async () => {
    const [, , , , , missedBefore] = await figures(page);
    await system.broker!.close();
    await page.waitForTimeout(OUTAGE_SECONDS * 1000);
    system.broker = await startBroker({ host: HOST, port: system.broker!.port });
    await flowing(page, 30);
    await page.waitForTimeout(6000);
    const [, meters, , , , missed] = await figures(page);
    const gap = missed! - missedBefore!;
    // Every meter of the simulation sends every 5 s, and is away a little longer than the broker.
    const least = Math.floor(OUTAGE_SECONDS / 5) * 150;
    assert.ok(
      gap >= least,
      `${gap} readings of ${meters} meters missed in ${OUTAGE_SECONDS} s, at least ${least} expected`,
    );
    console.log(`    ${OUTAGE_SECONDS} s without a broker: ${gap} readings of ${meters} meters counted as missed`);
  });

  it('recovers by itself from a restart of Node-RED, with the counts it had', async () => {
    const [, , , readings] = await figures(page);
    await system.nodeRed.stop();
    await system.nodeRed.start();
    await page.waitForFunction(
      (before) => Number(document.querySelectorAll('.gl-kpi-value')[3]?.textContent?.replace(/,/g, '')) > before,
      readings!,
      { timeout: 60_000 },
    );
    await flowing(page, 30);
  });
});

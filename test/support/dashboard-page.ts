import assert from 'node:assert/strict';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { until } from './widget-checks';

/** A phone whose browser asks for dark pages. */
export const DARK_PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' };

/** Opens a page of the dashboard; what goes wrong on it is added to `faults`. */
export async function openPage(
  browser: Browser,
  address: string,
  faults: string[],
  options: BrowserContextOptions,
): Promise<Page> {
  const page = await browser.newPage(options);
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('dialog', (dialog) => faults.push(`a dialog opened: ${dialog.message()}`));
  await page.goto(address);
  return page;
}

/** Of a page that was opened on a `DARK_PHONE`: no wider than it, and light or dark as the browser is. */
export async function checkOnPhone(phone: Page): Promise<void> {
  const lookOf = () =>
    phone.evaluate(() => ({
      wide: document.documentElement.scrollWidth - window.innerWidth,
      colors: getComputedStyle(document.querySelector('.v-card')!).backgroundColor.match(/\d+/g)!.map(Number),
    }));
  // The colours fade in.
  const dark = await until(lookOf, ({ colors }) => Math.max(...colors) < 60);
  assert.ok(dark.wide <= 0, `the page is ${dark.wide} px wider than the phone`);
  await phone.emulateMedia({ colorScheme: 'light' });
  await until(lookOf, ({ colors }) => Math.min(...colors) > 200);
}

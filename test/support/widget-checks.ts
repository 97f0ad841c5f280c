import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ROOT } from './gridloom-process';
import type { WidgetPage } from './widget-page';

/** Waits until `check` holds of what it reads; says what was read last when it never does. */
export async function until<T>(read: () => Promise<T>, check: (value: T) => boolean): Promise<T> {
  const untilMs = Date.now() + 10_000;
  for (;;) {
    const value = await read();
    if (check(value)) return value;
    if (Date.now() > untilMs) assert.fail(`still ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The summary that a screen reader reads. */
export async function summaryOf({ page }: Pick<WidgetPage, 'page'>): Promise<string> {
  return (await page.locator('.grid-widget-drawing').getAttribute('aria-label')) ?? '';
}

/** What the live region says. */
export async function spokenBy({ page }: Pick<WidgetPage, 'page'>): Promise<string> {
  return (await page.locator('.grid-widget-spoken').textContent()) ?? '';
}

/** The theme that a person has given the page, as a style sheet of the page would. */
export async function darken({ page }: Pick<WidgetPage, 'page'>): Promise<void> {
  const dark = '--v-theme-group-background: 18,24,31 !important; --v-theme-background: 10,14,18 !important;';
  const light =
    '--v-theme-on-group-background: 230,235,242 !important; --v-theme-on-background: 230,235,242 !important;';
  await page.addStyleTag({ content: `:root, .v-theme--nrdb { ${dark} ${light} }` });
  await page.waitForTimeout(400);
}

/** Keeps a picture of the widget for the docs when asked to (`KEEP_PICTURES=1`); otherwise nothing. */
export async function picture({ page }: Pick<WidgetPage, 'page'>, name: string): Promise<void> {
  if (!process.env.KEEP_PICTURES) return;
  await page.locator('.grid-widget').screenshot({ path: join(ROOT, 'dashboard/docs', `${name}.png`) });
}

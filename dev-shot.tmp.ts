import { readFileSync } from 'node:fs';
import { startBroker } from './start/broker';
import { freePort } from './start/port';
import { launchChromium } from './test/support/chromium';
import { startNodeRedWithFlow } from './test/support/node-red-with-flow';
(async () => {
  const broker = await startBroker({ host: '127.0.0.1', port: await freePort(31883, '127.0.0.1') });
  process.env.GRIDLOOM_BROKER_URL = broker.url;
  const nr = await startNodeRedWithFlow(JSON.parse(readFileSync('flows/grid-operations.json', 'utf8')));
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1440, height: 1900 }, timezoneId: 'UTC', locale: 'en-GB' });
  page.on('console', (m) => m.type() === 'error' && console.log('CONSOLE', m.text()));
  page.on('pageerror', (e) => console.log('PAGEERROR', e.message));
  await page.goto(nr.url + 'dashboard/operations');
  await page.waitForTimeout(Number(process.argv[2] ?? 12) * 1000);
  if (process.argv[3]) { await page.getByRole('button', { name: 'Search', exact: true }).click(); await page.waitForTimeout(6500); }
  await page.screenshot({ path: '/tmp/pagegen/light.png', fullPage: true });
  const dark = await browser.newPage({ viewport: { width: 1440, height: 1900 }, colorScheme: 'dark' });
  await dark.goto(nr.url + 'dashboard/operations'); await dark.waitForTimeout(2500);
  await dark.screenshot({ path: '/tmp/pagegen/dark.png', fullPage: true });
  const phone = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await phone.goto(nr.url + 'dashboard/operations'); await phone.waitForTimeout(2500);
  await phone.screenshot({ path: '/tmp/pagegen/phone.png', fullPage: true });
  console.log('wide', await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth));
  await browser.close(); await nr.stop(); console.log(nr.output().slice(-3000)); await broker.close(); process.exit(0);
})();

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const INSTALLED = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
/** Keeps Chromium from calling home, which a closed network refuses many times a second. */
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/** An installed Chromium, else the one of a registry package; says which. */
export async function launchChromium(): Promise<Browser> {
  const installed = INSTALLED.find((path) => path && existsSync(path));
  if (installed && process.env.CHROMIUM_FROM !== 'registry') {
    console.log(`    browser: ${installed}`);
    return chromium.launch({ executablePath: installed, args: ['--no-sandbox', '--disable-gpu', ...QUIET] });
  }
  const { default: shipped } = await import('@sparticuz/chromium');
  const executablePath = await shipped.executablePath();
  console.log(`    browser: ${executablePath} from @sparticuz/chromium`);
  // In a single process, closing one page would end the browser.
  const args = shipped.args.filter((arg) => arg !== '--single-process' && arg !== '--no-zygote');
  return chromium.launch({ executablePath, args: [...args, ...QUIET] });
}

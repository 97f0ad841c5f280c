import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Waveform } from '../../lib/messages';
import { simulateEvent } from '../../simulator/waveform';
import { eventFiles } from '../../simulator/waveform/publish';
import { drawScenario } from '../../simulator/waveform/publish/draw-scenario';
import { launchChromium } from '../support/chromium';
import { checkOnPhone, DARK_PHONE, openPage } from '../support/dashboard-page';
import { faultFlow, faultText, faultWaveform, fedFaultFlow } from '../support/fault-flow';
import { ROOT } from '../support/gridloom-process';
import { type NodeRedWithFlow, startNodeRedWithFlow } from '../support/node-red-with-flow';
import { tempFolder } from '../support/temp-folder';
import { until } from '../support/widget-checks';

const POWER = 'internal_power_transformer_internal_faults_Class1';
const INRUSH = 'transient_magnetising_inrush';
const EVIL = '<img src=x onerror=alert(1)>';

describe('page Fault impact', function () {
  this.timeout(60_000);
  let nodeRed: NodeRedWithFlow;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  const open = (options: BrowserContextOptions) => openPage(browser, `${nodeRed.url}dashboard/faults`, faults, options);
  /** A live event, as it comes from grid waveform in. */
  const live = async (waveform: Waveform) => {
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify([waveform]);
    assert.equal((await fetch(`${nodeRed.url}feed`, { method: 'POST', headers, body })).status, 200);
  };
  const result = () => page.getByRole('article', { name: /^Result of/ });
  const impact = () => page.getByRole('article', { name: 'Impact' });
  const shows = (where: () => ReturnType<Page['getByRole']>, text: RegExp) =>
    until(
      () => where().innerText(),
      (told) => text.test(told),
    );
  const rows = async (name: string) => {
    const all = await page.getByRole('table', { name, exact: true }).locator('tbody tr').all();
    return Promise.all(all.map((row) => row.locator('td').allInnerTexts()));
  };
  const waveformSays = () => page.locator('.grid-widget-drawing').first().getAttribute('aria-label');
  const choose = (name: string, option: string) => page.getByLabel(name, { exact: true }).selectOption(option);
  const messages = () => page.getByRole('list', { name: 'Messages' });

  before(async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'mine'));
    for (const name of [`${POWER}-01.txt`, `${INRUSH}-01.txt`, 'mine/unknown.txt']) {
      writeFileSync(join(folder, name), faultText());
    }
    writeFileSync(join(folder, 'broken.txt'), 'time,what\n1,2\n');
    nodeRed = await startNodeRedWithFlow(fedFaultFlow(folder));
    browser = await launchChromium();
    page = await open({ viewport: { width: 1440, height: 1900 }, timezoneId: 'UTC', locale: 'en-GB' });
  });
  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
  });

  it('says so when there is nothing yet, and lists samples and peers', async () => {
    await page.getByText('No event yet. One comes live').waitFor();
    const options = (name: string) => page.getByLabel(name, { exact: true }).locator('option').allInnerTexts();
    await until(
      () => options('Event'),
      (all) => all.length === 5,
    );
    assert.deepEqual((await options('Event')).slice(1), [
      'broken',
      'internal power Class1-01',
      'mine/unknown',
      'magnetising inrush-01',
    ]);
    assert.equal((await options('Sender')).length, 4);
    assert.ok((await options('Receiver')).includes('EV hub'));
  });

  it('shows a live event by itself: what it is, relay, causes, waveform, transfers', async () => {
    await live(faultWaveform('live 1', POWER));
    await shows(result, /Phase A to ground, in the power transformer/);
    const told = await result().innerText();
    for (const part of [
      /internal fault/,
      /97\.3 %/,
      /A G/,
      /operate: operating current 9\.1 A/,
      /agree/,
      /Bushing failure/,
    ]) {
      assert.match(told, part);
    }
    await shows(impact, /Internal Grid Equipment Fault/);
    assert.match(await impact().innerText(), /likely disrupted.*Advice: /s);
    const transfers = await rows('Transfers');
    assert.ok(transfers.some(([, state]) => state === 'cut') && transfers.length >= 6);
    assert.ok((await rows('Peers')).length >= 8);
    await until(waveformSays, (text) => /3 channels, 72\.6 ms/.test(text ?? ''));
    const drawn = (await (await fetch(`${nodeRed.url}drawn`)).json()) as Waveform;
    assert.deepEqual(drawn.markers, [
      { kind: 'inception', offsetMs: 16.7 },
      { kind: 'clearing', offsetMs: 66.7 },
    ]);
  });

  it('shows a transient as none: nothing is cut, the network is green', async () => {
    await live(faultWaveform('live 2', INRUSH));
    await shows(result, /Magnetising inrush/);
    await shows(impact, /Transformer Inrush \(Non-Fault\)/);
    assert.ok((await rows('Transfers')).every(([, state]) => state !== 'cut'));
    await until(
      () => rows('Events'),
      (all) => all.length === 2,
    );
  });

  it('says unknown with the reason', async () => {
    await live(faultWaveform('live 3', 'a stranger'));
    await shows(result, /Unknown.*1\.62 times the largest distance/s);
    await shows(impact, /unknown/);
    assert.match(await result().innerText(), /open/);
  });

  it('analyses the sample that is chosen, says whether it is right, and live events no longer take its place', async () => {
    await choose('Event', `${POWER}-01.txt`);
    await page.getByRole('button', { name: 'Analyse' }).click();
    await shows(result, /True label\s+internal power Class1, as answered/);
    await live(faultWaveform('live 4', INRUSH));
    await until(
      () => rows('Events'),
      (all) => all.length === 5,
    );
    assert.match(await result().innerText(), /Phase A to ground/);
  });

  it('shows an event of the list again, and the live ones when asked', async () => {
    await page.getByRole('button', { name: 'Unknown' }).click();
    await shows(result, /Unknown/);
    await page.getByRole('button', { name: 'Take the live event' }).click();
    await shows(result, /Magnetising inrush/);
    await page.getByRole('button', { name: 'Live events are shown' }).waitFor();
  });

  it('takes an upload, also of a text that means harm, and refuses what is no event', async () => {
    const upload = (files: { name: string; text: string }[]) =>
      page
        .getByLabel('Upload a file')
        .setInputFiles(files.map(({ name, text }) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })));
    await upload([{ name: `${POWER}${EVIL}.txt`, text: faultText() }]);
    await shows(result, /Phase A to ground.*upload/s);
    assert.ok((await result().innerText()).includes('<img src=x'), 'the name stands there as text');
    await upload([{ name: 'broken.txt', text: '<script>alert(1)</script>' }]);
    await shows(messages, /broken\.txt/);
    const large = join(tempFolder(), 'large.txt');
    writeFileSync(large, '0,1,2,3\n'.repeat(1_100_000));
    await page.getByLabel('Upload a file').setInputFiles(large);
    await page.getByText('That is more than 8 MB').waitFor();
    await choose('Event', 'broken.txt');
    await page.getByRole('button', { name: 'Analyse' }).click();
    await until(
      async () => (await messages().locator('li').all()).length,
      (count) => count === 2,
    );
  });

  it('traces the way between the two that are chosen', async () => {
    await choose('Receiver', 'ev-hub');
    await shows(impact, /to EV hub/);
    await choose('Sender', 'community-battery');
    await shows(impact, /from Community battery.*to EV hub/);
    await page.getByText('Community battery → EV hub: flowing').waitFor();
  });

  it('shows the same after a reload and in a second browser', async () => {
    const before = await result().innerText();
    const second = await open({ viewport: { width: 1440, height: 1900 }, timezoneId: 'UTC', locale: 'en-GB' });
    await second.getByRole('article', { name: 'Impact' }).waitFor();
    assert.equal(await second.getByRole('article', { name: /^Result of/ }).innerText(), before);
    await second.getByLabel('Receiver', { exact: true }).selectOption('local-business');
    await shows(impact, /to Local business/);
    await second.close();
    await page.reload();
    await shows(result, /Phase A to ground/);
    assert.equal(await page.getByLabel('Receiver', { exact: true }).inputValue(), 'local-business');
    await until(waveformSays, (text) => /3 channels, 72\.6 ms/.test(text ?? ''));
  });

  it('answers over HTTP beside it, and shows nothing of that on the page', async () => {
    const body = JSON.stringify({ sample: `${INRUSH}-01.txt`, sender: 'prosumer-b', receiver: 'ev-hub' });
    const answer = await fetch(`${nodeRed.url}api/v1/faults/classify`, { method: 'POST', body });
    const { classification, impact: told } = await answer.json();
    assert.deepEqual([classification.label, told.sender], [INRUSH, 'prosumer-b']);
    const evil = JSON.stringify({ sample: EVIL });
    assert.equal((await fetch(`${nodeRed.url}api/v1/faults/classify`, { method: 'POST', body: evil })).status, 404);
    await page.waitForTimeout(700);
    assert.match(await result().innerText(), /Phase A to ground/);
    assert.match(await impact().innerText(), /to Local business/);
    assert.equal((await messages().locator('li').all()).length, 2);
  });

  it('fits a phone, and is light or dark as the browser is', async () => {
    const phone = await open(DARK_PHONE);
    await phone.getByRole('article', { name: 'Impact' }).waitFor();
    await checkOnPhone(phone);
    await phone.close();
  });

  it('had no error in the browser', () => {
    assert.deepEqual(faults, []);
    assert.doesNotMatch(nodeRed.output(), /\[error\]|unhandled/i);
  });

  if (process.env.UPDATE_SCREENSHOTS)
    it('is drawn for the docs, with the model that is shipped', async () => {
      const folder = tempFolder();
      const scenario = drawScenario([POWER], 60, 6, 1);
      for (const { path, content } of eventFiles(simulateEvent(scenario), 'npy', `${POWER}-01`, 0)) {
        writeFileSync(join(folder, path), content);
      }
      await nodeRed.stop();
      nodeRed = await startNodeRedWithFlow(faultFlow(folder).filter(({ type }) => type !== 'grid-waveform-simulator'));
      const drawn = await open({ viewport: { width: 1440, height: 2000 }, timezoneId: 'UTC', locale: 'en-GB' });
      await until(
        () => drawn.getByLabel('Event', { exact: true }).locator('option').count(),
        (count) => count === 2,
      );
      await drawn.getByLabel('Event', { exact: true }).selectOption(`${POWER}-01.npy`);
      await drawn.getByRole('button', { name: 'Analyse' }).click();
      await drawn.getByRole('article', { name: /^Result of/ }).waitFor();
      await drawn.waitForTimeout(1500);
      await drawn.screenshot({ path: join(ROOT, 'docs/images/fault-impact.png'), fullPage: true });
    });
});

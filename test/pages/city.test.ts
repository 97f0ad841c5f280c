import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { colorOf } from '../../dashboard/lib/scale';
import { pixelsOf, rgb } from '../support/canvas';
import { launchChromium } from '../support/chromium';
import { checkOnPhone, DARK_PHONE } from '../support/dashboard-page';
import { ROOT } from '../support/gridloom-process';
import { type NodeRedWithFlow, startNodeRedWithFlow } from '../support/node-red-with-flow';
import { runGridloom } from '../support/run-gridloom';
import { tempFolder } from '../support/temp-folder';
import { summaryOf, until } from '../support/widget-checks';

const HEADER = 'household_id,timestamp,consumption_kwh';
const DAMAGED = 'district_Northport_101_2026-01-12.csv';
/** A whole day of one household, 1 kWh an hour and 3 kWh at `peakHour`. */
const dayOf = (household: string, peakHour: number) =>
  Array.from({ length: 24 }, (_, hour) => {
    const kwh = hour === peakHour ? '3.00' : '1.00';
    return `${household},2026-01-12 ${String(hour).padStart(2, '0')}:00,${kwh}`;
  });

interface AnalyzedDay {
  city: string;
  district_id: string;
  date: string;
  peak_hour: string;
  violations: number;
  rows: number;
  risk_score: number;
  risk_level: string;
}

/** What `gridloom analyze --json` says of a folder. */
async function analyzed(folder: string): Promise<AnalyzedDay[]> {
  const args = ['analyze', folder, '--out', tempFolder(), '--json', '--plots', 'none', '--aggregates', 'none'];
  const { code, out } = await runGridloom(args);
  assert.equal(code, 0);
  return JSON.parse(out).districts;
}

describe('page City consumption', function () {
  this.timeout(60_000);
  const folder = tempFolder();
  const sample = (name: string) =>
    readFileSync(join(folder, 'sample/csv', name), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1);
  let nodeRed: NodeRedWithFlow;
  let browser: Browser;
  let page: Page;
  let origin: string;
  const faults: string[] = [];

  const press = (name: string) => page.getByRole('button', { name }).click();
  const messages = () => page.getByRole('list', { name: 'Messages' });
  const table = (name: string) => page.getByRole('table', { name }).locator('tbody tr');
  /** The texts of a row's cells. */
  const cellsOf = async (name: string) =>
    Promise.all((await table(name).all()).map((row) => row.locator('td').allInnerTexts()));
  const lines = () => page.getByRole('img', { name: /^Energy by hour/ });
  const linesSaid = async () => ((await lines().count()) ? await lines().getAttribute('aria-label') : '') ?? '';
  /** Waits for the report of an analysis of so many district-days. */
  const written = async (districtDays: number) => {
    await messages().locator('li').first().getByText(`The report of ${districtDays} district-days`).waitFor();
  };

  before(async () => {
    process.env.GRIDLOOM_CITY_DIR = folder;
    const flow = JSON.parse(readFileSync(join(ROOT, 'flows/city-consumption.json'), 'utf8'));
    nodeRed = await startNodeRedWithFlow(flow, { httpNodeRoot: '/red' });
    delete process.env.GRIDLOOM_CITY_DIR;
    origin = nodeRed.url.slice(0, -1);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 1640 } });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      // Dashboard asks for its own icons without httpNodeRoot.
      const isIcon = message.location().url.includes('/favicon.');
      if (message.type() === 'error' && !isIcon) faults.push(`${message.text()} ${message.location().url}`);
    });
    page.on('dialog', (dialog) => faults.push(`a dialog opened: ${dialog.message()}`));
    await page.goto(`${origin}/red/dashboard/city`);
  });
  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
  });

  it('says where files belong, and how to go on when there are none', async () => {
    await page.locator('.gl-folder', { hasText: `${folder}/data` }).waitFor();
    await press('Analyse data folder');
    await messages().getByText(`Make the folder ${folder}/data, upload`).waitFor();
    mkdirSync(join(folder, 'data'));
    await press('Analyse data folder');
    await messages().getByText(`There is no CSV file in ${folder}/data. Put files such as`).waitFor();
  });

  it('says why a seed is not taken', async () => {
    await page.getByLabel('Seed').fill('-1');
    await press('Generate sample data');
    await messages()
      .getByText(/sample files: the payload is not usable: seed/)
      .waitFor();
  });

  it('judges generated files as gridloom analyze does, by risk', async () => {
    await page.getByLabel('Seed').fill('7');
    await press('Generate sample data');
    await written(12);
    const expected = await analyzed(join(folder, 'sample'));
    assert.equal(expected.length, 12);
    const rows = await until(
      () => cellsOf('District-days by risk'),
      (all) => all.length === 12,
    );
    const shown = rows.map(([, place, date, score, level, , peak, violations]) =>
      [place, date, score, level, peak!.replace(' critical', ''), violations].join(' | '),
    );
    const wanted = expected.map((d) =>
      [
        `${d.city} · ${d.district_id}`,
        d.date,
        d.risk_score.toFixed(2),
        d.risk_level,
        d.peak_hour,
        `${d.violations} of ${d.rows}`,
      ].join(' | '),
    );
    assert.deepEqual([...shown].sort(), [...wanted].sort());
    const scores = rows.map(([, , , score]) => Number(score));
    assert.deepEqual(
      scores,
      [...scores].sort((a, b) => b - a),
    );
    const count = (level: string) => expected.filter((d) => d.risk_level === level).length;
    const said = `HIGH ${count('HIGH')}, MEDIUM ${count('MEDIUM')}, LOW ${count('LOW')}, NO RISK ${count('NO RISK')}`;
    await page.getByRole('img', { name: `District-days by level: ${said}` }).waitFor();
  });

  it('shows how far it is and what was read', async () => {
    assert.match(await page.locator('.gl-progress').innerText(), /100 % done, 12 of 12 files/);
    const figures = await page.locator('.gl-progress .gl-kpi-value').allInnerTexts();
    assert.deepEqual(figures.slice(0, 3), ['2,880', '2,880', '0']);
    const missing = readdirSync(join(folder, 'sample/csv'))
      .flatMap(sample)
      .filter((row) => row.endsWith(',')).length;
    const quality = await until(
      () => cellsOf('Data quality'),
      (all) => all.length > 3,
    );
    const of = (name: string) => Number(quality.find(([cell]) => cell === name)![1]!.replace(/,/g, ''));
    assert.equal(of('estimated') + of('missing'), missing);
    assert.equal(of('good') + of('suspect'), 2880 - missing);
  });

  it('draws hours, peak and households of the district-day that is clicked, and compares', async () => {
    const row = table('District-days by risk').filter({ hasText: 'Valdora · 102' }).filter({ hasText: '2026-01-13' });
    await row.getByText('2026-01-13').click();
    const readings = sample('district_Valdora_102_2026-01-13.csv').map((line) => line.split(','));
    const kwh = (hour: number) =>
      readings
        .filter(([, time]) => Number(time!.slice(11, 13)) === hour)
        .reduce((sum, [, , value]) => sum + +value!, 0);
    const hours = Array.from({ length: 24 }, (_, hour) => kwh(hour));
    const peak = hours.indexOf(Math.max(...hours));
    const peakText = `peak ${String(peak).padStart(2, '0')}:00, ${hours[peak]!.toFixed(2)} kWh`;
    await until(linesSaid, (text) => text === `Energy by hour. Valdora · 102 · 2026-01-13: ${peakText}`);
    const [x, y] = await lines()
      .locator('.gl-peak')
      .evaluate((dot) => [dot.getAttribute('cx'), dot.getAttribute('cy')].map(Number));
    const points = (await lines().locator('polyline').getAttribute('points'))!
      .split(' ')
      .map((p) => p.split(',').map(Number));
    assert.equal(points.length, 24);
    assert.ok(Math.abs(points[peak]![0]! - x!) < 0.1 && Math.abs(points[peak]![1]! - y!) < 0.1);
    assert.equal(Math.min(...points.map(([, top]) => top!)), points[peak]![1], 'no point is above the peak');

    await until(
      () => summaryOf({ page }),
      (text) => /10 rows, 24 columns/.test(text),
    );
    await page.getByText('Valdora · 102 · 2026-01-13', { exact: true }).waitFor();
    const values = readings.filter(([, , value]) => value !== '').map(([, , value]) => Number(value));
    const ends: [number, number] = [Math.min(...values), Math.max(...values)];
    await until(
      () => pixelsOf(page, rgb(colorOf(ends[1], ends, 'viridis'))),
      ({ count }) => count > 100,
    );

    await table('District-days by risk').filter({ hasText: 'Lindhafen · 101' }).first().getByRole('checkbox').click();
    await until(linesSaid, (text) => /Valdora · 102 .*; Lindhafen · 101/.test(text));
    await table('District-days by risk').filter({ hasText: 'Lindhafen · 101' }).first().getByRole('checkbox').click();
    await until(linesSaid, (text) => !text.includes('Lindhafen'));
  });

  it('filters by city and date', async () => {
    await page.getByRole('combobox', { name: 'City' }).selectOption('Lindhafen');
    await page.getByRole('combobox', { name: 'Date' }).selectOption('2026-01-12');
    const rows = await cellsOf('District-days by risk');
    assert.deepEqual(
      rows.map(([, place]) => place).sort(),
      ['101', '102', '103'].map((d) => `Lindhafen · ${d}`),
    );
    await page.getByRole('combobox', { name: 'City' }).selectOption('all');
    await page.getByRole('combobox', { name: 'Date' }).selectOption('all');
  });

  it('shows the same after a reload, and in a second browser', async () => {
    const before = await cellsOf('District-days by risk');
    const said = await linesSaid();
    await page.reload();
    const second = await browser.newPage();
    await second.goto(page.url());
    for (const one of [page, second]) {
      await one.getByRole('img', { name: said }).waitFor();
      await one.getByRole('link', { name: 'Open the report' }).waitFor();
    }
    await until(
      () => cellsOf('District-days by risk'),
      (all) => all.length === 12,
    );
    assert.deepEqual(await cellsOf('District-days by risk'), before);
    await until(
      () => summaryOf({ page }),
      (text) => /10 rows, 24 columns/.test(text),
    );
    await second.close();
  });

  it('gives the report and the tables over HTTP, and no other file', async () => {
    const link = page.getByRole('link', { name: 'Open the report' });
    assert.equal(await link.getAttribute('target'), '_blank');
    const report = await fetch(origin + (await link.getAttribute('href')));
    assert.equal(report.status, 200);
    assert.match(report.headers.get('content-type')!, /text\/html/);
    assert.match(report.headers.get('content-security-policy')!, /default-src 'none'/);
    const html = await report.text();
    assert.ok(html.includes('Lindhafen') && html.includes('102'));
    const opened = page.waitForEvent('popup');
    await link.click();
    await (await opened).getByText('Lindhafen').first().waitFor();

    const summary = page.getByRole('link', { name: 'Valdora_summary.csv' });
    const csv = await fetch(origin + (await summary.getAttribute('href')));
    assert.equal(csv.status, 200);
    const [header, ...rows] = (await csv.text()).trimEnd().split('\n');
    assert.match(header!, /^city,district_id,date,/);
    assert.equal(rows.length, 6);
    for (const name of ['..%2Freport.html', '..%2F..%2F..%2Fsettings.js', '%2Fetc%2Fpasswd', 'Nowhere_summary.csv']) {
      assert.equal((await fetch(`${origin}/red/gridloom/city/summary/${name}`)).status, 404, name);
    }
  });

  it('shows rejected rows with their place and text, never as HTML', async () => {
    const bad = '<img src=x onerror=alert(1)>,2026-01-12 04:00,<b>much</b>';
    const text = [HEADER, ...dayOf('<i>H1</i>', 19), bad, 'H2,2026-01-12 05:00,-3'].join('\n');
    writeFileSync(join(folder, 'data', DAMAGED), text);
    await press('Analyse data folder');
    await written(1);
    const rows = await until(
      () => cellsOf('Rejected rows'),
      (all) => all.length === 2,
    );
    // The newest is first.
    assert.deepEqual(
      rows.map(([file, line, , column, reason]) => [file, line, column, reason]),
      [
        [DAMAGED, '27', 'consumption_kwh', 'negative'],
        [DAMAGED, '26', 'consumption_kwh', 'value'],
      ],
    );
    const [, , byte, , , message, original] = rows[1]!;
    assert.equal(Number(byte), Buffer.byteLength(text.slice(0, text.indexOf('<img'))));
    assert.equal(message, '"<b>much</b>" is no number');
    assert.equal(original, bad);
    await page.getByRole('combobox', { name: 'Reason' }).selectOption('negative');
    assert.deepEqual(await cellsOf('Rejected rows').then((all) => all.map((row) => row.at(-1))), [
      'H2,2026-01-12 05:00,-3',
    ]);
    await until(
      () => summaryOf({ page }),
      (said) => said.includes('<i>H1</i>') || /1 rows?, 24 columns/.test(said),
    );
    assert.equal(await page.locator('img[src="x"], td b, td i, main i:not([class])').count(), 0);
  });

  it('analyses an upload, under a name that stays in its folder', async () => {
    const choose = (name: string, lines: string[]) =>
      page
        .locator('input[type=file]')
        .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) });
    await choose('..\\..\\district_Northport_102_2026-01-12.csv', [HEADER, ...dayOf('H9', 7)]);
    await page.getByRole('button', { name: 'Upload' }).click();
    await written(2);
    const rows = await until(
      () => cellsOf('District-days by risk'),
      (all) => all.length === 2,
    );
    const mine = rows.find(([, place]) => place === 'Northport · 102')!;
    // 1 of 24 household-hours is above 1.5 kWh, less than a quarter; no metadata, so no hour is critical.
    assert.deepEqual(mine.slice(2, 8), ['2026-01-12', '0.00', 'NO RISK', '4.2 %', '07:00', '1 of 24']);
    assert.deepEqual(readdirSync(join(folder, 'data/uploads')), ['district_Northport_102_2026-01-12.csv']);
  });

  it('fits a phone, and is light or dark as the browser is', async () => {
    const phone = await browser.newPage(DARK_PHONE);
    await phone.goto(page.url());
    await phone.getByText('Northport · 102').first().waitFor();
    await checkOnPhone(phone);
    await phone.close();
  });

  it('had no error in the browser and in Node-RED', async () => {
    assert.deepEqual(faults, []);
    assert.doesNotMatch(nodeRed.output(), /uncaught|unhandled|TypeError/i);
    if (!process.env.UPDATE_SCREENSHOTS) return;
    const damage = ['H002,2026-01-13 00:00,1,52', 'H003,2026-01-13 24:00,0.90', 'H004,2026-01-13 01:00,-0.40'];
    const rows = dayOf('H001', 19).map((row) => row.replace('-12 ', '-13 '));
    writeFileSync(
      join(folder, 'sample/csv/district_Lindhafen_104_2026-01-13.csv'),
      [HEADER, ...rows, ...damage].join('\n'),
    );
    await page.getByLabel('Seed').fill('1');
    await press('Generate sample data');
    await written(13);
    await page.reload();
    await page.getByRole('checkbox').nth(1).click();
    await page.locator('.gl-folder code').evaluate((code) => {
      code.textContent = '.gridloom/city/data';
    });
    await page.setViewportSize({ width: 1280, height: 2070 });
    await page.mouse.move(0, 0);
    await page.waitForTimeout(3000);
    await page.screenshot({ path: join(ROOT, 'docs/images/city-consumption.png') });
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { FeederView } from '../../lib/balance/feeder-view';
import type { TheftEvent, TheftWindow } from '../../lib/messages';
import type { TheftOverview } from '../../lib/theft/theft-overview';
import { TheftView } from '../../lib/theft/theft-view';
import { launchChromium } from '../support/chromium';
import { checkOnPhone, DARK_PHONE, openPage } from '../support/dashboard-page';
import { ROOT } from '../support/gridloom-process';
import { type NodeRedWithFlow, startNodeRedWithFlow } from '../support/node-red-with-flow';
import { fedTheftFlow } from '../support/theft-flow';
import { feederBalance, theftCue, theftDay, theftEvent } from '../support/theft-messages';
import { until } from '../support/widget-checks';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Local noons of these days are on the same date everywhere that tests run. */
const START_MS = Date.UTC(2026, 2, 2);
const EVIL = '=HYPERLINK("http://evil","x")';

/** Two thieves, one of which is found; an unusual event; and a meter whose name means harm. */
const EVENTS: TheftEvent[] = [
  theftEvent({
    id: 'a',
    meterId: '301-H007',
    startMs: START_MS + 8 * DAY_MS,
    score: 5.1,
    likelihood: 0.9,
    lostWh: 40_000,
    feeder: 'F01',
  }),
  theftEvent({
    id: 'b',
    meterId: '301-H019',
    startMs: START_MS + 9 * DAY_MS,
    score: 4.2,
    likelihood: 0.7,
    lostWh: 12_000,
    state: 'open',
    cues: [theftCue({ kind: 'voltage-response', value: 0.31, limit: 0.12, unit: 'ohm', score: 4.2 })],
  }),
  theftEvent({
    id: 'c',
    meterId: '301-H003',
    startMs: START_MS + 3 * DAY_MS,
    score: 1.2,
    likelihood: 0.02,
    lostWh: 0,
    theftLike: false,
    cues: [theftCue({ kind: 'spike', unit: 'W' })],
  }),
  theftEvent({
    id: EVIL,
    meterId: '<img src=x onerror=alert(1)>',
    district: '@SUM(1)',
    startMs: START_MS + 5 * DAY_MS,
    score: 0.4,
    theftLike: false,
    because: 'a "quote", a comma\nand a line',
  }),
];

const THIEF = '301-H007';
/** A day of windows of the thief in the time zone of the flow, with a hole at noon. */
const WINDOWS: TheftWindow[] = Array.from(
  { length: 144 },
  (_, i): TheftWindow => ({
    meterId: THIEF,
    startMs: EVENTS[0]!.startMs - HOUR_MS + i * 600_000,
    lengthMs: 600_000,
    state: 'scored',
    segment: 'night',
    samples: 120,
    expectedSamples: 120,
    features: { power_mean: 200 + i, volt_mean: 230 - i / 100, curr_mean: 1 + i / 200, pf_mean: 0.95 },
    forestScore: 0.5,
    autoencoderScore: null,
    hybridScore: 0.5,
    isAnomalous: false,
    cues: [],
  }),
).filter((_, i) => i < 70 || i >= 76);

function overviewOfAll(): TheftOverview {
  const view = new TheftView({ dateOf: (timeMs) => new Date(timeMs).toISOString().slice(0, 10) });
  for (let day = 0; day < 10; day++) {
    for (let meter = 0; meter < 12; meter++) {
      const isDip = meter < day % 3;
      view.addDays([
        theftDay({
          meterId: `301-H${String(meter).padStart(3, '0')}`,
          startMs: START_MS + day * DAY_MS,
          state: day === 0 ? 'warming-up' : 'scored',
          dayType: isDip ? 'dip-only' : 'normal',
          risk: isDip ? 'moderate' : 'low',
          cueWindows: isDip ? 1 : 0,
          dips: isDip ? 1 : 0,
        }),
      ]);
    }
  }
  view.addEvents(EVENTS);
  return view.next({ meters: 12, metersWarmingUp: 2, engine: 'onnxruntime-web' })!;
}

describe('page Theft detection', function () {
  this.timeout(60_000);
  const overview = overviewOfAll();
  let nodeRed: NodeRedWithFlow;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  async function feed(to: string, payload: unknown): Promise<void> {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(`${nodeRed.url}feed`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ to, payload }),
    });
    assert.equal(answer.status, 200);
  }
  const open = (options: BrowserContextOptions) => openPage(browser, `${nodeRed.url}dashboard/theft`, faults, options);
  const rows = (name: string) => page.getByRole('table', { name, exact: true }).locator('tbody tr');
  const cellsOf = async (name: string) =>
    Promise.all((await rows(name).all()).map((row) => row.locator('td').allInnerTexts()));
  const meters = async () => (await cellsOf('Events')).map((cells) => cells[2]);
  const figures = async () => {
    const all = await page.locator('.gl-kpi').all();
    const pairs = all.map(async (one) => [
      await one.locator('.gl-kpi-label').innerText(),
      await one.locator('.gl-kpi-value').innerText(),
    ]);
    return Object.fromEntries(await Promise.all(pairs)) as Record<string, string>;
  };
  const stateOf = (meter: string) => rows('Cases').filter({ hasText: meter }).locator('.gl-chip').innerText();
  const file = () => page.getByRole('article');

  before(async () => {
    nodeRed = await startNodeRedWithFlow(fedTheftFlow());
    browser = await launchChromium();
    page = await open({ viewport: { width: 1440, height: 2600 }, timezoneId: 'UTC', locale: 'en-GB' });
  });
  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
  });

  it('says so when there is nothing yet', async () => {
    await page.getByText('waiting for the first windows').waitFor();
    await page.getByText('No case yet: nothing is theft-like.').waitFor();
    await page.getByText('No event yet.').waitFor();
    await page.getByText('No feeder yet').waitFor();
  });

  it('shows the figures that the messages hold', async () => {
    await feed('overview', overview);
    await feed('case', [...WINDOWS, theftDay({ meterId: THIEF, startMs: EVENTS[0]!.startMs, score: 5 }), ...EVENTS]);
    const shown = await until(figures, (all) => all['open cases'] === '2');
    const { days, daysWithCues, events, theftLike } = overview.total;
    // Nine judged days of twelve meters; on a third of the days no dip, on a third one, on a third two.
    assert.deepEqual([days, daysWithCues, events, theftLike], [108, 9, 4, 2]);
    assert.deepEqual(shown, {
      'meters watched': '12',
      'meter-days judged': '108',
      'days with cues': '9',
      events: '4',
      'theft-like': '2',
      'runs the model': 'onnxruntime-web',
      'open cases': '2',
      'kWh at stake': '52',
      'EUR at stake': '16',
    });
  });

  it('draws day types, risk, weekdays and parts of the day', async () => {
    const said = (series: string) => page.getByRole('img', { name: new RegExp(series) });
    await said('4 series.*normal.*spike only.*dip only.*both').waitFor();
    await said('3 series.*low.*moderate.*high').waitFor();
    assert.equal(await said('4 series.*night.*morning.*afternoon.*evening').count(), 2);
  });

  it('puts theft-like events on the lane of their meter, and every cue on its own', async () => {
    const summaries = () => page.locator('.grid-widget-drawing').evaluateAll((all) => all.map((one) => one.ariaLabel));
    const [byMeter, byCue] = await until(summaries, (all) => all.every((text) => text?.includes('lane')));
    assert.match(byMeter!, /2 events.*2 lanes/);
    // a: sustained low, deep dip; b: voltage response; c: spike; the last one: sustained low, deep dip.
    assert.match(byCue!, /6 events.*4 lanes/);
  });

  it('ranks the cases, and shows the evidence of the first one in words and numbers', async () => {
    const cases = await cellsOf('Cases');
    assert.deepEqual(
      cases.map(([rank, meter, state]) => [rank, meter!.split('\n')[0], state]),
      [
        ['1', THIEF, 'open'],
        ['2', '301-H019', 'open'],
      ],
    );
    assert.equal(cases[0]![5], '40');
    assert.equal(cases[0]![6], '12');
    await file().getByText(THIEF, { exact: true }).waitFor();
    const evidence = await cellsOf('Evidence');
    assert.deepEqual(evidence.map(([kind]) => kind).sort(), ['deep dip', 'sustained low']);
    const low = evidence.find(([kind]) => kind === 'sustained low')!;
    assert.deepEqual(low.slice(1), ['120 W', '260 W', '120 W over 6 h, where 260 W is the least that is usual']);
  });

  it('draws the day of the case in four curves, power beside what is usual, and leaves the gap open', async () => {
    const curves = page.locator('.gl-plot path.gl-curve');
    await until(
      () => curves.count(),
      (count) => count === 4,
    );
    assert.deepEqual(await curves.evaluateAll((all) => all.map((one) => one.getAttribute('data-curve'))), [
      'Power',
      'Voltage',
      'Current',
      'Power factor',
    ]);
    for (const path of await curves.evaluateAll((all) => all.map((one) => one.getAttribute('d')!))) {
      assert.equal(path.match(/[ML]/g)!.length, WINDOWS.length);
    }
    assert.match((await page.locator('.gl-plot path.gl-usual').getAttribute('d'))!, /^M.*L/);
    const said = await page.locator('.gl-plot svg').getAttribute('aria-label');
    assert.match(said!, /Day 2026-03-10: power 200 to 343 W.*voltage 229 to 230 V.*current 1 to 1\.71 A/);
  });

  it('shows the file of the case that is chosen', async () => {
    await page.getByRole('button', { name: '301-H019' }).click();
    await page.getByRole('article', { name: 'Case of 301-H019' }).waitFor();
    assert.deepEqual((await cellsOf('Evidence'))[0]!.slice(0, 3), ['voltage response', '0.31 ohm', '0.12 ohm']);
    await page.getByText('No day of this case is kept for drawing.').waitFor();
  });

  it('confirms with a note and dismisses, and both are still so after a reload and a restart', async () => {
    await page.getByRole('button', { name: THIEF }).click();
    await page.getByLabel('Note').fill('bridge behind the meter <b>');
    await page.getByRole('button', { name: 'Confirm theft' }).click();
    await until(
      () => stateOf(THIEF),
      (state) => state === 'confirmed',
    );
    await page.getByRole('button', { name: '301-H019' }).click();
    await page.getByRole('article', { name: 'Case of 301-H019' }).waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await until(
      () => stateOf('301-H019'),
      (state) => state === 'dismissed',
    );
    assert.equal((await figures())['open cases'], '0');

    await page.reload();
    await until(
      () => stateOf(THIEF),
      (state) => state === 'confirmed',
    );
    // An open page would complain that nobody answers.
    await page.goto('about:blank');
    await nodeRed.restart();
    await page.goto(`${nodeRed.url}dashboard/theft`);
    await until(
      () => stateOf(THIEF),
      (state) => state === 'confirmed',
    );
    assert.equal(await stateOf('301-H019'), 'dismissed');
    await page.getByRole('button', { name: THIEF }).click();
    const history = page.getByRole('list', { name: 'History' });
    assert.match(await history.innerText(), /confirmed by dashboard, “bridge behind the meter <b>”/);
    await until(
      () => page.locator('.gl-plot path.gl-curve').count(),
      (count) => count === 4,
    );
  });

  it('opens a decided case again', async () => {
    await page.getByRole('button', { name: 'Open again' }).click();
    await until(
      () => stateOf(THIEF),
      (state) => state === 'open',
    );
  });

  it('filters events by meter, cue, state, kind and date, and sorts them', async () => {
    await feed('overview', overview);
    await until(meters, (all) => all.length === 4);
    assert.deepEqual(await meters(), ['301-H019', THIEF, EVENTS[3]!.meterId, '301-H003'], 'newest first');
    const box = page.getByRole('searchbox', { name: 'Meter' });
    await box.fill('h0');
    assert.equal((await meters()).length, 3);
    await page.getByText('3 of 4 events').waitFor();
    await page.getByLabel('Cue').selectOption('deep-dip');
    assert.deepEqual(await meters(), [THIEF]);
    await page.getByLabel('Cue').selectOption('');
    await page.getByLabel('State of events').selectOption('open');
    assert.deepEqual(await meters(), ['301-H019']);
    await page.getByLabel('State of events').selectOption('');
    await page.getByLabel('theft-like only').check();
    assert.deepEqual(await meters(), ['301-H019', THIEF]);
    // The event of 301-H007 lasts for all of 10 March, in the time of the browser.
    await page.getByLabel('To', { exact: true }).fill('2026-03-10');
    assert.deepEqual(await meters(), [THIEF]);
    await page.getByLabel('From', { exact: true }).fill('2026-03-10');
    assert.deepEqual(await meters(), [THIEF]);
    await page.getByLabel('From', { exact: true }).fill('2026-03-11');
    assert.deepEqual(await rows('Events').allInnerTexts(), ['No event passes the filters.']);
    for (const name of ['From', 'To']) await page.getByLabel(name, { exact: true }).fill('');
    await page.getByLabel('theft-like only').uncheck();
    await box.fill('');
    await page.getByRole('button', { name: 'Score' }).click();
    assert.deepEqual(await meters(), [THIEF, '301-H019', '301-H003', EVENTS[3]!.meterId]);
    await page.getByRole('button', { name: 'Score' }).click();
    assert.equal((await meters())[0], EVENTS[3]!.meterId);
    assert.equal(await page.locator('th[aria-sort=ascending]').count(), 1);
  });

  it('exports what the filters leave, quoted, and no cell is a formula', async () => {
    const exported = async () => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Export CSV' }).click(),
      ]);
      assert.equal(download.suggestedFilename(), 'theft-events.csv');
      return readFileSync(await download.path(), 'utf8');
    };
    const all = await exported();
    const evil = `"'=HYPERLINK(""http://evil"",""x"")",<img src=x onerror=alert(1)>,,'@SUM(1),,,2026-03-07T00:00:00.000Z,2026-03-08T00:00:00.000Z,closed,false,0.4,0.62,36,4,6,sustained-low; deep-dip,"a ""quote"", a comma\nand a line"`;
    assert.ok(all.includes(`\r\n${evil}\r\n`), all);
    assert.equal(all.split('\r\n').length, 1 + 4 + 1);
    await page.getByLabel('theft-like only').check();
    const [head, ...lines] = (await exported()).trimEnd().split('\r\n');
    assert.equal(head!.split(',').length, 17);
    assert.deepEqual(lines.map((line) => line.split(',')[1]).sort(), [THIEF, '301-H019']);
  });

  it('shows each feeder with what is missing, who explains it, and how it went', async () => {
    const view = new FeederView();
    const explainedBy = [
      { meterId: THIEF, lostWh: 31_000, lostShare: 0.6, confidence: 0.97, because: 'goes with its load' },
    ];
    view.add([
      feederBalance({ startMs: START_MS + 8 * DAY_MS, district: '301' }),
      feederBalance({
        // Midnight in Berlin.
        startMs: START_MS + 9 * DAY_MS - HOUR_MS,
        district: '301',
        gapWh: 46_000,
        metersWh: 345_000,
        gapShare: 0.115,
        isAbove: true,
        explainedBy,
      }),
      feederBalance({
        feeder: 'F02',
        startMs: START_MS + 9 * DAY_MS,
        period: 'window',
        lengthMs: HOUR_MS,
        state: 'incomplete',
      }),
    ]);
    await feed('feeders', view.next());
    const [first, second] = await until(
      () => cellsOf('Feeders'),
      (all) => all.length === 2,
    );
    assert.match(first![0]!, /^F01\n301/);
    assert.equal(first![1], '11/03/2026');
    assert.deepEqual(first!.slice(2, 3).concat(first!.slice(4, 7)), ['400.0', '9.0', '46.0', '11.5 %']);
    assert.match(first![8]!, /301-H007 31\.0 kWh, 97 %/);
    assert.match(second![1]!, /incomplete/);
    await page.getByRole('img', { name: 'gap share by day, newest last: 1.5 %, 11.5 %' }).waitFor();
    await page.getByRole('img', { name: 'meters 345.0 kWh, loss 9.0 kWh, gap 46.0 kWh' }).waitFor();
  });

  it('fits a phone, and is light or dark as the browser is', async () => {
    const phone = await open(DARK_PHONE);
    await phone.getByRole('article').waitFor();
    await checkOnPhone(phone);
    await phone.close();
  });

  it('had no error in the browser', async () => {
    assert.deepEqual(faults, []);
    if (!process.env.UPDATE_SCREENSHOTS) return;
    await page.screenshot({ path: join(ROOT, 'docs/images/theft-detection.png') });
  });
});

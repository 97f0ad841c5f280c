import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { RiskOverview } from '../../lib/messages';
import { type Broker, startBroker } from '../../start/broker';
import { pixelsOf, rgb } from '../support/canvas';
import { launchChromium } from '../support/chromium';
import { checkOnPhone, DARK_PHONE, openPage } from '../support/dashboard-page';
import { ROOT } from '../support/gridloom-process';
import { Inbox } from '../support/inbox';
import { type NodeRedWithFlow, startNodeRedWithFlow } from '../support/node-red-with-flow';
import {
  publish,
  publishLoads,
  START_MS,
  STRESS_MODELS_SHOWN,
  stressFlow,
  waitForFlow,
  waitingStressFlow,
} from '../support/stress-flow';
import { testPort } from '../support/test-port';
import { until } from '../support/widget-checks';

const DESKTOP: BrowserContextOptions = { viewport: { width: 1440, height: 1900 }, timezoneId: 'UTC', locale: 'en-GB' };
/** Lines that are out. */
const OUT = rgb('#c026d3');
const EVIL = '<img src=x onerror=alert(1)>';

describe('page Grid stress', function () {
  this.timeout(60_000);
  let broker: Broker;
  let nodeRed: NodeRedWithFlow;
  let inbox: Inbox;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  const open = (options: BrowserContextOptions) => openPage(browser, `${nodeRed.url}dashboard/stress`, faults, options);
  const rows = async (name: string, on = page) =>
    (await on.getByRole('table', { name, exact: true }).locator('tbody tr').all()).map((row) =>
      row.locator('td').allInnerTexts(),
    );
  const table = async (name: string, on = page) => Promise.all(await rows(name, on));
  const figure = (name: string, on = page) =>
    on.getByRole('group', { name, exact: true }).locator('.gl-kpi-value').innerText();
  const overview = (model: string) => inbox.last<RiskOverview>(`risk_overview_${model}`);
  const choose = (name: string, option: string, on = page) => on.getByLabel(name, { exact: true }).selectOption(option);
  const button = (name: string) => page.getByRole('button', { name });
  /** What the page says of a model is what MQTT says of it. */
  const agrees = (model: string) =>
    until(
      async () => [await figure('alerts now'), await figure('alerts so far'), await figure('mean risk')].join(' '),
      (told) => {
        const { activeAlerts, alerts, meanRisk } = overview(model) ?? {};
        return told === `${activeAlerts} ${alerts} ${meanRisk?.toFixed(3)}`;
      },
    );

  before(async () => {
    broker = await startBroker({ host: '127.0.0.1', port: await testPort() });
    process.env.GRIDLOOM_BROKER_URL = broker.url;
    nodeRed = await startNodeRedWithFlow(waitingStressFlow());
    delete process.env.GRIDLOOM_BROKER_URL;
    const topics = ['propagated_stress', 'risk_overview'].flatMap((topic) =>
      STRESS_MODELS_SHOWN.map((model) => `${topic}_${model}`),
    );
    inbox = await Inbox.open(broker.url, [...topics, 'grid_topology_changes']);
    browser = await launchChromium();
    page = await open(DESKTOP);
  });
  after(async () => {
    await browser?.close();
    await inbox?.client.endAsync();
    await nodeRed?.stop();
    await broker?.close();
  });

  it('says that nothing has come yet, and that the load is simulated', async () => {
    await page.getByText('No alert yet.').waitFor();
    await page.getByText('Nothing was refused.').waitFor();
    await page.getByText('simulated load', { exact: true }).waitFor();
    await page.getByText(/The load is simulated, no data of any grid/).waitFor();
    await until(
      () => figure('nodes under stress'),
      (told) => told === '0 of 20',
    );
  });

  it('shows load, stress and risk as MQTT has them, and an alert', async () => {
    await waitForFlow(inbox);
    await publishLoads(inbox, 1, [76_000, 76_000, 76_000, 76_000, 76_000, 76_000, 74_000]);
    await until(
      () => figure('system load, MW'),
      (told) => told === '74,000',
    );
    assert.match(await figure('time of the load'), /10\/01\/2018, 07:00/);
    await choose('Model', 'linear');
    await until(
      async () => overview('linear')?.timeMs,
      (timeMs) => timeMs === START_MS + 6 * 3_600_000 + 1,
    );
    await agrees('linear');
    assert.ok(overview('linear')!.activeAlerts > 3);
    const [first] = await table('Critical nodes');
    const [top] = overview('linear')!.critical;
    assert.match(first![0]!, new RegExp(`^${top!.nodeId}\\s+alert$`));
    assert.match(first![1]!, new RegExp(`${top!.risk.toFixed(3)}$`));
    const alerts = await table('Latest alerts');
    assert.ok(alerts.length > 3 && alerts.length <= 10);
    assert.match(alerts[0]!.join(' '), /^10\/01\/2018, 0\d:00 N\d+ (medium|high) 0\.\d{3}$/);
    assert.equal(await figure('nodes under stress'), '18 of 20');
  });

  it('shows another model at once: figures, list, map', async () => {
    const [critical, red] = [await table('Critical nodes'), await pixelsOf(page, rgb('#f2c230'), 60)];
    await choose('Model', 'electrical');
    await agrees('electrical');
    assert.notDeepEqual(await table('Critical nodes'), critical);
    await until(
      () => pixelsOf(page, rgb('#f2c230'), 60),
      ({ count }) => count !== red.count,
    );
    const models = await table('Models');
    assert.deepEqual(
      models.map(([name]) => name),
      [...STRESS_MODELS_SHOWN],
    );
    for (const [at, model] of STRESS_MODELS_SHOWN.entries()) {
      const { activeAlerts, alerts, meanRisk, critical: ranked } = overview(model)!;
      const top = ranked.slice(0, 5).map(({ nodeId }) => nodeId);
      assert.deepEqual(models[at]!.slice(1, 5), [`${activeAlerts}`, `${alerts}`, meanRisk.toFixed(3), top.join(', ')]);
    }
    assert.match(models[0]![5]!, /^0\.\d\d$/);
    assert.match(models[0]![6]!, /^\d+ %$/);
    assert.equal(models[2]![5], 'reference');
    await button('centrality').click();
    await agrees('centrality');
    assert.equal(await page.getByLabel('Model', { exact: true }).inputValue(), 'centrality');
  });

  it('takes a line out and puts it back, seen on the map and by all who listen', async () => {
    assert.equal((await pixelsOf(page, OUT, 2)).count, 0);
    await choose('Line', 'L4');
    await button('Take out of service').click();
    await page.getByRole('list', { name: 'Out of service' }).getByText('L4, N2 to N7').waitFor();
    assert.deepEqual(inbox.all('grid_topology_changes'), [{ lineId: 'L4', inService: false }]);
    await until(
      () => pixelsOf(page, OUT, 2),
      ({ count }) => count > 50,
    );
    await until(
      () => figure('lines out of service'),
      (told) => told === '1',
    );
    await page.getByRole('button', { name: 'put back', exact: true }).click();
    await page.getByText('All lines are in service.').waitFor();
    await until(
      () => pixelsOf(page, OUT, 2),
      ({ count }) => count === 0,
    );
  });

  it('follows a cascade wave after wave, and ranks the loss of every line', async () => {
    await choose('Which', 'L29');
    await page.getByLabel('Load factor').fill('1.2');
    await button('Follow the cascade').click();
    const cascade = page.getByRole('article', { name: 'Cascade' });
    await cascade.getByText('L29 out at 1.2 × load:').waitFor();
    const waves = await table('Waves');
    assert.deepEqual([waves[0]![0], waves[0]![1], waves[0]![4]], ['0', 'L29', 'taken out']);
    assert.ok(
      waves.some(([, , , , because]) => because === 'L29'),
      'what L29 made go',
    );
    assert.match(await cascade.innerText(), /MW lost of 1,200/);
    // Nodes that lose load.
    await until(
      () => pixelsOf(page, rgb('#f57c00'), 2),
      ({ count }) => count > 20,
    );
    await button('Screen all lines').click();
    await page.getByText('N-1 at 1.2 × load:').waitFor();
    await until(
      () => table('Screening'),
      (all) => all.length === 31,
    );
    const losses = (await table('Screening')).map(([, lost]) => Number(lost!.replace(',', '')));
    assert.deepEqual(
      losses,
      [...losses].sort((a, b) => b - a),
      'the worst first',
    );
    await page.getByRole('table', { name: 'Screening' }).getByRole('button', { name: 'L14', exact: true }).click();
    await cascade.getByText('L14 out at 1.2 × load:').waitFor();
  });

  it('shows texts that mean harm as texts, and what was refused', async () => {
    await publish(inbox, 'risk_alerts_centrality', { node_id: EVIL, timestamp: EVIL, risk_score: 0.5, level: EVIL });
    await page.getByRole('table', { name: 'Latest alerts' }).getByText(EVIL).waitFor();
    await publish(inbox, 'grid_topology_changes', { lineId: EVIL, inService: false });
    await page
      .getByRole('list', { name: 'Messages' })
      .getByText(/is no line of the network/)
      .waitFor();
    for (const payload of ['"text"', '7', '[null]', '{"critical": [null], "meanRisk": 1}', '{"critical": 7}']) {
      for (const topic of ['risk_alerts', 'risk_overview', 'propagated_stress']) {
        await publish(inbox, `${topic}_linear`, payload);
      }
      await publish(inbox, 'grid_measurements', payload);
    }
    await publishLoads(inbox, 8, [70_000, 70_000]);
    await until(
      () => figure('system load, MW'),
      (told) => told === '70,000',
    );
    await choose('Model', 'linear');
    await agrees('linear');
  });

  it('plays the simulated year, pauses, and starts over with empty windows', async () => {
    await button('Play').click();
    await page.getByText(/\(playing, \d+ %\)/).waitFor();
    await until(
      () => figure('time of the load'),
      (told) => /\/01\/2019/.test(told),
    );
    await button('Pause').click();
    await page.getByText(/\(paused, \d+ %\)/).waitFor();
    await choose('Speed', '14400');
    await button('Start over').click();
    await page.getByText(/\(playing, \d+ %\)/).waitFor();
    await until(
      () => figure('time of the load'),
      (told) => told.startsWith('14/01/2019'),
    );
    await button('Pause').click();
    await page.getByText(/\(paused, \d+ %\)/).waitFor();
    await agrees('linear');
  });

  it('shows the same after a reload and in a second browser, where the choice counts as well', async () => {
    await page.getByText(/\(paused, \d+ %\)/).waitFor();
    const second = await open(DESKTOP);
    await until(
      () => table('Models', second),
      (all) => all.length === 3,
    );
    assert.equal(await second.getByLabel('Model', { exact: true }).inputValue(), 'linear');
    await choose('Model', 'electrical', second);
    await until(
      () => page.getByLabel('Model', { exact: true }).inputValue(),
      (model) => model === 'electrical',
    );
    await second.close();
    const [models, time] = [await table('Models'), await figure('time of the load')];
    await page.reload();
    await until(
      () => table('Models'),
      (all) => all.length === 3,
    );
    assert.deepEqual([await table('Models'), await figure('time of the load')], [models, time]);
    await page.getByRole('article', { name: 'Cascade' }).getByText('L14 out at').waitFor();
  });

  it('fits a phone, and is light or dark as the browser is', async () => {
    const phone = await open(DARK_PHONE);
    await until(
      () => table('Models', phone),
      (all) => all.length === 3,
    );
    await checkOnPhone(phone);
    await phone.close();
  });

  it('had no error in the browser', () => {
    assert.deepEqual(faults, []);
    assert.doesNotMatch(nodeRed.output(), /unhandled|uncaught/i);
  });

  if (process.env.UPDATE_SCREENSHOTS)
    it('is drawn for the docs', async () => {
      await nodeRed.stop();
      process.env.GRIDLOOM_BROKER_URL = broker.url;
      nodeRed = await startNodeRedWithFlow(stressFlow());
      delete process.env.GRIDLOOM_BROKER_URL;
      page = await open(DESKTOP);
      await choose('Model', 'linear');
      await choose('Which', 'L29');
      await page.getByLabel('Load factor').fill('1.2');
      await button('Follow the cascade').click();
      await button('Screen all lines').click();
      await page.getByText('N-1 at 1.2 × load:').waitFor();
      await until(
        () => figure('alerts now'),
        (told) => Number(told) > 4,
      );
      await page.screenshot({ path: join(ROOT, 'docs/images/grid-stress.png'), fullPage: true });
    });
});

import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { colorOf } from '../../../dashboard/lib/scale';
import { pixelsOf, rgb } from '../../support/canvas';
import { darken, picture, spokenBy, summaryOf, until } from '../../support/widget-checks';
import { openWidget, type WidgetPage } from '../../support/widget-page';

/** The substation, whose voltage is the highest. */
const SUBSTATION = rgb(colorOf(1, [0.928, 1], 'viridis'));
const loading = (percent: number) => rgb(colorOf(percent, [0, 120], 'traffic'));

describe('widget ui grid map', function () {
  this.timeout(60_000);
  let widget: WidgetPage;
  before(async () => {
    widget = await openWidget('ui-grid-map');
    await until(
      () => summaryOf(widget),
      (text) => /13 nodes, 14 lines, 0 paths/.test(text),
    );
    await until(
      () => pixelsOf(widget.page, SUBSTATION),
      ({ count }) => count > 100,
    );
  });
  after(() => widget?.close());

  it('draws nodes and lines in the colours of their scales, which the legends name', async () => {
    const legends = await widget.page.locator('.grid-widget-legend').allInnerTexts();
    assert.match(legends[0]!.replace(/\s+/g, ' '), /Voltage 0.928 p.u. 1 p.u./);
    assert.match(legends[1]!.replace(/\s+/g, ' '), /Loading 0 % 120 %/);
    assert.ok((await pixelsOf(widget.page, loading(95))).count > 100, 'L1 is loaded to 95 %');
  });

  it('changes one line and leaves the others where they are', async () => {
    const before = await pixelsOf(widget.page, SUBSTATION);
    assert.equal((await pixelsOf(widget.page, loading(118), 2)).count, 0);
    await widget.inject('L6 is loaded to 118 %');
    const line = await until(
      () => pixelsOf(widget.page, loading(118), 2),
      ({ count }) => count > 100,
    );
    assert.deepEqual(await pixelsOf(widget.page, SUBSTATION), before);
    await widget.page.mouse.move(line.x, line.y);
    await until(
      () => spokenBy(widget),
      (text) => text === 'L6, 118 %, current A: 354, limit A: 300',
    );
    await widget.page.mouse.click(line.x, line.y);
    const { sent } = await until(widget.sent, (all) => all.sent.length === 1);
    assert.deepEqual(sent[0]!.payload, { kind: 'line', id: 'L6', value: 118 });
  });

  it('highlights paths beside the lines they take, and names them in the legend', async () => {
    await widget.inject('two paths to N8');
    await widget.page.getByText('over tie switch T2').waitFor();
    for (const color of ['#d55e00', '#0072b2']) {
      await until(
        () => pixelsOf(widget.page, rgb(color)),
        ({ count }) => count > 300,
      );
    }
    await picture(widget, 'ui-grid-map');
    await widget.inject('no paths');
    await until(
      () => pixelsOf(widget.page, rgb('#0072b2')),
      ({ count }) => count === 0,
    );
  });

  it('sends the node that is clicked, and the one that the keyboard is at', async () => {
    const { x, y } = await pixelsOf(widget.page, SUBSTATION);
    await widget.page.mouse.click(x, y);
    await widget.page.mouse.move(5, 5);
    await widget.page.locator('.grid-widget-drawing').focus();
    for (const key of ['ArrowUp', 'Enter']) await widget.page.keyboard.press(key);
    const { sent } = await until(widget.sent, (all) => all.sent.length === 3);
    assert.deepEqual(
      sent.slice(1).map(({ payload }) => payload),
      [
        { kind: 'node', id: 'S', value: 1 },
        { kind: 'node', id: 'S', value: 1 },
      ],
    );
    await widget.page.keyboard.press('ArrowUp');
    assert.match(await spokenBy(widget), /^N\d+, 0\.9\d* p\.u\.$/);
  });

  it('zooms and moves, and shows all again', async () => {
    const before = await pixelsOf(widget.page, SUBSTATION);
    await widget.page.getByRole('button', { name: 'Zoom in' }).click();
    await until(
      () => pixelsOf(widget.page, SUBSTATION),
      ({ x }) => x !== before.x,
    );
    await widget.page.getByRole('button', { name: 'Show all' }).click();
    await until(
      () => pixelsOf(widget.page, SUBSTATION),
      ({ x }) => x === before.x,
    );
    await widget.page.mouse.move(before.x + 300, before.y - 200);
    await widget.page.mouse.down();
    await widget.page.mouse.move(before.x + 350, before.y - 220, { steps: 4 });
    await widget.page.mouse.up();
    await until(
      () => pixelsOf(widget.page, SUBSTATION),
      ({ x }) => Math.abs(x - before.x - 50) < 2,
    );
  });

  it('shows the same after a reload and in a second browser', async () => {
    await widget.page.reload();
    const second = await widget.browser.newPage({ viewport: { width: 1280, height: 800 } });
    await second.goto(widget.address);
    // Either page may still lay itself out.
    await until(
      () => Promise.all([widget.page, second].map((page) => pixelsOf(page, SUBSTATION))),
      ([place, other]) => place!.count > 100 && isDeepStrictEqual(other, place),
    );
    await widget.inject('close T2');
    for (const page of [widget.page, second])
      await until(
        () => pixelsOf(page, loading(38), 2),
        ({ count }) => count > 100,
      );
    await second.close();
  });

  it('shows what it can of a message that is partly bad, and hands the rest to Catch', async () => {
    await widget.feed({
      payload: {
        lines: [
          { id: 'nowhere', value: 1 },
          { id: 'L5', value: 3 },
        ],
      },
    });
    await until(
      () => pixelsOf(widget.page, loading(3), 2),
      ({ count }) => count > 50,
    );
    const { caught } = await until(widget.sent, (all) => all.caught.length === 1);
    assert.match(caught[0]!.error, /there is no line "nowhere"/);
  });

  it('takes settings by ui_update, and follows a dark page', async () => {
    await widget.feed({ ui_update: { label: 'Feeder 13', lineMax: 200 } });
    await widget.page.getByText('Feeder 13').waitFor();
    await until(
      () => widget.page.locator('.grid-widget-legend').nth(1).innerText(),
      (text) => text.includes('200 %'),
    );
    await darken(widget);
    await widget.inject('two paths to N8');
    await until(
      () => pixelsOf(widget.page, rgb('#e6ebf2')),
      ({ count }) => count > 50,
    );
    await picture(widget, 'ui-grid-map-dark');
    assert.deepEqual(widget.faults, []);
  });
});

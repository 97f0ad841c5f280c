import assert from 'node:assert/strict';
import { pixelsOf, rgb } from '../../support/canvas';
import { darken, picture, spokenBy, summaryOf, until } from '../../support/widget-checks';
import { openWidget, type WidgetPage } from '../../support/widget-page';

const LOW = rgb('#d9b800');
const INFO = rgb('#4a7fb5');
const HOUR_MS = 3_600_000;

describe('widget ui grid timeline', function () {
  this.timeout(60_000);
  let widget: WidgetPage;
  before(async () => {
    widget = await openWidget('ui-grid-timeline');
    await until(
      () => summaryOf(widget),
      (text) => /7 events on 4 lanes, 1 still last/.test(text),
    );
    await until(
      () => pixelsOf(widget.page, LOW),
      ({ count }) => count > 500,
    );
  });
  after(() => widget?.close());

  it('draws events in the colours of their severity, short ones too', async () => {
    assert.ok((await pixelsOf(widget.page, INFO)).count > 50, 'the event of a minute is seen');
    const low = await pixelsOf(widget.page, LOW);
    await widget.page.mouse.move(low.x, low.y);
    await until(
      () => spokenBy(widget),
      (text) => /^H007: voltage low, low · 3 h 0 min/.test(text),
    );
    await widget.page.mouse.click(low.x, low.y);
    const { sent } = await until(widget.sent, (all) => all.sent.length === 1);
    assert.deepEqual(sent[0]!.payload, { kind: 'event', id: 'a3', lane: 'H007' });
    await picture(widget, 'ui-grid-timeline');
  });

  it('sends the range that is brushed, with the events in it, and its end', async () => {
    const low = await until(
      () => pixelsOf(widget.page, LOW),
      ({ count }) => count > 500,
    );
    // The yellow event is three hours: its ends give the scale of the axis.
    const msPerPx = (3 * HOUR_MS) / (low.right - low.left);
    await widget.page.mouse.move(low.left + 20, low.y + 100);
    await widget.page.mouse.down();
    await widget.page.mouse.move(low.left + 120, low.y + 100, { steps: 5 });
    await widget.page.mouse.up();
    const { sent } = await until(widget.sent, (all) => all.sent.length === 2);
    const range = sent[1]!.payload as { kind: string; startMs: number; endMs: number; ids: string[] };
    assert.equal(range.kind, 'range');
    assert.ok(Math.abs(range.endMs - range.startMs - 100 * msPerPx) < 2 * msPerPx, 'a hundred pixels, within two');
    assert.ok(range.ids.includes('a3') && !range.ids.includes('a6'));
    await widget.page.keyboard.press('Escape');
    await widget.page.locator('.grid-widget-drawing').focus();
    await widget.page.keyboard.press('Escape');
    const cleared = await until(widget.sent, (all) => all.sent.length === 3);
    assert.deepEqual(cleared.sent[2]!.payload, { kind: 'range', startMs: null, endMs: null });
  });

  it('goes from event to event by keys', async () => {
    await widget.page.mouse.move(5, 5);
    await widget.page.locator('.grid-widget-drawing').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'Enter']) await widget.page.keyboard.press(key);
    assert.match(await spokenBy(widget), /^H002: over its limit, high/);
    const { sent } = await until(widget.sent, (all) => all.sent.length === 4);
    assert.deepEqual(sent[3]!.payload, { kind: 'event', id: 'a2', lane: 'H002' });
  });

  it('takes alerts of grid nodes, and ends them when they are cleared', async () => {
    await widget.inject('alert raised');
    await until(
      () => summaryOf(widget),
      (text) => /8 events on 5 lanes, 2 still last/.test(text),
    );
    await widget.inject('alert cleared');
    await until(
      () => summaryOf(widget),
      (text) => /8 events on 5 lanes, 1 still last/.test(text),
    );
  });

  it('hides a severity', async () => {
    await widget.page.getByRole('button', { name: '· low 1' }).click();
    await until(
      () => pixelsOf(widget.page, LOW),
      ({ count }) => count === 0,
    );
    await widget.page.getByRole('button', { name: '· low 1' }).click();
    await until(
      () => pixelsOf(widget.page, LOW),
      ({ count }) => count > 500,
    );
  });

  it('shows the same after a reload and in a second browser, and what it can of a message that is partly bad', async () => {
    await widget.page.reload();
    const second = await widget.browser.newPage();
    await second.goto(widget.address);
    for (const page of [widget.page, second])
      await until(
        () => summaryOf({ page }),
        (text) => text.includes('8 events'),
      );
    await widget.feed({ payload: [{ id: 'x' }, { id: 'a3', removed: true }], ui_update: { label: 'Today' } });
    for (const page of [widget.page, second]) {
      await until(
        () => pixelsOf(page, LOW),
        ({ count }) => count === 0,
      );
      await page.getByText('Today').waitFor();
    }
    const { caught } = await until(widget.sent, (all) => all.caught.length === 1);
    assert.match(caught[0]!.error, /payload\[0\]\/lane/);
    await second.close();
  });

  it('follows a dark page', async () => {
    await darken(widget);
    await until(
      () => pixelsOf(widget.page, rgb('#ff6b5e')),
      ({ count }) => count > 500,
    );
    await picture(widget, 'ui-grid-timeline-dark');
    assert.deepEqual(widget.faults, []);
  });
});

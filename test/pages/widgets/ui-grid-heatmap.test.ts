import assert from 'node:assert/strict';
import { colorOf } from '../../../dashboard/lib/scale';
import { pixelsOf, rgb } from '../../support/canvas';
import { darken, picture, spokenBy, summaryOf, until } from '../../support/widget-checks';
import { openWidget, type WidgetPage } from '../../support/widget-page';

const color = (value: number, ends: [number, number]) => rgb(colorOf(value, ends, 'viridis'));

describe('widget ui grid heatmap', function () {
  this.timeout(60_000);
  let widget: WidgetPage;
  before(async () => {
    widget = await openWidget('ui-grid-heatmap');
    await until(
      () => summaryOf(widget),
      (text) => /6 rows, 24 columns/.test(text),
    );
  });
  after(() => widget?.close());

  it('draws cells in the colours of the scale, whose ends the legend names', async () => {
    const highest = await until(
      () => pixelsOf(widget.page, color(3.15, [0.4, 3.15])),
      ({ count }) => count > 5000,
    );
    assert.ok(highest.y > 400, 'H006, the row with the highest values, is the lowest');
    assert.match(
      (await widget.page.locator('.grid-widget-legend').innerText()).replace(/\s+/g, ' '),
      /0.4 kWh.*3.15 kWh.*missing/,
    );
    await picture(widget, 'ui-grid-heatmap');
  });

  it('sends the cell that is clicked, and the one that the keyboard is at', async () => {
    await widget.page.locator('.grid-widget-drawing').focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown', 'Enter']) await widget.page.keyboard.press(key);
    assert.match(await spokenBy(widget), /H002, 01:00: 0.75 kWh/);
    const { x, y } = await pixelsOf(widget.page, color(3.15, [0.4, 3.15]));
    await widget.page.mouse.click(x, y);
    assert.match(await widget.page.locator('.grid-widget-tip').innerText(), /H006 · 19:00\s+3.15 kWh/);
    const { sent } = await until(widget.sent, (all) => all.sent.length === 2);
    assert.deepEqual(
      sent.map(({ payload }) => payload),
      [
        { row: 'H002', column: '01:00', value: 0.75 },
        { row: 'H006', column: '19:00', value: 3.15 },
      ],
    );
  });

  it('says of a missing cell that it is missing', async () => {
    await widget.page.locator('.grid-widget-drawing').focus();
    await widget.page.keyboard.press('Escape');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
      await widget.page.keyboard.press(key);
    }
    assert.match(await spokenBy(widget), /H004, 03:00: missing/);
    await widget.page.keyboard.press('Enter');
    const { sent } = await until(widget.sent, (all) => all.sent.length === 3);
    assert.deepEqual(sent[2]!.payload, { row: 'H004', column: '03:00', value: null });
  });

  it('draws a changed cell, with its note, and shows the rest of a message that is partly bad', async () => {
    await widget.feed({ payload: [{ row: 'H002', column: '18:00', value: 9, note: 'estimated' }, { row: 'H002' }] });
    await until(
      () => widget.page.locator('.grid-widget-legend').innerText(),
      (text) => text.includes('9 kWh'),
    );
    const changed = await until(
      () => pixelsOf(widget.page, color(9, [0.4, 9])),
      ({ count }) => count > 500 && count < 5000,
    );
    await widget.page.mouse.move(changed.x, changed.y);
    await until(
      () => spokenBy(widget),
      (text) => text === 'H002, 18:00: 9 kWh (estimated)',
    );
    const { caught } = await until(widget.sent, (all) => all.caught.length === 1);
    assert.match(caught[0]!.error, /payload\.cells\[1\]/);
    assert.equal(caught[0]!.refused!.length, 1);
  });

  it('takes settings by ui_update, also for pages that are opened later, and names those it can not take', async () => {
    await widget.feed({ ui_update: { label: 'District 101', unit: 'MWh', maxRows: 3 } });
    await widget.page.getByText('District 101').waitFor();
    const { caught } = await until(widget.sent, (all) => all.caught.length === 2);
    assert.match(caught[1]!.error, /maxRows can't be changed/);
    await widget.page.reload();
    await widget.page.getByText('District 101').waitFor();
    await until(
      () => pixelsOf(widget.page, color(9, [0.4, 9])),
      ({ count }) => count > 500,
    );
    assert.match(await widget.page.locator('.grid-widget-legend').innerText(), /9 MWh/);
  });

  it('follows a dark page', async () => {
    await darken(widget);
    await widget.feed({ payload: [{ row: 'H002', column: '18:00', value: 3 }] });
    await until(
      () => pixelsOf(widget.page, rgb('#12181f')),
      ({ count }) => count > 500,
    );
    await picture(widget, 'ui-grid-heatmap-dark');
    assert.deepEqual(widget.faults, []);
  });
});

import assert from 'node:assert/strict';
import { pixelsOf, rgb } from '../../support/canvas';
import { darken, picture, spokenBy, summaryOf, until } from '../../support/widget-checks';
import { openWidget, type WidgetPage } from '../../support/widget-page';

const A = rgb('#c44a00');
const B = rgb('#00805a');
const C = rgb('#0062a3');

describe('widget ui grid waveform', function () {
  this.timeout(60_000);
  let widget: WidgetPage;
  before(async () => {
    widget = await openWidget('ui-grid-waveform');
    await until(
      () => summaryOf(widget),
      (text) => /6 channels, 240 ms at 5,000 Hz/.test(text),
    );
  });
  after(() => widget?.close());

  it('draws three phases in their colours', async () => {
    for (const color of [A, B, C])
      await until(
        () => pixelsOf(widget.page, color),
        ({ count }) => count > 500,
      );
  });

  it('shows time and values at the cursor as the samples are, and their RMS', async () => {
    const box = (await widget.page.locator('.grid-widget-drawing').boundingBox())!;
    const x = box.x + 64 + ((box.width - 118) * 950) / 1199;
    await widget.page.mouse.click(x, box.y + 200);
    // Sample 950 is at 190 ms, 130 ms after the inception and after the clearing: currents are zero.
    const spoken = await until(
      () => spokenBy(widget),
      (text) => text.includes('cycles'),
    );
    assert.match(spoken, /^130 ms · 6.5 cycles, IA 0 A, IB 0 A, IC 0 A/);
    const voltage = 16.3 * Math.sin(2 * Math.PI * 50 * 0.19 + 0.5);
    assert.match(spoken, new RegExp(`VA ${voltage.toPrecision(5)} kV`));
    const rms = (16.3 / Math.SQRT2).toPrecision(5);
    assert.match(
      await widget.page.locator('.grid-waveform-channels').innerText(),
      new RegExp(`VB[\\d.]+ kV *RMS ${rms} kV`),
    );
    const { sent } = await until(widget.sent, (all) => all.sent.length === 1);
    assert.deepEqual(sent[0]!.payload, { kind: 'cursor', id: 'Ground fault', offsetMs: 190 });
    await picture(widget, 'ui-grid-waveform');
  });

  it('gives the difference to a second cursor in ms, cycles and Hz', async () => {
    const box = (await widget.page.locator('.grid-widget-drawing').boundingBox())!;
    await widget.page.keyboard.down('Shift');
    await widget.page.mouse.click(box.x + 64 + ((box.width - 118) * 1050) / 1199, box.y + 200);
    await widget.page.keyboard.up('Shift');
    await widget.page.mouse.move(box.x + 64 + ((box.width - 118) * 950) / 1199, box.y + 200);
    await until(
      () => widget.page.locator('.grid-waveform-time').innerText(),
      (text) => text.includes('Δ 20 ms · 1 cycles · 50 Hz'),
    );
  });

  it('zooms about the cursor by wheel, moves by keys, and hides a channel', async () => {
    const wide = await pixelsOf(widget.page, A);
    await widget.page.mouse.wheel(0, -400);
    await until(
      () => pixelsOf(widget.page, A),
      ({ count }) => count !== wide.count,
    );
    await widget.page.getByRole('button', { name: 'Show all' }).click();
    await until(
      () => pixelsOf(widget.page, A),
      ({ count }) => count === wide.count,
    );
    for (const name of ['IA', 'VA'])
      await widget.page.locator('.grid-waveform-channels button', { hasText: name }).click();
    await until(
      () => pixelsOf(widget.page, A),
      ({ count }) => count === 0,
    );
    for (const name of ['IA', 'VA'])
      await widget.page.locator('.grid-waveform-channels button', { hasText: name }).click();
  });

  it('shows a spike of one sample in a record of 100,000, and goes back to the earlier event', async () => {
    await widget.inject('10 s at 10 kHz');
    await until(
      () => summaryOf(widget),
      (text) => /Long record.*10,000 ms at 10,000 Hz/.test(text),
    );
    const box = (await widget.page.locator('.grid-widget-drawing').boundingBox())!;
    // Sample 70,000, of which all others of its column are zero.
    const spike = await until(
      () => pixelsOf(widget.page, B, 40),
      ({ right }) => right > box.x + box.width * 0.6,
    );
    assert.ok(Math.abs(spike.right - (box.x + 64 + (box.width - 118) * 0.7)) < 4);
    await widget.page.locator('select').selectOption('Ground fault');
    await until(
      () => summaryOf(widget),
      (text) => text.includes('Ground fault'),
    );
    const { sent } = await until(widget.sent, (all) => all.sent.length === 2);
    assert.deepEqual(sent[1]!.payload, { kind: 'event', id: 'Ground fault' });
  });

  it('shows all events after a reload and in a second browser', async () => {
    await widget.page.reload();
    const second = await widget.browser.newPage();
    await second.goto(widget.address);
    for (const page of [widget.page, second]) {
      await until(
        () => summaryOf({ page }),
        (text) => text.includes('Long record'),
      );
      assert.equal(await page.locator('option').count(), 2);
      await until(
        () => pixelsOf(page, A),
        ({ count }) => count > 100,
      );
    }
    await second.close();
  });

  it('shows what it can of a message that is partly bad, and hands the rest to Catch', async () => {
    const samples = [0, 1, 0, -1, 0, 1, null, -1];
    const channels = [{ name: 'IA', quantity: 'current', unit: 'A', samples }];
    const good = { id: 'short', sampleRateHz: 200, nominalFrequencyHz: 50, channels };
    await widget.feed({ payload: [{ id: 'bad' }, good], ui_update: { label: 'Recorder 4' } });
    await widget.page.getByText('Recorder 4').waitFor();
    await widget.page.getByText('1 samples are no numbers').waitFor();
    const { caught } = await until(widget.sent, (all) => all.caught.length === 1);
    assert.match(caught[0]!.error, /payload\[0\]/);
  });

  it('follows a dark page', async () => {
    await darken(widget);
    await widget.page.locator('select').selectOption('Ground fault');
    await until(
      () => pixelsOf(widget.page, rgb('#ff8a4c')),
      ({ count }) => count > 300,
    );
    await picture(widget, 'ui-grid-waveform-dark');
    assert.deepEqual(widget.faults, []);
  });
});

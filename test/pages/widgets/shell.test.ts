import assert from 'node:assert/strict';
import { deploy, getFlows } from '../../support/gridloom-process';
import { summaryOf, until } from '../../support/widget-checks';
import { openWidget, type WidgetPage } from '../../support/widget-page';

describe('widgets behind a path prefix', function () {
  this.timeout(60_000);
  let widget: WidgetPage;
  before(async () => {
    widget = await openWidget('ui-grid-heatmap', { node: '/flows/', admin: '/admin/' });
  });
  after(() => widget?.close());

  it('load, draw and send', async () => {
    await until(
      () => summaryOf(widget),
      (text) => text.includes('6 rows'),
    );
    await widget.page.locator('.grid-widget-drawing').focus();
    for (const key of ['ArrowDown', 'Enter']) await widget.page.keyboard.press(key);
    await until(widget.sent, ({ sent }) => sent.length === 1);
  });
});

describe('widgets while the flow changes', function () {
  this.timeout(90_000);
  let widget: WidgetPage;
  before(async () => {
    widget = await openWidget('ui-grid-heatmap');
    await until(
      () => summaryOf(widget),
      (text) => text.includes('6 rows'),
    );
  });
  after(() => widget?.close());

  for (const type of ['nodes', 'full'] as const) {
    it(`show what they showed after a deploy (${type}), and go on in the open page`, async () => {
      await widget.feed({ payload: [{ row: `before ${type}`, column: '00:00', value: 1 }] });
      const { flows } = await getFlows(widget.nodeRed.url);
      const changed = flows.map((node) =>
        node.type === 'ui-grid-heatmap' ? { ...node, rowTitle: `deployed ${type}` } : node,
      );
      // The example would send its day again.
      const quiet = changed.map((node) => (node.type === 'inject' ? { ...node, once: false } : node));
      const rows = Number(/(\d+) rows/.exec(await summaryOf(widget))![1]);
      await deploy(widget.nodeRed.url, quiet, type);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await widget.feed({ payload: [{ row: `after ${type}`, column: '00:00', value: 1 }] });
      await until(
        () => summaryOf(widget),
        (text) => Number(/(\d+) rows/.exec(text)?.[1]) >= rows + 1,
      );
      await widget.page.reload();
      await until(
        () => summaryOf(widget),
        (text) => Number(/(\d+) rows/.exec(text)?.[1]) >= rows + 1,
      );
    });
  }

  it('let no page send what the widget does not send, and outlive the attempt', async () => {
    const before = (await widget.sent()).sent.length;
    const { flows } = await getFlows(widget.nodeRed.url);
    const id = flows.find(({ type }) => type === 'ui-grid-heatmap')!.id as string;
    const rubbish: unknown[] = [
      null,
      7,
      'x',
      [],
      {},
      { payload: { row: 1 } },
      { payload: JSON.parse('{"__proto__":{"row":"a"}}') },
    ];
    const packets: unknown[][] = ['widget-action', 'widget-change', 'widget-send', 'widget-load'].flatMap((event) =>
      [id, '__proto__', 'constructor', 'ui-none'].flatMap((at) => rubbish.map((message) => [event, at, message])),
    );
    // What is more than the widget sends is left away.
    const payload = { row: 'r', column: 'c', value: 1, more: 2 };
    packets.push(['widget-action', id, { payload, topic: 'evil', reset: true }]);
    await widget.page.evaluate(
      async (bodies) => {
        const base = `${location.origin}/dashboard/socket.io/?EIO=4&transport=polling`;
        const { sid } = JSON.parse((await (await fetch(base)).text()).slice(1));
        for (const body of bodies) await fetch(`${base}&sid=${sid}`, { method: 'POST', body });
      },
      ['40', ...packets.map((packet) => `42${JSON.stringify(packet)}`)],
    );
    const { sent } = await until(widget.sent, (all) => all.sent.length > before);
    assert.deepEqual(sent.slice(before), [{ payload: { row: 'r', column: 'c', value: 1 } }]);
    assert.ok(widget.nodeRed.isAlive());
  });
});

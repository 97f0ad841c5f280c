import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './chromium';
import { ROOT } from './gridloom-process';
import { type NodeRedWithFlow, startNodeRedWithFlow } from './node-red-with-flow';

type FlowNode = { id: string; type: string; wires?: string[][]; path?: string; z?: string };

/** The example flow of a widget in a real Node-RED, open in a real browser. */
export interface WidgetPage {
  nodeRed: NodeRedWithFlow;
  browser: Browser;
  page: Page;
  /** Address of the page, for further browsers. */
  address: string;
  /** Sends a message into the widget; resolves when Node-RED has taken it. */
  feed(message: object): Promise<void>;
  /** Presses the button of an inject node of the example. */
  inject(name: string): Promise<void>;
  /** What came out of the widget so far, and what Catch nodes got of it. */
  sent(): Promise<{ sent: { payload: unknown }[]; caught: { error: string; refused?: unknown[] }[] }>;
  /** Errors of the page's console. */
  faults: string[];
  close(): Promise<void>;
}

/** `roots`: what httpNodeRoot and httpAdminRoot are set to. */
export async function openWidget(type: string, roots: { node?: string; admin?: string } = {}): Promise<WidgetPage> {
  const flow: FlowNode[] = JSON.parse(readFileSync(join(ROOT, 'dashboard/examples', `${type}.json`), 'utf8'));
  const { node: httpNodeRoot = '/', admin: httpAdminRoot = '/' } = roots;
  const nodeRed = await startNodeRedWithFlow(tapped(flow, type), { httpNodeRoot, httpAdminRoot });
  const origin = nodeRed.url.slice(0, -1);
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  const path = flow.find((node) => node.type === 'ui-page')!.path!;
  const address = `${origin}${join(httpNodeRoot, 'dashboard', path)}`;
  await page.goto(address);
  const post = async (url: string, body?: object) => {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body ?? {}) });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
  };
  return {
    nodeRed,
    browser,
    page,
    address,
    faults,
    feed: (message) => post(`${origin}${join(httpNodeRoot, 'feed')}`, message),
    inject: (name) => {
      const button = flow.find((node) => node.type === 'inject' && (node as { name?: string }).name === name);
      if (!button) throw new Error(`the example has no inject node "${name}"`);
      return post(`${origin}${join(httpAdminRoot, 'inject', button.id)}`);
    },
    sent: async () => (await fetch(`${origin}${join(httpNodeRoot, 'sent')}`)).json() as never,
    close: async () => {
      await browser.close();
      await nodeRed.stop();
    },
  };
}

/** The flow with an HTTP way into the widget, and one that tells what came out. */
function tapped(flow: FlowNode[], type: string): object[] {
  const widget = flow.find((node) => node.type === type)!;
  const z = widget.z;
  const at = { z, x: 100, y: 600 };
  widget.wires![0]!.push('tap-keep');
  return [
    ...flow,
    { id: 'tap-in', type: 'http in', url: '/feed', method: 'post', ...at, wires: [['tap-take', 'tap-done']] },
    { id: 'tap-take', type: 'function', func: 'return msg.payload;', ...at, wires: [[widget.id]] },
    { id: 'tap-done', type: 'http response', ...at, wires: [] },
    {
      id: 'tap-keep',
      type: 'function',
      func: "const all = flow.get('sent') || []; all.push({ payload: msg.payload }); flow.set('sent', all);",
      ...at,
      wires: [[]],
    },
    { id: 'tap-catch', type: 'catch', scope: [widget.id], ...at, wires: [['tap-caught']] },
    {
      id: 'tap-caught',
      type: 'function',
      func: "const all = flow.get('caught') || []; all.push({ error: msg.error.message, refused: msg.refused }); flow.set('caught', all);",
      ...at,
      wires: [[]],
    },
    { id: 'tap-out', type: 'http in', url: '/sent', method: 'get', ...at, wires: [['tap-tell']] },
    {
      id: 'tap-tell',
      type: 'function',
      func: "msg.payload = { sent: flow.get('sent') || [], caught: flow.get('caught') || [] }; return msg;",
      ...at,
      wires: [['tap-done']],
    },
  ];
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from '../test/support/chromium';
import { ROOT } from '../test/support/gridloom-process';
import { startNodeRedWithFlow } from '../test/support/node-red-with-flow';

/**
 * What a widget costs the server and the page, beside ui-chart fed the same data, and beside the same flow with no widget
 * (whose CPU is taken off): a map of 1,000 nodes and 1,200 lines that all change five times a second, and a waveform of
 * three phases of 100,000 samples.
 *
 *   npm run bench:widgets
 */
type FlowNode = { id: string; type: string; [property: string]: unknown };

/** Clock ticks of /proc, as on every Linux of ours. */
const TICK_MS = 10;

const MAP = `
const side = 32, count = 1000;
const nodes = [], lines = [];
for (let i = 0; i < count; i++) {
    nodes.push({ id: 'N' + i, x: i % side, y: -Math.floor(i / side) });
    if (i % side) lines.push({ id: 'H' + i, from: 'N' + (i - 1), to: 'N' + i });
    if (i >= side && lines.length < 1200 && i % 4 === 0) lines.push({ id: 'V' + i, from: 'N' + (i - side), to: 'N' + i });
}
const round = context.get('round') || 0;
context.set('round', round + 1);
const value = (i) => 50 + 50 * Math.sin(i / 50 + round / 5);
const changes = {
    nodes: nodes.map(({ id }, i) => ({ id, value: value(i) })),
    lines: lines.map(({ id }, i) => ({ id, value: value(i) })),
};
const bars = changes.nodes.map(({ id, value }) => ({ x: id, y: value, series: 'node' }))
    .concat(changes.lines.map(({ id, value }) => ({ x: id, y: value, series: 'line' })));
return [{ payload: round ? changes : { topology: { nodes, lines }, ...changes } }, { payload: bars, action: 'replace' }];`;

const WAVEFORM = `
const round = context.get('round') || 0;
context.set('round', round + 1);
const channels = ['A', 'B', 'C'].map((phase, k) => ({
    name: 'I' + phase, phase, quantity: 'current', unit: 'A',
    samples: Float32Array.from({ length: 100000 }, (_, i) => Math.sin(i / 32 + k * 2.094 + round)),
}));
const points = env.get('ARM') !== 'ui-chart' ? [] : channels.flatMap(({ name, samples }) => Array.from(samples, (y, x) => ({ x, y, series: name })));
return [{ payload: { id: 'E' + (round % 3), sampleRateHz: 10000, nominalFrequencyHz: 50, channels } }, { payload: points, action: 'replace' }];`;

const CASES = [
  { name: 'map, 1,000 nodes + 1,200 lines, all changed', widget: 'ui-grid-map', func: MAP, everyS: 0.2, seconds: 10 },
  { name: 'waveform, 3 × 100,000 samples', widget: 'ui-grid-waveform', func: WAVEFORM, everyS: 3, seconds: 15 },
];

interface Measured {
  cpuMs: number;
  messages: number;
  frames: { median: number; p95: number; longest: number };
}

async function measure(test: (typeof CASES)[number], arm: 'none' | 'widget' | 'ui-chart'): Promise<Measured> {
  const example = JSON.parse(
    readFileSync(join(ROOT, 'dashboard/examples', `${test.widget}.json`), 'utf8'),
  ) as FlowNode[];
  const widget = example.find(({ type }) => type === test.widget)!;
  const kept = example.filter(({ type }) => ['tab', 'ui-group', 'ui-page', 'ui-base', 'ui-theme'].includes(type));
  const { z, group } = widget;
  const chart = {
    id: 'chart',
    type: 'ui-chart',
    z,
    group,
    name: '',
    label: '',
    order: 1,
    chartType: test.widget === 'ui-grid-map' ? 'scatter' : 'line',
    category: 'series',
    categoryType: 'property',
    xAxisProperty: 'x',
    xAxisPropertyType: 'property',
    xAxisType: test.widget === 'ui-grid-map' ? 'category' : 'linear',
    yAxisProperty: 'y',
    yAxisPropertyType: 'property',
    action: 'replace',
    removeOlder: 0,
    removeOlderUnit: '3600',
    removeOlderPoints: '',
    colors: [],
    width: 12,
    height: 8,
    wires: [[]],
  };
  const targets = { none: [[], []], widget: [[widget.id], []], 'ui-chart': [[], ['chart']] }[arm];
  const flow = [
    ...kept,
    ...(arm === 'ui-chart' ? [chart] : [{ ...widget, wires: [[]] }]),
    {
      id: 'tick',
      type: 'inject',
      z,
      props: [],
      repeat: String(test.everyS),
      once: true,
      onceDelay: 3,
      wires: [['make']],
    },
    { id: 'make', type: 'function', z, func: test.func, outputs: 2, wires: targets },
  ];
  process.env.ARM = arm;
  const nodeRed = await startNodeRedWithFlow(flow);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const path = kept.find(({ type }) => type === 'ui-page')!.path as string;
    await page.goto(`${nodeRed.url}dashboard${path}`);
    // The first message, with the topology, is not counted.
    await new Promise((resolve) => setTimeout(resolve, 5000));
    const before = cpuMs(nodeRed.pid);
    const frames = await page.evaluate(async (ms) => {
      const times: number[] = [];
      const untilMs = performance.now() + ms;
      for (let last = performance.now(); last < untilMs; ) {
        const now = await new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())));
        times.push(now - last);
        last = now;
      }
      return times.sort((a, b) => a - b);
    }, test.seconds * 1000);
    const spent = cpuMs(nodeRed.pid) - before;
    const at = (share: number) => frames[Math.min(frames.length - 1, Math.floor(frames.length * share))]!;
    return {
      cpuMs: spent,
      messages: test.seconds / test.everyS,
      frames: { median: at(0.5), p95: at(0.95), longest: at(1) },
    };
  } finally {
    await browser.close();
    await nodeRed.stop();
  }
}

/** CPU of a process so far, user and system. */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

async function main(): Promise<void> {
  for (const test of CASES) {
    const none = await measure(test, 'none');
    const perMessage = (arm: Measured) => (arm.cpuMs - none.cpuMs) / arm.messages;
    const line = (name: string, arm: Measured) => {
      const { median, p95, longest } = arm.frames;
      const frames = `frames ${median.toFixed(0)} / ${p95.toFixed(0)} / ${longest.toFixed(0)} ms (median / p95 / longest)`;
      console.log(`  ${name.padEnd(18)} server CPU ${perMessage(arm).toFixed(1)} ms a message   ${frames}`);
    };
    console.log(`${test.name} every ${test.everyS} s`);
    line('no widget fed', none);
    const ours = await measure(test, 'widget');
    line(test.widget, ours);
    const chart = await measure(test, 'ui-chart');
    line('ui-chart', chart);
    console.log(`  ui-chart takes ${(perMessage(chart) / perMessage(ours)).toFixed(1)} times the server's CPU`);
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});

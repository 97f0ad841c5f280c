import { loadavg } from 'node:os';
import type { MonitorSummary } from '../../lib/monitor';
import type { Load } from './load';
import type { ProcessUsage } from './process-usage';

/** Of one alert: when its reading was published, and how long it took. */
export interface Latency {
  timeMs: number;
  ms: number;
}

interface Run {
  name: string;
  seconds: number;
  load: Load;
  summary: MonitorSummary | undefined;
  latencies: Latency[];
  broker: ProcessUsage;
  nodeRed: ProcessUsage;
}

const P99_BAR_MS = 250;
const RSS_BAR_MB = 400;
const WARM_UP_MS = 10_000;

/** One Markdown table: what was asked for, what came of it, and whether each bar holds. */
export function printReport({ name, seconds, load, summary, latencies, broker, nodeRed }: Run): void {
  const warmMs = Math.min(...latencies.map(({ timeMs }) => timeMs)) + WARM_UP_MS;
  const warm = latencies.filter(({ timeMs }) => timeMs >= warmMs);
  const refused = Object.values(summary?.refused ?? {}).reduce((sum, count) => sum + count, 0);
  const rate = (load.readings * 1000) / load.elapsedMs;
  const sum = nodeRed.rssMb.map((mb, i) => mb + broker.rssMb[i]!);
  const rows: [string, string, boolean | undefined][] = [
    [
      'readings published',
      `${whole(load.readings)} in ${(load.elapsedMs / 1000).toFixed(1)} s, ${whole(rate)}/s`,
      rate > 9_990,
    ],
    [
      'messages, acknowledged',
      `${whole(load.messages)}, ${whole(load.acknowledged)}`,
      load.messages === load.acknowledged,
    ],
    ['readings at the monitor', whole(summary?.readings ?? 0), summary?.readings === load.readings],
    ['refused, flagged', `${refused}, ${JSON.stringify(summary?.flagged)}`, refused === 0],
    ['missed (estimate)', whole(summary?.missedReadings ?? Number.NaN), undefined],
    [
      'alerts raised, expected',
      `${whole(latencies.length)}, ${whole(load.crossings)}`,
      latencies.length === load.crossings,
    ],
    ['publish → alert p50, p99, max', inWords(latencies), quantile(latencies, 0.99) < P99_BAR_MS],
    ['the same after 10 s of warm-up', inWords(warm), quantile(warm, 0.99) < P99_BAR_MS],
    ['memory of Node-RED', memory(nodeRed.rssMb), Math.max(...nodeRed.rssMb) < RSS_BAR_MB],
    ['memory of the broker process', memory(broker.rssMb), undefined],
    ['memory of both', memory(sum), Math.max(...sum) < RSS_BAR_MB],
    ['growth in the last two thirds', `Node-RED ${slope(nodeRed)}, broker ${slope(broker)}`, undefined],
    ['CPU of one core', `Node-RED ${share(nodeRed, seconds)}, broker ${share(broker, seconds)}`, undefined],
    ['generator behind at worst', `${whole(load.worstLagMs)} ms`, undefined],
    ['load of the machine after', loadavg()[0]!.toFixed(2), undefined],
  ];
  console.log(`| ${name}, ${seconds} s | | bar |\n| --- | --- | --- |`);
  for (const [what, value, holds] of rows) {
    console.log(`| ${what} | ${value} | ${holds === undefined ? '' : holds ? 'holds' : 'MISSED'} |`);
  }
  console.log('');
}

const inWords = (latencies: Latency[]) => [0.5, 0.99, 1].map((share) => `${quantile(latencies, share)} ms`).join(', ');

function quantile(latencies: Latency[], share: number): number {
  const sorted = latencies.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

const whole = (value: number) => Math.round(value).toLocaleString('en-US');
const slope = (usage: ProcessUsage) => `${usage.slopeMbPerMinute.toFixed(1)} MB/min`;
const share = (usage: ProcessUsage, seconds: number) => `${((100 * usage.cpuSeconds) / seconds).toFixed(0)} %`;

function memory(mb: number[]): string {
  const at = (share: number) => mb[Math.floor(share * (mb.length - 1))]?.toFixed(0);
  return `${[0, 0.25, 0.5, 0.75, 1].map(at).join(' → ')} MB, at most ${Math.max(...mb).toFixed(0)} MB`;
}

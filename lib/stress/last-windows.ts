import { type KeyedEntry, KeyedState } from '../stream/keyed-state';
import { Watermark, type WatermarkState } from '../stream/watermark';
import type { StressValue } from './read-stress';
import type { RiskWindowSettings } from './risk-settings';
import { type Point, riskTerms } from './risk-terms';
import { byTimeAndContent, type NodeWindow, type ValueWindows, type WindowsOutput } from './value-windows';

interface Snapshot {
  watermark: WatermarkState;
  waiting: StressValue[];
  nodes: KeyedEntry<Point[]>[];
}

/**
 * The last n values of each node, and a window of them after every value (the original's aggregation). Without lateness
 * values count in the order in which they come; with it they wait until no earlier one can come, and count by time.
 */
export class LastWindows implements ValueWindows {
  private readonly watermark: Watermark;
  private readonly nodes: KeyedState<Point[]>;
  private waiting: StressValue[] = [];
  private output: WindowsOutput = { windows: [], late: [], forgotten: [] };

  constructor(private readonly settings: RiskWindowSettings) {
    this.watermark = new Watermark(settings.latenessMinutes * 60_000);
    this.nodes = new KeyedState({
      maximumKeys: settings.maximumNodes,
      onEvict: (nodeId) => this.output.forgotten.push(nodeId),
    });
  }

  get watermarkMs(): number {
    return this.watermark.currentMs;
  }

  get openRecords(): number {
    return this.waiting.length;
  }

  add(value: StressValue): void {
    this.watermark.observe(value.timeMs);
    if (value.timeMs < this.watermark.currentMs) this.output.late.push(value);
    else if (this.watermark.latenessMs === 0) this.take(value);
    else this.waiting.push(value);
  }

  close(): WindowsOutput {
    const limitMs = this.watermark.currentMs;
    const due = this.waiting.filter(({ timeMs }) => timeMs < limitMs);
    if (due.length > 0) this.waiting = this.waiting.filter(({ timeMs }) => timeMs >= limitMs);
    for (const value of due.sort(byTimeAndContent)) this.take(value);
    const { output } = this;
    this.output = { windows: [], late: [], forgotten: [] };
    return output;
  }

  flush(): WindowsOutput {
    this.watermark.advanceTo(this.watermark.maximumMs + 1);
    return this.close();
  }

  reset(): void {
    this.watermark.restore([null, null]);
    this.nodes.clear();
    this.waiting = [];
    this.output = { windows: [], late: [], forgotten: [] };
  }

  snapshot(): Snapshot {
    const { watermark, waiting, nodes } = this;
    return structuredClone({ watermark: watermark.snapshot(), waiting, nodes: [...nodes.entries()] });
  }

  restore(state: unknown): void {
    const { watermark, waiting, nodes } = structuredClone(state) as Snapshot;
    this.reset();
    this.watermark.restore(watermark);
    this.waiting = waiting;
    this.nodes.restore(nodes);
  }

  private take({ nodeId, timeMs, stress }: StressValue): void {
    const points = this.nodes.get(nodeId) ?? [];
    points.push([timeMs, stress]);
    if (points.length > this.settings.lastValues) points.shift();
    this.nodes.set(nodeId, points, timeMs);
    const startMs = points[0]![0];
    const terms = riskTerms(points, timeMs - startMs, this.settings);
    const window: NodeWindow = { nodeId, startMs, endMs: timeMs + 1, ...terms };
    this.output.windows.push(window);
  }
}

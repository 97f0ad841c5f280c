import type { Aggregation } from '../stream/aggregations';
import { Watermark, type WatermarkState } from '../stream/watermark';
import type { WindowResult } from '../stream/window-store';
import { WindowedAggregation, type WindowedAggregationPorts } from '../stream/windowed-aggregation';
import { hopping, sliding, tumbling, type WindowKind } from '../stream/windows';
import type { StressValue } from './read-stress';
import type { RiskWindowSettings } from './risk-settings';
import { type Point, riskTerms } from './risk-terms';
import type { ValueWindows, WindowsOutput } from './value-windows';

type Points = Point[];
type Out = WindowedAggregationPorts<StressValue, Points>;

interface Snapshot {
  watermark: WatermarkState;
  aggregation: unknown;
  blocks: [number, number][];
}

/** The points of a window by time, then stress: points that are equal in both are the same, whatever came first. */
const POINTS: Aggregation<StressValue, Points, Points> = {
  orderFree: true,
  init: () => [],
  add(points, { stress }, timeMs) {
    points.push([timeMs, stress]);
    return points;
  },
  result: (points) => points.sort((a, b) => a[0] - b[0] || a[1] - b[1]),
};

/** Windows of event time of each node: tumbling, hopping, sliding, trailing. */
export class TimeWindows implements ValueWindows {
  private readonly aggregation: WindowedAggregation<StressValue, Points, Points>;
  /** Goes with that of the aggregation. */
  private readonly watermark: Watermark;
  private readonly windowMs: number;
  /** How many values came in each stretch of time as long as a window, as long as one of their windows may be open. */
  private readonly blocks = new Map<number, number>();
  private added: StressValue[] = [];
  openRecords = 0;

  constructor(private readonly settings: RiskWindowSettings) {
    const latenessMs = settings.latenessMinutes * 60_000;
    this.windowMs = settings.windowMinutes * 60_000;
    this.watermark = new Watermark(latenessMs);
    this.aggregation = new WindowedAggregation({
      windows: kindOf(settings),
      aggregation: POINTS,
      timeMs: ({ timeMs }) => timeMs,
      key: ({ nodeId }) => nodeId,
      latenessMs,
      maximumKeys: settings.maximumNodes,
    });
  }

  get watermarkMs(): number {
    return this.watermark.currentMs;
  }

  add(value: StressValue): void {
    this.watermark.observe(value.timeMs);
    this.added.push(value);
    const block = Math.floor(value.timeMs / this.windowMs);
    this.blocks.set(block, (this.blocks.get(block) ?? 0) + 1);
    this.openRecords++;
  }

  close(): WindowsOutput {
    const out = this.aggregation.process(this.added, 0);
    this.added = [];
    for (const [block, count] of this.blocks) {
      // A value is in windows that end up to a window's length after it.
      if ((block + 2) * this.windowMs + 2 > this.watermarkMs) continue;
      this.blocks.delete(block);
      this.openRecords -= count;
    }
    return this.outputOf(out ?? {});
  }

  flush(): WindowsOutput {
    return this.outputOf(this.aggregation.flush() ?? {});
  }

  reset(): void {
    this.aggregation.reset();
    this.watermark.restore([null, null]);
    this.blocks.clear();
    this.added = [];
    this.openRecords = 0;
  }

  snapshot(): Snapshot {
    const { watermark, aggregation, blocks } = this;
    return { watermark: watermark.snapshot(), aggregation: aggregation.snapshot(), blocks: [...blocks] };
  }

  restore(state: unknown): void {
    const { watermark, aggregation, blocks } = state as Snapshot;
    this.reset();
    this.aggregation.restore(structuredClone(aggregation));
    this.watermark.restore(watermark);
    for (const [block, count] of blocks) {
      this.blocks.set(block, count);
      this.openRecords += count;
    }
  }

  private outputOf({ results = [], late = [], evicted = [] }: { [Port in keyof Out]?: Out[Port][] }): WindowsOutput {
    const windows = results
      .filter((result) => this.isWanted(result))
      .map(({ key, startMs, endMs, value }) => {
        return { nodeId: key, startMs, endMs, ...riskTerms(value, this.windowMs, this.settings) };
      });
    return { windows, late, forgotten: evicted.map(({ key }) => key) };
  }

  /** Trailing windows are the sliding ones that end at a value. */
  private isWanted({ value, endMs }: WindowResult<Points>): boolean {
    return this.settings.windows !== 'trailing' || value.at(-1)![0] === endMs - 1;
  }
}

function kindOf({ windows, windowMinutes, advanceMinutes }: RiskWindowSettings): WindowKind {
  const windowMs = windowMinutes * 60_000;
  if (windows === 'tumbling') return tumbling(windowMs);
  return windows === 'hopping' ? hopping(windowMs, advanceMinutes * 60_000) : sliding(windowMs);
}

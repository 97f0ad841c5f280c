import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

export interface LossPoint {
  timeMs: number;
  /** As it is switched, by power flow. */
  nowKw: number;
  /** Over the optimised routes of that time; null: none yet. */
  bestKw: number | null;
}

const MOST_POINTS = 480;
/** Closer points take each other's place. */
const LEAST_MS = 2000;
const Snapshot = Type.Array(
  Type.Object({ timeMs: Type.Number(), nowKw: Type.Number(), bestKw: Type.Union([Type.Number(), Type.Null()]) }),
);

/** Losses over event time as they are, and as they would be over the optimised routes. */
export class LossTrend {
  points: LossPoint[] = [];

  /** A point of the past, e.g. of a clock that was set back, ends what is after it. */
  add(point: LossPoint): void {
    while (this.points.length > 0 && this.points.at(-1)!.timeMs > point.timeMs) this.points.pop();
    const before = this.points.at(-2);
    if (before && point.timeMs - before.timeMs < LEAST_MS) this.points.pop();
    if (this.points.at(-1)?.timeMs === point.timeMs) this.points.pop();
    this.points.push(point);
    if (this.points.length > MOST_POINTS) this.points.shift();
  }

  /** @throws Error when it is not what was kept of one */
  restore(state: unknown): void {
    if (!Value.Check(Snapshot, state)) throw new Error('not a snapshot of a trend of losses');
    this.points = structuredClone(state);
  }
}

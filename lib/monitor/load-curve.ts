import { grown } from '../stream/key-slots';
import { LoadRing } from './load-ring';

const MAX_POINTS = 500;
const WIDTHS_S = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600];
const MILLI = 1000;

/** Bytes of one meter in these columns. */
export const CURVE_BYTES = 8 + 8 + 4 + 8 + 1;

/** The narrowest of the usual widths with which a span has at most 500 buckets. */
export function bucketWidthMs(spanMs: number): number {
  const width = WIDTHS_S.find((seconds) => spanMs / (seconds * 1000) <= MAX_POINTS);
  return (width ?? 3600) * 1000;
}

/**
 * Total power over event time: the mean power of each meter in a bucket, summed. A meter that reports more slowly than a
 * bucket holds its last value, up to the maximum gap; energy of an interval is spread evenly over its buckets. Power is
 * added in whole mW, so that sums are exact. Readings older than the bucket their meter is in are not drawn.
 */
export class LoadCurve {
  readonly bucketMs: number;
  private readonly ring: LoadRing;
  private readonly holdBuckets: number;
  /** Bucket of the newest power value, −1 before the first; sum and number of the values in it; the last one; series. */
  private bucket: Float64Array;
  private sumMw: Float64Array;
  private values: Uint32Array;
  private lastMw: Float64Array;
  private series: Uint8Array;

  constructor(capacity: number, spanMs: number, maximumGapMs: number) {
    this.bucketMs = bucketWidthMs(spanMs);
    this.ring = new LoadRing(Math.ceil(spanMs / this.bucketMs));
    this.holdBuckets = Math.ceil(maximumGapMs / this.bucketMs);
    this.bucket = new Float64Array(capacity).fill(-1);
    this.sumMw = new Float64Array(capacity);
    this.values = new Uint32Array(capacity);
    this.lastMw = new Float64Array(capacity);
    this.series = new Uint8Array(capacity);
  }

  grow(capacity: number): void {
    const before = this.bucket.length;
    this.bucket = grown(this.bucket, capacity).fill(-1, before);
    this.sumMw = grown(this.sumMw, capacity);
    this.values = grown(this.values, capacity);
    this.lastMw = grown(this.lastMw, capacity);
    this.series = grown(this.series, capacity);
  }

  /** Says which city a meter is in; its values count there from now on. */
  setCity(slot: number, city: string): void {
    this.series[slot] = this.ring.seriesOf(city);
  }

  addPower(slot: number, timeMs: number, powerW: number): void {
    const bucket = Math.floor(timeMs / this.bucketMs);
    const powerMw = Math.round(powerW * MILLI);
    const before = this.bucket[slot]!;
    if (bucket > this.ring.head) this.ring.advance(bucket);
    if (bucket === before) {
      this.sumMw[slot]! += powerMw;
      this.values[slot]!++;
    } else if (bucket > before) {
      if (before >= 0) this.settle(slot, before, bucket - 1);
      this.bucket[slot] = bucket;
      this.sumMw[slot] = powerMw;
      this.values[slot] = 1;
    } else return;
    this.lastMw[slot] = powerMw;
  }

  /** Mean power over [fromMs, toMs) of a meter that gives energy of intervals. */
  addInterval(slot: number, fromMs: number, toMs: number, powerW: number): void {
    const first = Math.floor(fromMs / this.bucketMs);
    const last = Math.ceil(toMs / this.bucketMs) - 1;
    if (last > this.ring.head) this.ring.advance(last);
    this.ring.add(this.series[slot]!, first, last, Math.round(powerW * MILLI));
  }

  forget(slot: number): void {
    const bucket = this.bucket[slot]!;
    if (bucket >= 0) this.settle(slot, bucket, this.ring.head);
    this.bucket[slot] = -1;
    this.series[slot] = 0;
  }

  /** The curve with the values that meters hold now. */
  curve(slots: Iterable<number>) {
    const { ring } = this;
    const held = ring.startHeld();
    for (const slot of slots) {
      const bucket = this.bucket[slot]!;
      if (bucket < 0) continue;
      const series = this.series[slot]!;
      held.add(series, bucket, bucket, this.meanMw(slot));
      held.add(series, bucket + 1, Math.min(ring.head, bucket + this.holdBuckets), this.lastMw[slot]!);
    }
    const { totalKw, cities } = ring.read(held);
    const startMs = ring.head < 0 ? null : ring.first * this.bucketMs;
    return { bucketMs: this.bucketMs, startMs, totalKw, cities };
  }

  snapshot(slot: number): number[] {
    if (this.bucket[slot]! < 0) return [this.series[slot]!];
    return [this.series[slot]!, this.bucket[slot]!, this.sumMw[slot]!, this.values[slot]!, this.lastMw[slot]!];
  }

  restore(slot: number, [series, bucket = -1, sumMw = 0, values = 0, lastMw = 0]: readonly number[]): void {
    this.series[slot] = series!;
    this.bucket[slot] = bucket;
    this.sumMw[slot] = sumMw;
    this.values[slot] = values;
    this.lastMw[slot] = lastMw;
  }

  ringSnapshot() {
    return { bucketMs: this.bucketMs, ...this.ring.snapshot() };
  }

  /** False when the curve was made with another span: then it begins anew. */
  restoreRing({ bucketMs, ...ring }: ReturnType<LoadCurve['ringSnapshot']>): boolean {
    return bucketMs === this.bucketMs && this.ring.restore(ring);
  }

  /** Adds the bucket of a meter to the curve, and its last value from there to `untilBucket` or the maximum gap. */
  private settle(slot: number, bucket: number, untilBucket: number): void {
    const series = this.series[slot]!;
    this.ring.add(series, bucket, bucket, this.meanMw(slot));
    const last = Math.min(untilBucket, bucket + this.holdBuckets);
    if (last > bucket) this.ring.add(series, bucket + 1, last, this.lastMw[slot]!);
  }

  private meanMw(slot: number): number {
    return Math.round(this.sumMw[slot]! / this.values[slot]!);
  }
}

import type { NodeTelemetry, StressMeasurement } from '../messages';
import { TimeBins } from './time-bins';

const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;
/** Nodes whose newest telemetry is kept. */
const MOST_NODES = 20_000;

/** The whole grid as SCADA measures it at its nodes: load, and what of the generation is renewable, now and over the day. */
export class Supply {
  private readonly newest = new Map<string, NodeTelemetry>();
  private readonly share = new TimeBins(QUARTER_MS, 96);
  private readonly load = new TimeBins(HOUR_MS, 48);

  /** @param isNode whether the network has such a node */
  take(telemetry: readonly NodeTelemetry[], isNode: (id: string) => boolean): void {
    let newestMs = Number.NEGATIVE_INFINITY;
    for (const one of telemetry) {
      if (!isNode(one.nodeId) || (!this.newest.has(one.nodeId) && this.newest.size >= MOST_NODES)) continue;
      this.newest.set(one.nodeId, { ...this.newest.get(one.nodeId), ...one });
      newestMs = Math.max(newestMs, one.timeMs);
    }
    if (newestMs === Number.NEGATIVE_INFINITY) return;
    const { loadMw } = this;
    const share = this.renewableShare;
    if (loadMw !== null) this.load.add(newestMs, loadMw);
    if (share !== null) this.share.add(newestMs, share);
  }

  /** The load of the whole grid as it was before, e.g. from a history. */
  takeLoad({ timeMs, loadMw }: StressMeasurement): void {
    if (loadMw !== undefined) this.load.add(timeMs, loadMw);
  }

  /** Null: nobody measures it. */
  get loadMw(): number | null {
    return this.sum('loadMw');
  }

  /** Of all generation that is measured, 0–1; null: nobody measures it. */
  get renewableShare(): number | null {
    const [renewable, all] = [this.sum('renewableMw'), this.sum('generationMw')];
    return renewable === null || all === null || all <= 0 ? null : Math.min(1, Math.max(0, renewable / all));
  }

  /** Means by quarter of an hour over a day, by hour over two. */
  get overTime() {
    return { renewable: this.share.means(), loadMw: this.load.means() };
  }

  clear(): void {
    this.newest.clear();
    this.share.clear();
    this.load.clear();
  }

  snapshot() {
    return { share: this.share.snapshot(), load: this.load.snapshot() };
  }

  restore({ share, load }: { share: unknown; load: unknown }): void {
    this.clear();
    this.share.restore(share);
    this.load.restore(load);
  }

  private sum(field: 'loadMw' | 'renewableMw' | 'generationMw'): number | null {
    let sum: number | null = null;
    for (const one of this.newest.values()) if (one[field] !== undefined) sum = (sum ?? 0) + one[field];
    return sum;
  }
}

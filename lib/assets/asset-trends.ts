import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { KeyedState } from '../stream/keyed-state';
import { type Trend, trendOf } from './trend';

const DAY_MS = 86_400_000;
/** Days that a trend looks back on. */
const MOST_DAYS = 300;

const Days = Type.Array(Type.Tuple([Type.Number(), Type.Number(), Type.Integer({ minimum: 1 })]), {
  maxItems: MOST_DAYS,
});
/** Beginning of the day (UTC), mean of its values, how many; oldest first. */
type Days = Static<typeof Days>;
const Snapshot = Type.Array(Type.Tuple([Type.String(), Type.Number(), Days]));

/**
 * The means a day of one quantity of many assets, such as the efficiency of transformers, and their trends. Days rather
 * than values, so that the load that comes and goes within a day is no trend.
 */
export class AssetTrends {
  private readonly assets: KeyedState<Days>;

  constructor(maximumAssets = 10_000) {
    this.assets = new KeyedState({ maximumKeys: maximumAssets });
  }

  /** @returns false for a value that is not finite, or of a day before the newest one of its asset */
  take(assetId: string, timeMs: number, value: number): boolean {
    if (!Number.isFinite(timeMs) || !Number.isFinite(value)) return false;
    const dayMs = Math.floor(timeMs / DAY_MS) * DAY_MS;
    const days = this.assets.get(assetId) ?? [];
    const last = days.at(-1);
    if (last && dayMs < last[0]) return false;
    if (last?.[0] === dayMs) last[1] += (value - last[1]) / ++last[2];
    else days.push([dayMs, value, 1]);
    if (days.length > MOST_DAYS) days.shift();
    this.assets.set(assetId, days, timeMs);
    return true;
  }

  /** Beginning of the newest day of an asset, UTC. */
  newestDay(assetId: string): number | undefined {
    return this.assets.get(assetId)?.at(-1)?.[0];
  }

  /** The trend of the days that are over. @returns undefined below five of them */
  trend(assetId: string, confidence?: number): Trend | undefined {
    const days = this.assets.get(assetId) ?? [];
    return trendOf(
      days.slice(0, -1).map(([timeMs, value]) => ({ timeMs, value })),
      confidence,
    );
  }

  snapshot(): unknown {
    return structuredClone([...this.assets.entries()]);
  }

  /** @throws Error for what is not its own snapshot */
  restore(state: unknown): void {
    if (!Value.Check(Snapshot, state)) throw new Error('not a snapshot of trends of assets');
    this.assets.restore(structuredClone(state));
  }
}

/** Output / input over a time, undefined when nothing went in or more came out than that. */
export function efficiencyOf(inputMwh: number, outputMwh: number): number | undefined {
  const efficiency = outputMwh / inputMwh;
  return inputMwh > 0 && efficiency >= 0 && efficiency <= 1 ? efficiency : undefined;
}

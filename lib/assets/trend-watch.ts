import { type Static, Type } from '@sinclair/typebox';
import { AssetTrends } from './asset-trends';
import type { Trend } from './trend';

export const TREND_QUANTITIES = ['efficiency', 'degradation'] as const;
export type TrendQuantity = (typeof TREND_QUANTITIES)[number];

/** A trend of 300 days takes some milliseconds; a day ends for all assets at once. */
const TRENDS_AT_ONCE = 3;

const Quantity = Type.Union([Type.Literal('efficiency'), Type.Literal('degradation')]);
export const TrendWatchSnapshot = Type.Object({
  efficiency: Type.Unknown(),
  degradation: Type.Unknown(),
  due: Type.Array(Type.Tuple([Quantity, Type.String()])),
});

/** The trends of the assets, computed anew after each day that is over, a few at a time. */
export class TrendWatch {
  private readonly trends: Record<TrendQuantity, AssetTrends>;
  private due = new Map<string, [TrendQuantity, string]>();

  constructor(maximumAssets: number) {
    this.trends = { efficiency: new AssetTrends(maximumAssets), degradation: new AssetTrends(maximumAssets) };
  }

  take(quantity: TrendQuantity, assetId: string, value: number, timeMs: number): void {
    const trends = this.trends[quantity];
    const before = trends.newestDay(assetId);
    trends.take(assetId, timeMs, value);
    const isDayOver = before !== undefined && before !== trends.newestDay(assetId);
    if (isDayOver) this.due.set(`${quantity}/${assetId}`, [quantity, assetId]);
  }

  /** Computes some of the trends that are due. */
  work(): [TrendQuantity, assetId: string, Trend | undefined][] {
    const now = [...this.due].slice(0, TRENDS_AT_ONCE);
    for (const [key] of now) this.due.delete(key);
    return now.map(([, [quantity, assetId]]) => [quantity, assetId, this.trends[quantity].trend(assetId)]);
  }

  snapshot(): Static<typeof TrendWatchSnapshot> {
    const { efficiency, degradation } = this.trends;
    return {
      efficiency: efficiency.snapshot(),
      degradation: degradation.snapshot(),
      due: structuredClone([...this.due.values()]),
    };
  }

  /** @throws Error for what is not its own snapshot */
  restore({ due, ...trends }: Static<typeof TrendWatchSnapshot>): void {
    for (const quantity of TREND_QUANTITIES) this.trends[quantity].restore(trends[quantity]);
    this.due = new Map(due.map(([quantity, assetId]) => [`${quantity}/${assetId}`, [quantity, assetId]]));
  }

  clear(): void {
    this.restore({ efficiency: [], degradation: [], due: [] });
  }
}

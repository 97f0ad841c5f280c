import type { FeederBalance } from '../messages';
import { type KeyedEntry, KeyedState } from '../stream/keyed-state';
import { clip } from './text';

/** Days of balances that are kept of a feeder, and of a case. */
const MAX_DAYS = 31;
const MAX_SHARES = 20;
const MAX_CLUSTER = 50;
const MAX_TEXT = 300;
const MAX_WH = 1e12;

/** The recent daily balances of each feeder: they come before and after the suspicions they speak of. */
export class FeederDays {
  private readonly feeders: KeyedState<FeederBalance[]>;

  constructor(maximumFeeders: number) {
    this.feeders = new KeyedState({ maximumKeys: maximumFeeders });
  }

  take(balance: FeederBalance): void {
    const key = keyOf(balance.city, balance.feeder);
    this.feeders.set(key, withDay(this.feeders.get(key) ?? [], balance), 0);
  }

  /** The kept days of a feeder; of one whose balances name no city, too. */
  of({ city, feeder }: { city?: string; feeder?: string }): readonly FeederBalance[] {
    if (feeder === undefined) return [];
    return this.feeders.get(keyOf(city, feeder)) ?? this.feeders.get(keyOf(undefined, feeder)) ?? [];
  }

  snapshot(): KeyedEntry<FeederBalance[]>[] {
    return [...this.feeders.entries()];
  }

  restore(entries: readonly KeyedEntry<FeederBalance[]>[]): void {
    this.feeders.restore(entries);
  }
}

const keyOf = (city: string | undefined, feeder: string) => JSON.stringify([city ?? '', feeder]);

/** Days in order of time with this one among them; of one day the last that came counts, the oldest days go first. */
export function withDay(days: readonly FeederBalance[], balance: FeederBalance): FeederBalance[] {
  const others = days.filter(({ startMs }) => startMs !== balance.startMs);
  return [...others, balance].sort((a, b) => a.startMs - b.startMs).slice(-MAX_DAYS);
}

/** A balance with lists and texts of a bounded length. */
export function boundedBalance(balance: FeederBalance): FeederBalance {
  return {
    ...balance,
    missingMeters: [],
    explainedBy: balance.explainedBy.slice(0, MAX_SHARES).map((share) => ({
      ...share,
      meterId: clip(share.meterId, MAX_TEXT),
      lostWh: Math.min(share.lostWh, MAX_WH),
      because: clip(share.because, MAX_TEXT),
    })),
    cluster: balance.cluster.slice(0, MAX_CLUSTER).map((meterId) => clip(meterId, MAX_TEXT)),
    because: clip(balance.because, MAX_TEXT),
  };
}

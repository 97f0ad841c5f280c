import { FEATURE } from './features';

/**
 * What is usual for one meter, learned from windows of its own that were not judged. NaN, or `undefined` for the hours:
 * not known; the cues that need it then keep silent.
 */
export interface Usual {
  /** What always runs: 1 % quantile of `power_min`, W. At 20 W or less (solar panels, an empty flat) nothing is a dip. */
  baseLoadW: number;
  /** 99.5 % quantile of `max_power_step`, W. */
  stepHighW: number;
  /** 99.5 % quantile of `repetitive_dip_count`. */
  dipsHigh: number;
  /** 99.5 % quantile of `zero_power_duration_seconds`, s. */
  zeroHighSeconds: number;
  /** 99.5 % quantile of `flat_steps_fraction`: a meter that sends whole kW is flat by nature. */
  flatHigh: number;
  /** 0.5 % quantile of `pf_mean`, of windows without feed-in and with a mean power of 50 W or more. */
  factorLow: number;
  /** Median of the mean power by local hour of the day, 24 values, W. */
  hourMedianW: ArrayLike<number> | undefined;
  /** 1 % quantile of the mean power by local hour of the day, 24 values, W. */
  hourLowW: ArrayLike<number> | undefined;
}

/** Below this the power factor is that of a few small devices, and swings. */
export const LEAST_FACTOR_POWER_W = 50;
/** A window in which power is lower than this has feed-in in it, of which usual loads say nothing. */
export const FEED_IN_W = -5;

/** The features of one window and the local hour in which it begins. */
export interface UsualRow {
  features: Float32Array;
  hour: number;
}

/** What is usual by complete windows of a meter. */
export function usualOf(rows: readonly UsualRow[]): Usual {
  const all = (feature: number, of: readonly UsualRow[] = rows) =>
    Float64Array.from(of, ({ features }) => features[feature]!)
      .filter((value) => !Number.isNaN(value))
      .sort();
  const drawing = rows.filter(({ features }) => {
    return features[FEATURE.power_mean]! >= LEAST_FACTOR_POWER_W && features[FEATURE.power_min]! >= FEED_IN_W;
  });
  const hours = Array.from({ length: 24 }, (_, hour) =>
    all(
      FEATURE.power_mean,
      rows.filter((row) => row.hour === hour),
    ),
  );
  return {
    baseLoadW: quantile(all(FEATURE.power_min), 0.01),
    stepHighW: quantile(all(FEATURE.max_power_step), 0.995),
    dipsHigh: quantile(all(FEATURE.repetitive_dip_count), 0.995),
    zeroHighSeconds: quantile(all(FEATURE.zero_power_duration_seconds), 0.995),
    flatHigh: quantile(all(FEATURE.flat_steps_fraction), 0.995),
    factorLow: quantile(all(FEATURE.pf_mean, drawing), 0.005),
    hourMedianW: hours.map((powers) => quantile(powers, 0.5)),
    hourLowW: hours.map((powers) => quantile(powers, 0.01)),
  };
}

/** Quantile of ascending values, interpolated between neighbours (Hyndman and Fan, type 7); NaN of none. */
function quantile(ascending: Float64Array, share: number): number {
  if (ascending.length === 0) return Number.NaN;
  const at = share * (ascending.length - 1);
  const below = Math.floor(at);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, ascending.length - 1)]!;
  return low + (high - low) * (at - below);
}

import type { NetworkModel } from '../../network-model';

/** What must not be exceeded. */
export interface LimitSettings {
  /** Of all nodes, in place of what the file says; without both: 0.9. */
  minVoltagePu?: number | undefined;
  /** Likewise; without both: 1.1. */
  maxVoltagePu?: number | undefined;
}

export interface OperatingLimits {
  /** Of each node; sources hold their own voltage and have none (0 and infinity). */
  minVoltagePu: Float64Array;
  maxVoltagePu: Float64Array;
  /** Of each branch; infinity: unlimited or not known. */
  ratingMva: Float64Array;
  /** Of each source, the most that it can feed in; infinity: unlimited, or no source. */
  capacityMw: Float64Array;
}

/** Usual in distribution networks, e.g. EN 50160. */
const USUAL = { min: 0.9, max: 1.1 };

/** The limits of a network: what is set, else those of its file, else ±10 % of the nominal voltage. */
export function operatingLimits({ nodes, branches }: NetworkModel, settings: LimitSettings): OperatingLimits {
  const { minVoltagePu: min, maxVoltagePu: max } = settings;
  return {
    minVoltagePu: Float64Array.from(nodes, ({ isReference, minVoltagePu }) =>
      isReference ? 0 : (min ?? minVoltagePu ?? USUAL.min),
    ),
    maxVoltagePu: Float64Array.from(nodes, ({ isReference, maxVoltagePu }) =>
      isReference ? Number.POSITIVE_INFINITY : (max ?? maxVoltagePu ?? USUAL.max),
    ),
    ratingMva: Float64Array.from(branches, ({ ratingMva }) => ratingMva ?? Number.POSITIVE_INFINITY),
    capacityMw: Float64Array.from(nodes, ({ isReference, capacityMw = Number.POSITIVE_INFINITY }) =>
      isReference ? capacityMw : Number.POSITIVE_INFINITY,
    ),
  };
}

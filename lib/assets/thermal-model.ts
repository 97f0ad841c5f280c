import { THERMAL_CONSTANTS, type ThermalConstants, type TransformerRating } from './thermal-settings';

/** Top oil (°C), and the two parts of the hot spot over top oil (K): h1 quick, h2 slow, hot spot = oil + h1 − h2. */
export interface ThermalState {
  topOilC: number;
  h1K: number;
  h2K: number;
}

export const hotSpotC = ({ topOilC, h1K, h2K }: ThermalState): number => topOilC + h1K - h2K;

/**
 * The thermal model of IEC 60076-7:2018 of one transformer. Its three differential equations are linear for
 * a load that is held, so each has an exponential as its solution: exact, however long the step is.
 */
export class ThermalModel {
  private readonly constants: ThermalConstants;

  constructor(private readonly rating: TransformerRating) {
    this.constants = THERMAL_CONSTANTS[rating.kind];
  }

  /** Where everything settles under a load. @param loadFactor K, load current / rated current */
  steady(loadFactor: number, ambientC: number): ThermalState {
    const { topOilRiseK, hotSpotRiseK, lossRatio } = this.rating;
    const { oilExponent, windingExponent, k21 } = this.constants;
    const losses = (1 + loadFactor ** 2 * lossRatio) / (1 + lossRatio);
    const gradientK = hotSpotRiseK * loadFactor ** windingExponent;
    return {
      topOilC: ambientC + topOilRiseK * losses ** oilExponent,
      h1K: k21 * gradientK,
      h2K: (k21 - 1) * gradientK,
    };
  }

  /** The state after some minutes under a load that is held. @param end `steady` of that load */
  after(minutes: number, start: ThermalState, end: ThermalState): ThermalState {
    const { k11, k22, oilMinutes, windingMinutes } = this.constants;
    const towards = (from: number, to: number, constantMinutes: number) =>
      to + (from - to) * Math.exp(-minutes / constantMinutes);
    return {
      topOilC: towards(start.topOilC, end.topOilC, k11 * oilMinutes),
      h1K: towards(start.h1K, end.h1K, k22 * windingMinutes),
      h2K: towards(start.h2K, end.h2K, oilMinutes / k22),
    };
  }
}

import { interceptOf, pieceOf, type SaturationCurve, slopeOf } from '../emt/saturation-curve';

export interface CurrentTransformerDesign {
  /** Primary over secondary amperes. */
  ratio: number;
  /** Secondary winding and burden, ohm. */
  burdenOhm: number;
  /** RMS voltage of the secondary at the knee. */
  kneeV: number;
  /** Flux at the start over that of the knee, −1…1. */
  remanence: number;
}

/** Exciting current at the knee, A. */
const KNEE_CURRENT = 0.05;
/** Above the knee the inductance falls to this part. */
const SATURATED_PART = 1 / 400;

/**
 * Secondary current of a current transformer whose core saturates: the burden drives the flux, and what excites the core
 * is missing in the secondary (IEEE C37.110). Trapezoidal rule; resistive burden.
 */
export class CurrentTransformer {
  private flux: number;
  private secondary = 0;
  private readonly curve: SaturationCurve;
  /** Remanence without current: the curve is moved so that it passes there. */
  private readonly offset: number;

  constructor(
    private readonly design: CurrentTransformerDesign,
    frequencyHz: number,
  ) {
    const kneeFlux = (Math.SQRT2 * design.kneeV) / (2 * Math.PI * frequencyHz);
    const slope = KNEE_CURRENT / kneeFlux;
    this.curve = { knees: [kneeFlux], slopes: [slope, slope / SATURATED_PART] };
    this.flux = design.remanence * kneeFlux;
    this.offset = -slope * this.flux;
  }

  /** @param primaryA current after one more step @returns secondary current, A */
  step(primaryA: number, stepS: number): number {
    const { burdenOhm, ratio } = this.design;
    const ideal = primaryA / ratio;
    const half = (burdenOhm * stepS) / 2;
    const known = this.flux + half * this.secondary;
    let piece = pieceOf(this.curve, this.flux);
    for (let trial = 0; trial < 3; trial++) {
      const slope = slopeOf(this.curve, piece);
      // i2 = ideal − (slope · (known + half · i2) + intercept + offset)
      this.secondary = (ideal - slope * known - interceptOf(this.curve, piece) - this.offset) / (1 + slope * half);
      const next = pieceOf(this.curve, known + half * this.secondary);
      if (next === piece) break;
      piece = next;
    }
    this.flux = known + half * this.secondary;
    return this.secondary;
  }
}

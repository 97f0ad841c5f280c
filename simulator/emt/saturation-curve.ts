/** Flux against current of a core or of a current transformer: straight pieces, the same for both signs. */
export interface SaturationCurve {
  /** Flux at which a piece ends, V·s, ascending; the last piece has no end. */
  knees: readonly number[];
  /** Slope of each piece, A per V·s: one more than there are knees. */
  slopes: readonly number[];
}

/** Piece of a flux: 0 is the one through zero, ±1, ±2 … the ones above and below. */
export function pieceOf(curve: SaturationCurve, flux: number): number {
  const size = Math.abs(flux);
  let piece = 0;
  while (piece < curve.knees.length && size > curve.knees[piece]!) piece++;
  return flux < 0 ? -piece : piece;
}

export function slopeOf(curve: SaturationCurve, piece: number): number {
  return curve.slopes[Math.abs(piece)]!;
}

/** Current at which the straight line of a piece meets flux zero: i = slope · flux + intercept. */
export function interceptOf(curve: SaturationCurve, piece: number): number {
  let intercept = 0;
  for (let k = 0; k < Math.abs(piece); k++) intercept += (curve.slopes[k]! - curve.slopes[k + 1]!) * curve.knees[k]!;
  return piece < 0 ? -intercept : intercept;
}

/**
 * Curve of a power transformer core.
 * @param ratedFlux peak flux at rated voltage, V·s
 * @param ratedCurrent peak of the rated current, A
 */
export function coreCurve(
  ratedFlux: number,
  ratedCurrent: number,
  core: { magnetisingShare: number; kneePu: number; airCoreReactancePu: number },
): SaturationCurve {
  const unsaturated = (core.magnetisingShare * ratedCurrent) / ratedFlux;
  const saturated = ratedCurrent / ratedFlux / core.airCoreReactancePu;
  // Between the two lies a bend of a tenth of the rated flux.
  return {
    knees: [core.kneePu * ratedFlux, (core.kneePu + 0.1) * ratedFlux],
    slopes: [unsaturated, Math.sqrt(unsaturated * saturated), saturated],
  };
}

import { median } from './robust';

/** Residuals beyond this many robust standard deviations are left out of a fit. */
const TRIM = 3.5;
const TRIM_ROUNDS = 4;
/** The running mean of daily fits goes on as if no more days than this were in it: slow, but able to follow. */
const MEMORY_DAYS = 30;

/** Technical loss of a feeder by its load: constant part of transformer and meters, and lines (∝ current²). */
export interface LossModel {
  /** W */
  constantW: number;
  /** W for each kW² of load. */
  perKw2: number;
}

/** Loss in W at a load in W; the direction of the load does not matter. */
export const lossW = ({ constantW, perKw2 }: LossModel, loadW: number): number =>
  constantW + perKw2 * (loadW / 1000) ** 2;

/**
 * Fits `missing = constant + perKw2 · load²` with both coefficients ≥ 0 (least squares; the two-variable case of Lawson &
 * Hanson 1974, ch. 23) without outlying windows, and scaled down so that the loss is at most `maximumShare` of what went
 * in: the rest can't be technical.
 * @param loadW by window, W @param missingW what the meters did not count, W @param wentInW what went in, W
 */
export function fitLoss(
  loadW: ArrayLike<number>,
  missingW: ArrayLike<number>,
  wentInW: ArrayLike<number>,
  maximumShare: number,
): LossModel | undefined {
  const count = loadW.length;
  if (count === 0) return undefined;
  const isUsed = new Uint8Array(count).fill(1);
  let model = leastSquares(loadW, missingW, isUsed);
  for (let round = 0; round < TRIM_ROUNDS; round++) {
    const residuals = Float64Array.from({ length: count }, (_, t) => missingW[t]! - lossW(model, loadW[t]!));
    const center = median(residuals);
    const limit = TRIM * 1.4826 * median(residuals.map((residual) => Math.abs(residual - center)));
    for (let t = 0; t < count; t++) isUsed[t] = Math.abs(residuals[t]! - center) <= limit ? 1 : 0;
    model = leastSquares(loadW, missingW, isUsed);
  }
  let loss = 0;
  let wentIn = 0;
  for (let t = 0; t < count; t++) {
    loss += lossW(model, loadW[t]!);
    wentIn += wentInW[t]!;
  }
  const scale = loss > maximumShare * wentIn ? (maximumShare * wentIn) / loss : 1;
  return { constantW: model.constantW * scale, perKw2: model.perKw2 * scale };
}

/** Takes another day into a running mean. @param days days that are in it already */
export function blendLoss(before: LossModel | undefined, next: LossModel, days: number): LossModel {
  if (!before) return next;
  const weight = 1 / Math.min(days + 1, MEMORY_DAYS);
  return {
    constantW: before.constantW + (next.constantW - before.constantW) * weight,
    perKw2: before.perKw2 + (next.perKw2 - before.perKw2) * weight,
  };
}

function leastSquares(loadW: ArrayLike<number>, missingW: ArrayLike<number>, isUsed: Uint8Array): LossModel {
  let n = 0;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let sxy = 0;
  for (let t = 0; t < isUsed.length; t++) {
    if (isUsed[t] === 0) continue;
    const x = (loadW[t]! / 1000) ** 2;
    const y = missingW[t]!;
    n++;
    sx += x;
    sy += y;
    sxx += x * x;
    sxy += x * y;
  }
  const determinant = n * sxx - sx * sx;
  // Without a change of load nothing tells the two parts apart: all is constant.
  if (determinant <= 1e-12 * n * sxx) return { constantW: n === 0 ? 0 : Math.max(0, sy / n), perKw2: 0 };
  const perKw2 = (n * sxy - sx * sy) / determinant;
  const constantW = (sy - perKw2 * sx) / n;
  if (perKw2 < 0) return { constantW: Math.max(0, sy / n), perKw2: 0 };
  if (constantW < 0) return { constantW: 0, perKw2: Math.max(0, sxy / sxx) };
  return { constantW, perKw2 };
}

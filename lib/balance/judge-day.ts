import type { BalanceBook } from './balance-book';
import type { FeederBalanceSettings } from './balance-settings';
import { type Columns, columnsOf, explainedAt, explainGap } from './explain-gap';
import type { DayTally, Feeder, NamedMeter } from './feeder';
import { dayScore } from './gap-score';
import { blendLoss, fitLoss, type LossModel, lossW } from './loss-model';
import { robustScale } from './robust';

const HOUR_MS = 3_600_000;
/** A day with a higher score is not learned from, above the limit or not: better one honest day in ten less than a theft. */
const MOST_LEARNED_SCORE = 1;
/** Honest days that the score is held against, at most. */
const MOST_DAYS = 60;

/** What a complete day of a feeder comes to. Energies in Wh. */
export interface DayJudgement {
  lossWh: number;
  gapWh: number;
  gapShare: number;
  gapScore: number;
  isAbove: boolean;
  /** Part of the gap of each named meter, and what the meter counted in the time of it. */
  parts: { named: NamedMeter; lostWh: number; countedWh: number }[];
  /** The model that gave the loss, and the days in it; undefined when all up to the upper bound was taken for loss. */
  loss: LossModel | undefined;
  modelDays: number;
}

/** The loss that counts for a feeder now; undefined while a learned one warms up. */
export function lossOf({ model, modelDays }: Feeder, settings: FeederBalanceSettings): LossModel | undefined {
  if (settings.lossModel === 'learned') return modelDays >= settings.warmUpDays ? model : undefined;
  const { constantLossW, loadLossPercent, loadLossAtKw } = settings;
  return { constantW: constantLossW, perKw2: ((loadLossPercent / 100) * 1000) / loadLossAtKw };
}

/**
 * Judges a complete day: looks for meters that explain the gap, takes the technical loss off, scores what is left, and
 * learns from the day unless a gap is suspected in it. While it warms up it learns from every day, with the part of named
 * meters taken off.
 */
export function judgeDay(book: BalanceBook, feeder: Feeder, tally: DayTally): DayJudgement {
  const { settings, windowMs } = book;
  const hours = windowMs / HOUR_MS;
  const loss = lossOf(feeder, settings);
  const { modelDays } = feeder;
  feeder.named = explainGap(book, feeder, tally.firstWindow, loss);
  const day = columnsOf(feeder, feeder.history.placesFrom(tally.firstWindow));
  const { wentIn, explained, missing } = sums(feeder, day);
  const wentInWh = tally.wentInMicroWh / 1e6;
  const missingWh = (tally.inMicroWh - tally.metersMicroWh) / 1e6;
  const maximumShare = settings.maximumLossPercent / 100;
  const lossWh = loss
    ? day.loadW.reduce((sum, watt) => sum + lossW(loss, watt), 0) * hours
    : Math.min(Math.max(0, missingWh - explained * hours), maximumShare * wentInWh);
  const gapWh = missingWh - lossWh;
  const gapShare = wentInWh > 0 ? gapWh / wentInWh : 0;
  const count = Math.max(1, day.places.length);
  const gapScore = loss ? dayScore(gapWh / hours / count, feeder.honestW, wentIn / count) : 0;
  const isRare = gapScore >= settings.scoreLimit;
  const isAbove =
    gapShare > settings.gapLimitPercent / 100 || (isRare && gapShare >= settings.smallestGapPercent / 100);
  const isSuspect = isAbove || gapScore > MOST_LEARNED_SCORE || feeder.named.length > 0;
  if (!loss || !isSuspect) learn(feeder, day, missing, maximumShare, settings.lossModel === 'given' ? loss : undefined);
  return { lossWh, gapWh, gapShare, gapScore, isAbove, parts: partsOf(feeder, day, hours), loss, modelDays };
}

/** Sums over the windows of a day, W; `missing`: by window, without what named meters explain. */
function sums({ history, named }: Feeder, day: Columns) {
  const explainedW = Float64Array.from(day.places, (_, t) => explainedAt(day, named, t));
  return {
    wentIn: day.places.reduce((sum, place) => sum + history.wentInW[place]!, 0),
    explained: explainedW.reduce((sum, watt) => sum + watt, 0),
    missing: day.missingW.map((watt, t) => watt - explainedW[t]!),
  };
}

/** Takes a day into what an honest day looks like: its gap by the model so far, then the model itself if it is learned. */
function learn(
  feeder: Feeder,
  day: Columns,
  missing: Float64Array,
  maximumShare: number,
  given: LossModel | undefined,
) {
  const { history, model } = feeder;
  const wentIn = Float64Array.from(day.places, (place) => history.wentInW[place]!);
  const fitted = given ?? fitLoss(day.loadW, missing, wentIn, maximumShare);
  if (!fitted) return;
  const before = given ?? model ?? fitted;
  const residuals = missing.map((watt, t) => watt - lossW(before, day.loadW[t]!));
  // The gap of the first day by its own fit would be 0 by construction: it tells nothing.
  if (before !== fitted || given) {
    feeder.honestW.push(residuals.reduce((sum, watt) => sum + watt, 0) / residuals.length);
    if (feeder.honestW.length > MOST_DAYS) feeder.honestW.shift();
  }
  feeder.windowScaleW = robustScale(residuals);
  if (given) return;
  feeder.model = blendLoss(model, fitted, feeder.modelDays);
  feeder.modelDays++;
}

function partsOf({ named }: Feeder, day: Columns, hours: number): DayJudgement['parts'] {
  return named.flatMap((meter) => {
    const at = day.homes.findIndex(({ meterId }) => meterId === meter.meterId);
    if (at < 0) return [];
    const countedWh = day.metersW[at]!.reduce((sum, watt) => sum + watt, 0) * hours;
    const lostWh = meter.ratio > 0 ? meter.ratio * countedWh : meter.quietW * meter.quietWindows * hours;
    return [{ named: meter, lostWh: Math.max(0, lostWh), countedWh }];
  });
}

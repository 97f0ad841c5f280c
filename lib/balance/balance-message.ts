import type { FeederBalance, GapShare } from '../messages';
import type { BalanceBook } from './balance-book';
import type { ClosedWindow } from './close-window';
import type { DayTally, Feeder, NamedMeter } from './feeder';
import { windowScore } from './gap-score';
import { type DayJudgement, lossOf } from './judge-day';
import { lossW } from './loss-model';
import { balanceText, kwh, troubleText } from './words';

const HOUR_MS = 3_600_000;

/** The balance of a day. `judgement`: of a complete one. */
export function dayBalance(
  book: BalanceBook,
  feeder: Feeder,
  tally: DayTally,
  judgement: DayJudgement | undefined,
): FeederBalance {
  const missing = judgement ? [] : [...tally.missing.keys()].sort();
  const missingWh = (tally.inMicroWh - tally.metersMicroWh) / 1e6;
  const balance: FeederBalance = {
    ...placeOf(feeder),
    period: 'day',
    startMs: tally.startMs,
    lengthMs: tally.endMs - tally.startMs,
    state: judgement ? 'complete' : 'incomplete',
    meters: tally.meters,
    missingMeters: missing,
    inWh: rounded(tally.inMicroWh / 1e6),
    metersWh: rounded(tally.metersMicroWh / 1e6),
    lossWh: rounded(judgement?.lossWh ?? 0),
    gapWh: rounded(judgement?.gapWh ?? missingWh),
    gapShare: judgement?.gapShare ?? (tally.wentInMicroWh > 0 ? (1e6 * missingWh) / tally.wentInMicroWh : 0),
    gapScore: judgement?.gapScore ?? 0,
    isAbove: judgement?.isAbove ?? false,
    explainedBy: (judgement?.parts ?? []).map(({ named, ...part }) => shareOf(named, part)).sort(byLoss),
    cluster: [],
    because: '',
  };
  const windows = Math.round((tally.endMs - tally.startMs) / book.windowMs);
  const trouble = troubleText(missing, tally.complete, windows);
  balance.because = balanceText(balance, judgement?.loss, judgement?.modelDays ?? 0, trouble);
  return balance;
}

/** The balance of a window, with the loss and the meters that were found at the last day. */
export function windowBalance(book: BalanceBook, feeder: Feeder, closed: ClosedWindow): FeederBalance {
  const { settings, windowMs } = book;
  const hours = windowMs / HOUR_MS;
  const loss = lossOf(feeder, settings);
  const { inMicroWh, metersMicroWh, wentInMicroWh, isComplete, window } = closed;
  const missingWh = (inMicroWh - metersMicroWh) / 1e6;
  const wentInWh = wentInMicroWh / 1e6;
  const parts = isComplete ? feeder.named.flatMap((named) => windowPart(named, closed)) : [];
  const explainedWh = parts.reduce((sum, { lostWh }) => sum + lostWh, 0);
  const mostWh = (settings.maximumLossPercent / 100) * wentInWh;
  const learnedWh = loss
    ? lossW(loss, inMicroWh / 1e6 / hours) * hours
    : Math.min(Math.max(0, missingWh - explainedWh), mostWh);
  const lossWh = isComplete ? learnedWh : 0;
  const gapWh = missingWh - lossWh;
  const gapShare = wentInWh > 0 ? gapWh / wentInWh : 0;
  const gapScore = isComplete && loss ? windowScore(gapWh / hours, feeder.windowScaleW, wentInWh / hours) : 0;
  const isRare = gapScore >= settings.scoreLimit && gapShare >= settings.smallestGapPercent / 100;
  const balance: FeederBalance = {
    ...placeOf(feeder),
    period: 'window',
    startMs: window * windowMs,
    lengthMs: windowMs,
    state: isComplete ? 'complete' : 'incomplete',
    meters: closed.meters,
    missingMeters: closed.missing,
    inWh: rounded(inMicroWh / 1e6),
    metersWh: rounded(metersMicroWh / 1e6),
    lossWh: rounded(lossWh),
    gapWh: rounded(gapWh),
    gapShare,
    gapScore,
    isAbove: isComplete && (gapShare > settings.gapLimitPercent / 100 || isRare),
    explainedBy: parts.map(({ named, ...part }) => shareOf(named, part)).sort(byLoss),
    cluster: [],
    because: '',
  };
  balance.because = balanceText(balance, loss, feeder.modelDays, troubleText(closed.missing, 0, 1));
  return balance;
}

function windowPart(named: NamedMeter, { homes }: ClosedWindow) {
  const microWh = homes.get(named.meterId);
  // Whether a meter is quiet can't be told from one window.
  if (microWh === undefined || named.ratio === 0) return [];
  const countedWh = microWh / 1e6;
  return [{ named, lostWh: Math.max(0, named.ratio * countedWh), countedWh }];
}

function shareOf(named: NamedMeter, { lostWh, countedWh }: { lostWh: number; countedWh: number }): GapShare {
  const { meterId, ratio, quietW, error, confidence } = named;
  const drawnWh = lostWh + Math.max(0, countedWh);
  const because =
    ratio > 0
      ? `the gap rises by ${ratio.toFixed(2)} ± ${error.toFixed(2)} W for each W this meter counts`
      : `${quietW.toFixed(0)} ± ${error.toFixed(0)} W are missing while this meter counts next to nothing or stands still`;
  return {
    meterId,
    lostWh: rounded(lostWh),
    lostShare: ratio > 0 ? ratio / (1 + ratio) : drawnWh > 0 ? lostWh / drawnWh : 0,
    confidence,
    because: `${because}: ${kwh(lostWh)}`,
  };
}

/** The same balance with the meters that dropped on its day. */
export function withCluster(balance: FeederBalance, cluster: string[]): FeederBalance {
  const text = `${cluster.length} meters dropped on this day`;
  const plain = balance.because.replace(/; \d+ meters dropped on this day$/, '');
  return { ...balance, cluster, because: `${plain}; ${text}` };
}

const byLoss = (a: GapShare, b: GapShare) => b.lostWh - a.lostWh || (a.meterId < b.meterId ? -1 : 1);
/** Whole mWh. */
const rounded = (energyWh: number) => Math.round(energyWh * 1000) / 1000;

const placeOf = ({ name, city, district }: Feeder) => ({
  feeder: name,
  ...(city === undefined ? {} : { city }),
  ...(district === undefined ? {} : { district }),
});

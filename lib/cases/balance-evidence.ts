import { EXPLAINED_CONFIDENCE, type FeederBalance, type GapShare, type TheftCue, VISIBLE_SHARE } from '../messages';
import { decimals, rounded } from './text';

/** A balance never speaks for a meter by more than 20 : 1: loads of homes are alike. */
const LARGEST_FACTOR = 20;
/** Without the gap that the loss would leave, the odds are a fifth; it may be data that is tampered with. */
const NO_GAP_FACTOR = 1 / 5;

/** What balances are held against. */
export interface Loss {
  meterId: string;
  startMs: number;
  endMs: number;
  lostWh: number;
}

/** What the balances of a case's days say. */
export interface BalanceEvidence {
  /** log10 of the factor on the odds of theft. */
  logFactor: number;
  /** Complete days that say anything, and those of them whose gap goes with the meter. */
  judged: number;
  supporting: number;
  /** The gap that goes best with the meter, as a cue; it says so from a confidence of 0.9 on. */
  cue?: TheftCue;
  /** Part of the gaps that goes with the meter, Wh. */
  lostWh: number;
  /** The day on which most meters dropped together, when this one was among them. */
  cluster?: FeederBalance;
}

/**
 * Holds a loss against daily balances of the meter's feeder. A day speaks when its balance is complete: by the odds of
 * the confidence that its gap goes with this meter (c / (1 − c), 1 to 20), or by 1/5 when there is no gap although the
 * loss is large enough to leave one. Days are no independent witnesses (same feeder, same home), so their mean
 * counts, not their product.
 *
 * @param days daily balances that overlap the loss
 */
export function balanceEvidence(loss: Loss, days: readonly FeederBalance[]): BalanceEvidence {
  const evidence: BalanceEvidence = { logFactor: 0, judged: 0, supporting: 0, lostWh: 0 };
  let best: { share: GapShare; day: FeederBalance } | undefined;
  for (const day of days) {
    if (isInCluster(loss.meterId, day) && day.cluster.length > (evidence.cluster?.cluster.length ?? 0)) {
      evidence.cluster = day;
    }
    if (day.state !== 'complete') continue;
    const share = day.isAbove ? day.explainedBy.find(({ meterId }) => meterId === loss.meterId) : undefined;
    if (share) {
      evidence.judged++;
      evidence.logFactor += Math.log10(supportOf(share.confidence));
      if (share.confidence >= EXPLAINED_CONFIDENCE) {
        evidence.supporting++;
        evidence.lostWh += share.lostWh;
      }
      if (!best || share.confidence > best.share.confidence) best = { share, day };
    } else if (!day.isAbove && isVisible(loss, day)) {
      evidence.judged++;
      evidence.logFactor += Math.log10(NO_GAP_FACTOR);
    }
  }
  if (evidence.judged > 0) evidence.logFactor /= evidence.judged;
  if (best && best.share.confidence >= EXPLAINED_CONFIDENCE) evidence.cue = cueOf(best.share, best.day);
  return evidence;
}

function supportOf(confidence: number): number {
  if (confidence <= 0.5) return 1;
  return Math.min(LARGEST_FACTOR, confidence / (1 - confidence));
}

/** Whether the loss would leave at least twice the gap there is, and one that a balance shows at all. */
function isVisible({ startMs, endMs, lostWh }: Loss, day: FeederBalance): boolean {
  const overlapMs = Math.min(endMs, day.startMs + day.lengthMs) - Math.max(startMs, day.startMs);
  const lostOfDayWh = endMs > startMs ? (lostWh * overlapMs) / (endMs - startMs) : lostWh;
  return lostOfDayWh > 0 && lostOfDayWh >= VISIBLE_SHARE * day.inWh && day.gapWh < lostOfDayWh / 2;
}

function isInCluster(meterId: string, day: FeederBalance): boolean {
  return day.cluster.length >= 3 && day.cluster.includes(meterId);
}

function cueOf({ confidence, lostWh }: GapShare, { inWh, gapWh, gapShare, gapScore }: FeederBalance): TheftCue {
  const kwh = (energyWh: number) => decimals(energyWh / 1000, 1);
  return {
    kind: 'feeder-gap',
    value: rounded(lostWh / 1000, 1),
    limit: rounded((VISIBLE_SHARE * inWh) / 1000, 1),
    unit: 'kWh',
    score: gapScore,
    because:
      `The feeder lacks ${kwh(gapWh)} kWh of a day, ${decimals(gapShare * 100, 1)} % of what went in; ` +
      `${kwh(lostWh)} kWh of them go with the load of this meter (confidence ${decimals(confidence * 100, 0)} %)`,
  };
}

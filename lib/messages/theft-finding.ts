import type { FeederBalance, GapShare } from './feeder-balance';
import type { TheftCase } from './theft-case';
import type { TheftCueKind } from './theft-cue';
import type { TheftEvent } from './theft-event';

/** From this confidence on a meter counts as an explanation of its feeder's gap. */
export const EXPLAINED_CONFIDENCE = 0.9;
/** A loss below this share of what the feeder took in can't be seen in its balance, so that no gap says nothing. */
export const VISIBLE_SHARE = 0.01;

/** Cues of a meter that was changed or fails, whatever the energy of its home does. */
const METER_CUES: readonly TheftCueKind[] = ['power-mismatch', 'power-factor', 'sample-noise', 'shape-reversal'];

/** What a suspicion most likely is, and which entry of a balance says so. */
export interface TheftFinding {
  finding: TheftCase['finding'];
  /** The meter's part of the gap, the strongest of all balances; undefined when none names it. */
  explained: GapShare | undefined;
  /** Gap of the complete balances in the time of the event, Wh; null when there is none. */
  gapWh: number | null;
  because: string;
}

/** The part of an event that is looked at. */
export type Suspicion = Pick<TheftEvent, 'meterId' | 'feeder' | 'startMs' | 'endMs' | 'cues' | 'lostWh'>;

/**
 * Holds a suspicion about a meter against the balances of its feeder.
 *
 * - `bypass`: a gap is there and goes with this meter, or is about as large as what the meter lost and no other meter
 *   explains it.
 * - `meter-fault`: the meter stands still and nothing is missing, or the meters count more than the feeder gave.
 * - `tampering`: the values of the meter contradict each other or stand still while energy is missing; or they
 *   contradict each other without a gap.
 * - `changed-habit`: a drop, large enough to be seen, that leaves no gap: the home does draw less.
 * - `unclear`: no complete balance, or a loss too small to show in one, and no sign of a changed meter.
 *
 * @param balances of any feeders and times: those of the event's feeder that overlap it are used, days before windows;
 *   without a feeder in the event, those that name its meter. Of one feeder, period and start the last one counts.
 */
export function findingOf(event: Suspicion, balances: readonly FeederBalance[]): TheftFinding {
  const used = balancesOf(event, balances);
  const explained = strongest(
    used.flatMap(({ explainedBy }) => explainedBy.filter((s) => s.meterId === event.meterId)),
  );
  const kinds = event.cues.map(({ kind }) => kind);
  const meterCue = kinds.find((kind) => METER_CUES.includes(kind));
  const isFrozen = kinds.includes('freeze');
  const gapWh = used.length === 0 ? null : used.reduce((sum, balance) => sum + balance.gapWh, 0);
  const found = (finding: TheftFinding['finding'], because: string): TheftFinding => ({
    finding,
    explained,
    gapWh,
    because,
  });

  if (explained && explained.confidence >= EXPLAINED_CONFIDENCE) {
    const text = `${kwh(explained.lostWh)} of the gap of the feeder go with this meter: ${explained.because}`;
    return isFrozen ? found('tampering', `the meter stands still, and ${text}`) : found('bypass', text);
  }
  if (gapWh === null) {
    if (meterCue) return found('tampering', `${meterCue}; the feeder has no complete balance for this time`);
    return found('unclear', 'the feeder has no complete balance for this time');
  }
  const inWh = used.reduce((sum, balance) => sum + balance.inWh, 0);
  const numbers = `the feeder lacks ${kwh(gapWh)} of ${kwh(inWh)}`;
  const isAbove = used.some((balance) => balance.isAbove);
  if (isAbove && isFrozen) return found('tampering', `the meter stands still, and ${numbers}`);
  if (isAbove && isTaken(used))
    return found(meterCue ? 'tampering' : 'unclear', `${numbers}, but other meters explain it`);
  const lostWh = lostIn(event, used);
  if (isAbove && gapWh >= lostWh / 2) return found('bypass', `${numbers}, and this meter lost about ${kwh(lostWh)}`);
  if (isFrozen) return found('meter-fault', `the meter stands still, but ${numbers}`);
  if (meterCue) return found('tampering', `${meterCue}, although ${numbers}`);
  if (-gapWh > Math.max(lostWh / 2, VISIBLE_SHARE * inWh)) {
    return found('meter-fault', `the meters count ${kwh(-gapWh)} more than the feeder gave`);
  }
  if (lostWh < VISIBLE_SHARE * inWh || isAbove) return found('unclear', `${numbers}: too little to tell`);
  return gapWh < lostWh / 2
    ? found('changed-habit', `${numbers}, and not the ${kwh(lostWh)} that a bypass would leave`)
    : found('unclear', `${numbers}, which is not above the limit`);
}

/** Complete balances that speak of the event, days if there are any, else windows. */
function balancesOf({ meterId, feeder, startMs, endMs }: Suspicion, balances: readonly FeederBalance[]) {
  const latest = new Map<string, FeederBalance>();
  for (const balance of balances) {
    const isOfMeter =
      feeder === undefined
        ? balance.explainedBy.some((share) => share.meterId === meterId) || balance.cluster.includes(meterId)
        : balance.feeder === feeder;
    const overlaps = balance.startMs < endMs && balance.startMs + balance.lengthMs > startMs;
    if (!isOfMeter || !overlaps) continue;
    latest.set(`${balance.period} ${balance.startMs} ${balance.feeder}`, balance);
  }
  const complete = [...latest.values()].filter(({ state }) => state === 'complete');
  const days = complete.filter(({ period }) => period === 'day');
  return days.length > 0 ? days : complete;
}

/** The loss of an event in the part of it that the balances cover, Wh. */
function lostIn({ startMs, endMs, lostWh }: Suspicion, used: readonly FeederBalance[]): number {
  if (endMs <= startMs) return lostWh;
  let coveredMs = 0;
  for (const balance of used) {
    coveredMs += Math.min(endMs, balance.startMs + balance.lengthMs) - Math.max(startMs, balance.startMs);
  }
  return lostWh * Math.min(1, coveredMs / (endMs - startMs));
}

/** Whether other meters explain most of the gap. */
function isTaken(used: readonly FeederBalance[]): boolean {
  let takenWh = 0;
  let gapWh = 0;
  for (const balance of used) {
    gapWh += balance.gapWh;
    for (const { confidence, lostWh } of balance.explainedBy) {
      if (confidence >= EXPLAINED_CONFIDENCE) takenWh += lostWh;
    }
  }
  return takenWh > gapWh / 2;
}

function strongest(shares: readonly GapShare[]): GapShare | undefined {
  return shares.reduce<GapShare | undefined>((best, share) => {
    return best === undefined || share.confidence > best.confidence ? share : best;
  }, undefined);
}

const kwh = (energyWh: number) => `${(energyWh / 1000).toFixed(1)} kWh`;

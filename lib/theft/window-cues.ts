import type { TheftCue, TheftCueKind } from '../messages';
import type { CueSettings } from './cue-settings';
import { FEATURE } from './features';
import type { LocalClock } from './local-clock';
import type { MeterWindow } from './meter-window';
import { powerMismatchPercent } from './power-mismatch';
import { FEED_IN_W, LEAST_FACTOR_POWER_W, type Usual } from './usual';

/** Below this a base load is too small to fall short of. */
const LEAST_BASE_W = 20;
/** An hour counts as one of peak load from this many times the median load of the day on. */
const PEAK_RATIO = 1.25;
const ABOVE_USUAL = 1.5;
/** A voltage that moves less within a window stands still. */
const LEAST_VOLTAGE_STD_V = 0.02;
/** A meter that is usually so flat cannot be told from one that is frozen. */
const TOO_FLAT = 0.9;
/** Meters may stand still below their starting current. */
const LEAST_FROZEN_W = 10;

/**
 * What can be noticed in one window by itself. The caller leaves out windows with too few samples and with resets,
 * restarts or clock jumps in them. In windows with feed-in nothing is a dip or low, and the power factor is not looked
 * at. No cue says theft by itself; what they mean:
 *
 * - `spike`: a step of power far above the usual ones; a load that was hidden behind a shunt comes back at once.
 * - `deep-dip`: power falls below half of what always runs and is back: part of the current went past the meter.
 * - `dip-in-peak-hours`: at hours of high load, less than half of the least that is usual then.
 * - `repetitive-dips`: the load is switched past the meter and back, or each sample is falsified by itself.
 * - `sustained-low`: the whole window lies below what always runs.
 * - `near-zero`: no power for minutes in a home in which there usually is some.
 * - `freeze`: power stands still while the voltage lives; or, when the voltage is not told or stands still as well,
 *   power does not move at all. Never for meters whose values are usually flat.
 * - `power-factor`: the mean lies far below the usual ones; a coil or a shifted current.
 * - `power-mismatch`: power is not voltage × current × power factor, see `powerMismatchPercent`.
 * - `voltage-out-of-band`: the mean voltage is outside the band of EN 50160; a neutral or a lead is off.
 *
 * @param features of the window, as `features` gives them
 */
export function windowCues(
  window: MeterWindow,
  features: Float32Array,
  usual: Usual,
  limits: CueSettings,
  clock: LocalClock,
): TheftCue[] {
  const cues: TheftCue[] = [];
  const add = (kind: TheftCueKind, value: number, limit: number, unit: string, because: string) =>
    cues.push({ kind, value, limit, unit, because });
  const meanW = features[FEATURE.power_mean]!;
  const lowestW = features[FEATURE.power_min]!;
  const highestW = features[FEATURE.power_max]!;
  const feedsIn = lowestW < FEED_IN_W;
  const baseW = usual.baseLoadW > LEAST_BASE_W && !feedsIn ? usual.baseLoadW : Number.NaN;

  const step = features[FEATURE.max_power_step]!;
  const spikeLimit = Math.max(limits.spikeW, limits.spikeRatio * usual.stepHighW);
  if (step > spikeLimit) {
    const why = `power moved by ${watts(step)} in one step; ${watts(usual.stepHighW)} is the most that is usual`;
    add('spike', step, spikeLimit, 'W', why);
  }
  const dipLimit = limits.dipShare * baseW;
  if (lowestW < dipLimit && highestW >= baseW) {
    const why = `power fell to ${watts(lowestW)} between samples of up to ${watts(highestW)}`;
    add('deep-dip', lowestW, dipLimit, 'W', `${why}; ${watts(baseW)} always run`);
  }
  peakDip();
  const dips = features[FEATURE.repetitive_dip_count]!;
  const dipsLimit = Math.max(limits.dips, ABOVE_USUAL * usual.dipsHigh);
  if (dips >= dipsLimit) {
    add('repetitive-dips', dips, dipsLimit, '', `power fell below half of its mean ${dips} times and came back`);
  }
  const lowLimit = limits.lowShare * baseW;
  if (meanW < lowLimit && highestW < baseW) {
    const why = `all of the window lies below the base load of ${watts(baseW)}, at ${watts(meanW)} in the mean`;
    add('sustained-low', meanW, lowLimit, 'W', why);
  }
  const zeroSeconds = features[FEATURE.zero_power_duration_seconds]!;
  const zeroLimit = Math.max(limits.nearZeroSeconds, ABOVE_USUAL * usual.zeroHighSeconds);
  if (zeroSeconds >= zeroLimit && usual.baseLoadW >= LEAST_FROZEN_W) {
    const why = `no power for ${Math.round(zeroSeconds)} s in a home in which ${watts(usual.baseLoadW)} always run`;
    add('near-zero', zeroSeconds, zeroLimit, 's', why);
  }
  freeze();
  const factor = features[FEATURE.pf_mean]!;
  const factorLimit = usual.factorLow - limits.factorMargin;
  if (meanW >= LEAST_FACTOR_POWER_W && !feedsIn && factor < factorLimit) {
    const why = `the power factor was ${factor.toFixed(2)} in the mean; ${usual.factorLow.toFixed(2)} is the least usual`;
    add('power-factor', factor, factorLimit, '', why);
  }
  const mismatch = powerMismatchPercent(window, limits.mismatchPercent);
  if (mismatch > 0) {
    const why = `power and voltage × current × power factor differ by ${mismatch.toFixed(0)} % in most samples`;
    add('power-mismatch', mismatch, limits.mismatchPercent, '%', why);
  }
  voltage();
  return cues;

  function peakDip(): void {
    const { hourMedianW, hourLowW } = usual;
    if (hourMedianW === undefined || hourLowW === undefined || feedsIn) return;
    const hour = clock.hourOfDay(window.startMs);
    const limit = limits.peakDipShare * hourLowW[hour]!;
    if (!(meanW < limit && hourLowW[hour]! > LEAST_BASE_W)) return;
    let sum = 0;
    for (let i = 0; i < 24; i++) sum += hourMedianW[i]!;
    if (!(hourMedianW[hour]! >= (PEAK_RATIO * sum) / 24)) return;
    const why = `${watts(meanW)} at ${hour}:00 to ${hour + 1}:00, when ${watts(hourMedianW[hour]!)} are usual`;
    add('dip-in-peak-hours', meanW, limit, 'W', `${why} and ${watts(hourLowW[hour]!)} the least`);
  }

  function freeze(): void {
    const flat = features[FEATURE.flat_steps_fraction]!;
    if (!(flat >= limits.flatShare && usual.flatHigh < TOO_FLAT && Math.abs(meanW) >= LEAST_FROZEN_W)) return;
    if (features[FEATURE.volt_std]! >= LEAST_VOLTAGE_STD_V) {
      const why = `power stood still at ${watts(meanW)} in ${percent(flat)} of the steps while the voltage moved`;
      add('freeze', flat, limits.flatShare, '', `${why}; ${percent(usual.flatHigh)} is the most usual`);
    } else if (highestW === lowestW) {
      const why = `power did not move from ${watts(meanW)} in the whole window`;
      add('freeze', flat, limits.flatShare, '', `${why}; ${percent(usual.flatHigh)} of flat steps is the most usual`);
    }
  }

  function voltage(): void {
    const mean = meanOf(window.voltageV);
    const { nominalVoltageV, voltageBandPercent } = limits;
    const bandV = (nominalVoltageV * voltageBandPercent) / 100;
    if (nominalVoltageV === 0 || !(Math.abs(mean - nominalVoltageV) > bandV)) return;
    const limit = mean < nominalVoltageV ? nominalVoltageV - bandV : nominalVoltageV + bandV;
    const why = `the voltage was ${mean.toFixed(1)} V in the mean; the band ends at ${limit.toFixed(1)} V`;
    add('voltage-out-of-band', mean, limit, 'V', why);
  }
}

const watts = (value: number) => `${Math.abs(value) < 10 ? value.toFixed(1) : Math.round(value)} W`;
const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

function meanOf(values: Float32Array): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

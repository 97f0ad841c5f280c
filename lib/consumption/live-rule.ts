import type { AlarmBoard } from '../alarms/alarm-board';
import { CHANGE, PHASE } from '../alarms/alarm-phases';
import type { GridAlert } from '../messages';
import { hourText } from './hours';
import { KIND } from './meters';
import { decimals } from './numbers';
import type { District } from './places';
import type { RiskMeters } from './risk-meters';
import type { ThresholdTable } from './thresholds';

type Severity = GridAlert['severity'];
const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high'];

/** Why an alarm clears whose meter is gone. */
export const FORGOTTEN = 'the meter was forgotten, because there were more meters than the maximum';

/**
 * How serious a load above its threshold is: low up to 25 % above, medium up to 100 %, high beyond; in a critical hour
 * one step more.
 */
export function loadSeverity(value: number, threshold: number, isCritical: boolean): Severity {
  const excess = value / threshold - 1;
  const step = (excess > 1 ? 2 : excess > 0.25 ? 1 : 0) + (isCritical ? 1 : 0);
  return SEVERITIES[Math.min(step, 2)]!;
}

export interface LiveRuleSettings {
  /** Share below the threshold at which an alarm clears, 0–1. */
  hysteresis: number;
  /** A waiting time starts anew after a gap longer than this. */
  maximumGapMs: number;
}

/**
 * The live rule of a meter: its mean power in kW against its threshold in kWh per household-hour (the same number).
 * A feeder meter is judged only by a threshold of its own name: thresholds of districts and cities are for households.
 */
export class LiveRule {
  /** Loads older than the newest one of their meter; they change nothing. */
  outOfOrderCount = 0;

  constructor(
    private readonly settings: LiveRuleSettings,
    private readonly meters: RiskMeters,
    private readonly thresholds: ThresholdTable,
    private readonly board: AlarmBoard,
  ) {}

  /** Judges a load that holds for [fromMs, toMs]; gives the change of the meter's alarm, if any. */
  judge(slot: number, loadW: number, fromMs: number, toMs: number): GridAlert | undefined {
    const { meters } = this;
    const lastMs = meters.loadMs[slot]!;
    if (toMs <= lastMs) {
      this.outOfOrderCount++;
      return undefined;
    }
    meters.loadMs[slot] = toMs;
    const district = meters.districts[slot]!;
    if (toMs >= district.liveDayEndMs) district.roll(toMs);
    if (meters.epochs[slot] !== district.epoch) this.lookUp(slot, district);
    const thresholdW = meters.thresholdW[slot]!;
    const isAbove = loadW > thresholdW;
    const { phases } = meters;
    if (!isAbove && phases.phase[slot] === PHASE.normal) return undefined;
    const isBelow = loadW <= thresholdW * (1 - this.settings.hysteresis);
    const isContinuous = fromMs - lastMs <= this.settings.maximumGapMs;
    const change = phases.step(slot, isAbove, isBelow, fromMs, toMs, isContinuous);
    if (change === CHANGE.none) return undefined;
    return change === CHANGE.raised
      ? this.raise(slot, district, loadW / 1000, toMs, fromMs < toMs ? toMs - 1 : toMs)
      : this.clear(slot, loadW / 1000, thresholdW / 1000, toMs);
  }

  /** Clears the alarm of a meter that is about to be forgotten. */
  forget(slot: number, timeMs: number): GridAlert | undefined {
    const alarmId = alarmOf(this.meters.slots.key(slot));
    const alarm = this.board.get(alarmId);
    const change = alarm && { timeMs: Math.max(timeMs, alarm.timeMs), value: alarm.value, because: FORGOTTEN };
    return change && this.board.clear(alarmId, change);
  }

  private lookUp(slot: number, district: District): void {
    const { meters, thresholds } = this;
    const own = thresholds.ofMeter(meters.slots.key(slot));
    const ofPlace = () =>
      meters.kinds[slot] === KIND.household
        ? thresholds.ofDistrict(district.city.name, district.name, district.liveDay).kwh
        : Number.POSITIVE_INFINITY;
    meters.thresholdW[slot] = 1000 * (own ?? ofPlace());
    meters.epochs[slot] = district.epoch;
  }

  /** `withinMs`: an instant of the load; its end is no longer part of an interval. */
  private raise(slot: number, district: District, kw: number, timeMs: number, withinMs: number): GridAlert {
    const { meters, thresholds } = this;
    const meterId = meters.slots.key(slot);
    const { city } = district;
    const from =
      thresholds.ofMeter(meterId) !== undefined
        ? 'meter'
        : thresholds.ofDistrict(city.name, district.name, district.liveDay).from;
    const threshold = meters.thresholdW[slot]! / 1000;
    const hour = city.zone.hourOfDay(withinMs);
    const isCritical = (thresholds.criticalMask(city.name, district.liveDay) & (1 << hour)) !== 0;
    const severity = loadSeverity(kw, threshold, isCritical);
    const excess = decimals(100 * (kw / threshold - 1), 1);
    const since = decimals((timeMs - meters.phases.sinceMs[slot]!) / 1000, 1);
    return this.board.raise({
      alarmId: alarmOf(meterId),
      severity,
      scope: 'meter',
      subject: meterId,
      ...placeOf(district),
      timeMs,
      value: kw,
      threshold,
      unit: 'kW',
      because:
        `${decimals(kw)} kW is ${excess} % above ${decimals(threshold)} kW (${from} threshold) for ${since} s; ` +
        `${hourText(hour)} is ${isCritical ? '' : 'not '}critical → ${severity}`,
    });
  }

  private clear(slot: number, kw: number, thresholdKw: number, timeMs: number): GridAlert | undefined {
    const isLimited = Number.isFinite(thresholdKw);
    const limit = decimals(thresholdKw * (1 - this.settings.hysteresis));
    const because = isLimited
      ? `${decimals(kw)} kW is at or below ${limit} kW (${decimals(thresholdKw)} kW less the hysteresis of ${decimals(100 * this.settings.hysteresis, 1)} %)`
      : 'the meter has no threshold any more';
    const threshold = isLimited ? thresholdKw : undefined;
    return this.board.clear(alarmOf(this.meters.slots.key(slot)), { timeMs, value: kw, threshold, because });
  }
}

const alarmOf = (meterId: string) => `threshold/meter/${meterId}`;

/** City and district of an alert, left out where there is none. */
export function placeOf(district: District): { city?: string; district?: string } {
  const city = district.city.name;
  return { ...(city === '' ? {} : { city }), ...(district.name === '' ? {} : { district: district.name }) };
}

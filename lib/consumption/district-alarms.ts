import type { AlarmBoard } from '../alarms/alarm-board';
import { type AlarmDelays, AlarmPhases, CHANGE } from '../alarms/alarm-phases';
import type { DistrictRisk, GridAlert } from '../messages';
import { decimals } from './numbers';
import type { City, District } from './places';
import { LEVEL_BOUNDS, levelOf } from './risk-level';

export interface DistrictAlarmSettings {
  /** Level from which on a district is at risk. */
  minimumLevel: keyof typeof LEVEL_BOUNDS;
  /** Share of its districts at risk from which on a city is, 0–1. */
  cityShare: number;
  /** Share below the limit at which an alarm clears, 0–1. */
  hysteresis: number;
}

const DISTRICT_SEVERITY = { 'NO RISK': 'low', LOW: 'low', MEDIUM: 'medium', HIGH: 'high' } as const;

/**
 * The alarms of districts and cities, with the state machine of the meters.
 *
 * District: raised while the score of its oldest open day is above the bound of the minimum level (MEDIUM: 0.30), cleared
 * at or below the bound less the hysteresis; a new day begins with a score of 0. Severity is the level of the score.
 * City: raised while the share of its districts with an alarming score reaches the limit, cleared below it less the
 * hysteresis; medium, and high from three quarters on. A city with one district has no alarm: it would say the same twice.
 */
export class DistrictAlarms {
  private readonly districts: AlarmPhases;
  private readonly cities: AlarmPhases;
  private readonly bound: number;

  constructor(
    private readonly settings: DistrictAlarmSettings,
    delays: AlarmDelays,
    private readonly board: AlarmBoard,
  ) {
    this.districts = new AlarmPhases(64, delays);
    this.cities = new AlarmPhases(64, delays);
    this.bound = LEVEL_BOUNDS[settings.minimumLevel];
  }

  /** Steps the alarm of a district; `risk` is that of its oldest open day, undefined when nothing is judged yet. */
  stepDistrict(district: District, risk: DistrictRisk | undefined, timeMs: number): GridAlert | undefined {
    const score = risk?.score ?? 0;
    district.score = score;
    district.hasScore = risk !== undefined;
    this.districts.grow(roomFor(district.index));
    const isBelow = score <= this.bound * (1 - this.settings.hysteresis);
    const change = this.districts.step(district.index, score > this.bound, isBelow, timeMs, timeMs, true);
    if (change === CHANGE.none) return undefined;
    const city = district.city.name;
    const alarmId = `threshold/district/${city}/${district.name}`;
    const because = risk?.because ?? 'a new day without judged hours: score 0';
    if (change === CHANGE.cleared) return this.board.clear(alarmId, { timeMs, value: score, because });
    return this.board.raise({
      alarmId,
      severity: DISTRICT_SEVERITY[levelOf(score)],
      scope: 'district',
      subject: district.name,
      ...(city === '' ? {} : { city }),
      district: district.name,
      timeMs,
      value: score,
      threshold: this.bound,
      unit: 'score',
      because,
    });
  }

  stepCity(city: City, timeMs: number): GridAlert | undefined {
    if (city.name === '') return undefined;
    const judged = [...city.districts.values()].filter((district) => district.hasScore);
    const atRisk = judged.filter((district) => district.score > this.bound).length;
    const share = judged.length < 2 ? 0 : atRisk / judged.length;
    const limit = this.settings.cityShare;
    this.cities.grow(roomFor(city.index));
    const isBelow = share < limit * (1 - this.settings.hysteresis);
    const change = this.cities.step(city.index, share >= limit, isBelow, timeMs, timeMs, true);
    if (change === CHANGE.none) return undefined;
    const alarmId = `threshold/city/${city.name}`;
    const because = `${atRisk} of ${judged.length} districts with a score above ${this.bound} (${decimals(100 * share, 1)} %), limit ${decimals(100 * limit, 1)} %`;
    const value = 100 * share;
    if (change === CHANGE.cleared) return this.board.clear(alarmId, { timeMs, value, because });
    return this.board.raise({
      alarmId,
      severity: share >= 0.75 ? 'high' : 'medium',
      scope: 'city',
      subject: city.name,
      city: city.name,
      timeMs,
      value,
      threshold: 100 * limit,
      unit: '%',
      because,
    });
  }

  /** Clears the alarm of a district that has no meters any more, and gives its index back. */
  forgetDistrict(district: District, timeMs: number): GridAlert | undefined {
    if (district.index < this.districts.phase.length) this.districts.clear(district.index);
    return this.forget(`threshold/district/${district.city.name}/${district.name}`, timeMs);
  }

  forgetCity(city: City, timeMs: number): GridAlert | undefined {
    if (city.index < this.cities.phase.length) this.cities.clear(city.index);
    return this.forget(`threshold/city/${city.name}`, timeMs);
  }

  /** Phase and waiting time of a district (of a city), for a snapshot. */
  savedDistrict(district: District): number[] {
    return saved(this.districts, district.index);
  }

  savedCity(city: City): number[] {
    return saved(this.cities, city.index);
  }

  restoreDistrict(district: District, state: readonly number[]): void {
    restore(this.districts, district.index, state);
  }

  restoreCity(city: City, state: readonly number[]): void {
    restore(this.cities, city.index, state);
  }

  private forget(alarmId: string, timeMs: number): GridAlert | undefined {
    const alarm = this.board.get(alarmId);
    const because = 'none of its meters is left';
    return alarm && this.board.clear(alarmId, { timeMs: Math.max(timeMs, alarm.timeMs), value: alarm.value, because });
  }
}

/** A capacity for an index, so that growing by one index at a time copies seldom. */
const roomFor = (index: number) => 2 ** Math.ceil(Math.log2(index + 1));

function saved(phases: AlarmPhases, i: number): number[] {
  return i < phases.phase.length && phases.phase[i] !== 0 ? [phases.phase[i]!, phases.sinceMs[i]!] : [0, 0];
}

function restore(phases: AlarmPhases, i: number, [phase, sinceMs]: readonly number[]): void {
  phases.grow(roomFor(i));
  phases.phase[i] = phase!;
  phases.sinceMs[i] = sinceMs!;
}

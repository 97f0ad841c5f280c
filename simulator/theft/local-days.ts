import { TimeZone } from '../../lib/stream/local-time';
import { scramble } from '../random';
import type { Attack } from './attacks';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const TO_UNIT = 1 / 4_294_967_296;

/** Zones remember their offsets: one of a name serves all attacks. */
const zones = new Map<string, TimeZone>();

function zoneOf(name: string): TimeZone {
  let zone = zones.get(name);
  if (!zone) zones.set(name, (zone = new TimeZone(name)));
  return zone;
}

/** A fixed number in [0, 1) that belongs to a key and a count (a day, a sample). */
export const drawn = (key: number, count: number): number =>
  scramble(scramble(key ^ Math.imul(count, 0x27d4eb2d)) ^ 0x9e3779b9) * TO_UNIT;

/** The local calendar of an attack: when its schedule lets it act, and the block of every day that some kinds draw. */
export class LocalDays {
  private readonly zone: TimeZone;
  private readonly firstDay: number;

  constructor(
    private readonly attack: Pick<Attack, 'startMs' | 'endMs' | 'schedule' | 'timeZone'>,
    private readonly key = 0,
  ) {
    this.zone = zoneOf(attack.timeZone ?? 'UTC');
    this.firstDay = this.zone.dayNumber(attack.startMs);
  }

  dayNumber(timeMs: number): number {
    return this.zone.dayNumber(timeMs);
  }

  /** Wall-clock time since local midnight, ms. */
  sinceMidnightMs(timeMs: number): number {
    return (timeMs + this.zone.offsetMs(timeMs)) % DAY_MS;
  }

  isScheduled(timeMs: number): boolean {
    const { startMs, endMs, schedule } = this.attack;
    if (!(timeMs >= startMs && timeMs < endMs)) return false;
    if (schedule.kind === 'always') return true;
    if (schedule.kind === 'alternating') return (this.dayNumber(timeMs) - this.firstDay) % 2 === 0;
    const hour = this.sinceMidnightMs(timeMs) / HOUR_MS;
    const { fromHour, toHour } = schedule;
    return fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour;
  }

  /** Whether an instant lies in the block of `share` of its local day; the block's begin is drawn anew every day. */
  isInBlock(timeMs: number, share: number): boolean {
    const lengthMs = share * DAY_MS;
    const beginMs = drawn(this.key, this.dayNumber(timeMs)) * (DAY_MS - lengthMs);
    const at = this.sinceMidnightMs(timeMs);
    return at >= beginMs && at < beginMs + lengthMs;
  }
}

/** Whether an attack acts at an instant by its start, end and schedule: the label of a sample. */
export function isActing(
  attack: Pick<Attack, 'startMs' | 'endMs' | 'schedule' | 'timeZone'>,
): (timeMs: number) => boolean {
  const days = new LocalDays(attack);
  return (timeMs) => days.isScheduled(timeMs);
}

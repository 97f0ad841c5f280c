/** What an arm said about one stretch of one meter's life, and what was true of it. */
export interface MeterRun {
  /** The meter that was simulated or recorded; several runs of it go together in the intervals. */
  meterId: string;
  attack: RunAttack | undefined;
  /** What happened in the home without any theft. */
  lifeEvents: LifeEvent[];
  /** Days that were judged, in order; those of the warm-up and incomplete ones are not here. */
  days: RunDay[];
  /** Theft-like events of an arm that ships with a limit of its own. */
  alarms: Alarm[];
}

export interface RunAttack {
  kind: string;
  severity: number;
  startMs: number;
  endMs: number;
  /** Energy that was stolen from the start to the end of each hour of the attack, Wh. */
  stolenWh: number[];
}

export interface LifeEvent {
  kind: string;
  startMs: number;
  /** When it is over and what it changed is usual again. */
  endMs: number;
}

export interface RunDay {
  startMs: number;
  /** When the verdict was out. */
  knownMs: number;
  score: number;
  /** The strongest evidence in short. */
  because: string;
}

export interface Alarm {
  /** When it first was theft-like. */
  knownMs: number;
  startMs: number;
  endMs: number;
  score: number;
  because: string;
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** A verdict about the last day of an attack comes after its end. */
export const GRACE_MS = 30 * HOUR_MS;
/** A day counts as attacked from this share on; one with less is neither attacked nor honest. */
const ATTACKED_SHARE = 0.5;

/** Share of a day that lies within an attack. */
export function attackedShare(day: { startMs: number }, { startMs, endMs }: RunAttack): number {
  return Math.max(0, Math.min(day.startMs + DAY_MS, endMs) - Math.max(day.startMs, startMs)) / DAY_MS;
}

export const honestDays = ({ attack, days }: MeterRun): RunDay[] => (attack ? [] : days);

export const attackedDays = ({ attack, days }: MeterRun): RunDay[] =>
  attack ? days.filter((day) => attackedShare(day, attack) >= ATTACKED_SHARE) : [];

/** How long an attack went on before it was known, ms; undefined: it never was. */
export type Delay = number | undefined;

/** By days: the first day that touches the attack and scores `threshold` or more. */
export function delayAt({ attack, days }: MeterRun, threshold: number): Delay {
  if (!attack) return undefined;
  const day = days.find((day) => day.score > 0 && day.score >= threshold && attackedShare(day, attack) > 0);
  return day && Math.max(0, day.knownMs - attack.startMs);
}

/** By the events of the arm: the first that became theft-like while the attack went on. One from before says nothing of it. */
export function delayOfAlarms({ attack, alarms }: MeterRun): Delay {
  const first = attack && alarms.filter((alarm) => isOfAttack(alarm, attack)).sort((a, b) => a.knownMs - b.knownMs)[0];
  return first && first.knownMs - attack.startMs;
}

/** Whether a day lies within an event that is of the attack. */
export function isAlarmed({ attack, alarms }: MeterRun, day: RunDay): boolean {
  return alarms.some(
    (alarm) => isOfAttack(alarm, attack!) && alarm.startMs < day.startMs + DAY_MS && alarm.endMs > day.startMs,
  );
}

/** Share of the stolen energy that came after `delay`; NaN for an attack that steals nothing. */
export function recovered({ stolenWh }: RunAttack, delay: Delay): number {
  const total = stolenWh.reduce((sum, energy) => sum + energy, 0);
  if (!(total > 1)) return Number.NaN;
  if (delay === undefined) return 0;
  const hour = delay / HOUR_MS;
  const after = stolenWh.reduce((sum, energy, i) => sum + energy * Math.min(1, Math.max(0, i + 1 - hour)), 0);
  return Math.min(1, Math.max(0, after / total));
}

function isOfAttack(alarm: Alarm, { startMs, endMs }: RunAttack): boolean {
  return (
    alarm.knownMs >= startMs && alarm.knownMs <= endMs + GRACE_MS && alarm.endMs > startMs && alarm.startMs < endMs
  );
}

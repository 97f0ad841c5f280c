/** Attacks on reported data after Jokar, Arianpoo and Leung (2016), and attacks on the meter itself. */
export const ATTACK_KINDS = [
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'partial-bypass',
  'partial-bypass-consistent',
  'freeze',
  'neutral-tamper',
  'pf-shift',
  'step-shunt',
] as const;
export type AttackKind = (typeof ATTACK_KINDS)[number];

/** When an attack acts between its start and its end; hours and days are local. `hours` may wrap around midnight. */
export type AttackSchedule =
  | { kind: 'always' }
  | { kind: 'hours'; fromHour: number; toHour: number }
  /** Every second local day, the day of the start first. */
  | { kind: 'alternating' };

/**
 * One attack on one meter. What `severity` (above 0, up to 1) means, with s for it:
 *
 * | kind                        | severity                                                                       |
 * | --------------------------- | ------------------------------------------------------------------------------ |
 * | `h1`                        | share stolen: P × (1 − s); Jokar's factors 0.1–0.8 are s = 0.9–0.2             |
 * | `h2`                        | share of every local day that reports zero, in one block at a drawn hour       |
 * | `h3`                        | share stolen on average: random factor with mean 1 − s                         |
 * | `h4`                        | share stolen on average: random factor with mean 1 − s, times the usual mean   |
 * | `h5`, `h6`                  | none: they move energy between hours (tariffs by time of use) and steal none   |
 * | `partial-bypass`            | share stolen: P × (1 − s) beside the true I                                    |
 * | `partial-bypass-consistent` | share stolen: P and I × (1 − s)                                                |
 * | `freeze`                    | share of every local day that stands still at most, in a block at a drawn hour |
 * | `neutral-tamper`            | fall of the measured voltage, and with it the share stolen (± 3 % float)       |
 * | `pf-shift`                  | fall of the power factor, and with it the share stolen                         |
 * | `step-shunt`                | share stolen after the last step; less before                                  |
 *
 * All kinds leave export as it is: nobody gives away feed-in, and who shunts a current opens the shunt while exporting.
 */
export interface Attack {
  meterId: string;
  kind: AttackKind;
  severity: number;
  /** Acts in [startMs, endMs), epoch ms UTC; an end of Infinity is for good, and null in JSON. */
  startMs: number;
  endMs: number;
  schedule: AttackSchedule;
  /** With the meter id, all that is drawn depends on. */
  seed: number;
  /** IANA zone of local hours and days. @default 'UTC' */
  timeZone?: string;
  /** `h3`, `h4`: how long one random factor holds, ms. @default 1000, i.e. one sample; Jokar has half-hour samples */
  holdMs?: number;
  /** `freeze`: the voltage stands still too. @default false */
  full?: boolean;
}

/** What is known of an attack to those who judge a detector. */
export type AttackTruth = Pick<Attack, 'meterId' | 'kind' | 'severity' | 'startMs' | 'endMs' | 'schedule'>;

export function truthOf({ meterId, kind, severity, startMs, endMs, schedule }: Attack): AttackTruth {
  return { meterId, kind, severity, startMs, endMs, schedule };
}

/** @throws Error that names what of an attack can't be. */
export function checkAttack({ meterId, kind, severity, startMs, endMs, schedule }: Attack): void {
  const fail = (what: string) => {
    throw new Error(`attack on meter ${meterId}: ${what}`);
  };
  if (!ATTACK_KINDS.includes(kind)) fail(`kind "${kind}" is not one of ${ATTACK_KINDS.join(', ')}`);
  if (!(severity > 0 && severity <= 1)) fail(`severity ${severity} must be above 0 and at most 1`);
  if (!(endMs > startMs)) fail(`its end ${endMs} must be after its start ${startMs}`);
  if (schedule.kind !== 'hours') return;
  const { fromHour, toHour } = schedule;
  if (!(fromHour >= 0 && fromHour < 24 && toHour >= 0 && toHour <= 24 && fromHour !== toHour)) {
    fail(`hours ${fromHour} to ${toHour} must lie within 0 to 24 and differ`);
  }
}

/** What a meter measures at one instant: true values go in, tampered ones come out. SI units, positive is import. */
export interface Electrical {
  timeMs: number;
  activePowerW: number;
  reactivePowerVar: number;
  voltageV: number;
  currentA: number;
  powerFactor: number;
}

/** Turns true values into reported ones, in place; called while the attack acts and the home draws power. */
export type Act = (values: Electrical) => void;

import { grown } from '../stream/key-slots';

/** Where an alarm is. `pending` and `clearing` wait for the minimum duration and are not seen from outside. */
export const PHASE = { normal: 0, pending: 1, active: 2, clearing: 3 } as const;

/** What a step changed. */
export const CHANGE = { none: 0, raised: 1, cleared: 2 } as const;
export type Change = (typeof CHANGE)[keyof typeof CHANGE];

export interface AlarmDelays {
  raiseAfterMs: number;
  clearAfterMs: number;
}

/**
 * The alarm state machine of many alarms by index, in columns (9 bytes an alarm): normal → pending → active → clearing
 * → normal, with on-delay and off-delay in event time (ANSI/ISA-18.2, IEC 62682: alarm attributes "on-delay",
 * "off-delay" and "deadband"). Acknowledging is no phase: it changes what people see, not when the alarm clears.
 */
export class AlarmPhases {
  phase: Uint8Array;
  sinceMs: Float64Array;

  constructor(
    capacity: number,
    private readonly delays: AlarmDelays,
  ) {
    this.phase = new Uint8Array(capacity);
    this.sinceMs = new Float64Array(capacity);
  }

  grow(capacity: number): void {
    if (capacity <= this.phase.length) return;
    this.phase = grown(this.phase, capacity);
    this.sinceMs = grown(this.sinceMs, capacity);
  }

  /**
   * One observation that holds for [fromMs, toMs] (equal for an instant). `isAbove`: beyond the limit; `isBelow`: beyond
   * the limit and its deadband on the other side; neither in between. `isContinuous`: nothing is missing between this
   * and the observation before, otherwise a waiting time starts anew.
   */
  step(i: number, isAbove: boolean, isBelow: boolean, fromMs: number, toMs: number, isContinuous: boolean): Change {
    const phase = this.phase[i]!;
    if (phase === PHASE.normal || phase === PHASE.pending) {
      if (!isAbove) this.phase[i] = PHASE.normal;
      else {
        if (phase === PHASE.normal || !isContinuous) this.sinceMs[i] = fromMs;
        if (toMs - this.sinceMs[i]! >= this.delays.raiseAfterMs) {
          this.phase[i] = PHASE.active;
          return CHANGE.raised;
        }
        this.phase[i] = PHASE.pending;
      }
    } else if (!isBelow) this.phase[i] = PHASE.active;
    else {
      if (phase === PHASE.active || !isContinuous) this.sinceMs[i] = fromMs;
      if (toMs - this.sinceMs[i]! >= this.delays.clearAfterMs) {
        this.phase[i] = PHASE.normal;
        return CHANGE.cleared;
      }
      this.phase[i] = PHASE.clearing;
    }
    return CHANGE.none;
  }

  clear(i: number): void {
    this.phase[i] = PHASE.normal;
    this.sinceMs[i] = 0;
  }
}

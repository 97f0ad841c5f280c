import type { GridAlert } from '../messages';

/** What every alarm has, whatever it is about. */
export type AnyAlarm = Pick<
  GridAlert,
  | 'alarmId'
  | 'state'
  | 'severity'
  | 'timeMs'
  | 'raisedMs'
  | 'acknowledgedMs'
  | 'acknowledgedBy'
  | 'clearedMs'
  | 'value'
  | 'threshold'
  | 'because'
>;
/** What is known of an alarm when it is raised. */
export type AlarmCause<Alarm extends AnyAlarm> = Omit<
  Alarm,
  'state' | 'raisedMs' | 'acknowledgedMs' | 'acknowledgedBy' | 'clearedMs'
>;

const RANK: Record<AnyAlarm['severity'], number> = { high: 0, medium: 1, low: 2 };

/**
 * The active alarms and the alerts that tell of their changes. raised → acknowledged → cleared; an alarm clears when its
 * cause is gone, acknowledged or not (no latching), and leaves nothing behind. The severity is the one at raising.
 */
export class AlarmBoard<Alarm extends AnyAlarm = GridAlert> {
  private active = new Map<string, Alarm>();

  get size(): number {
    return this.active.size;
  }

  get(alarmId: string): Alarm | undefined {
    return this.active.get(alarmId);
  }

  raise(cause: AlarmCause<Alarm>): Alarm {
    const alert = { ...cause, state: 'raised', raisedMs: cause.timeMs } as Alarm;
    this.active.set(alert.alarmId, alert);
    return alert;
  }

  /** The change, or undefined when there is no such alarm or somebody has acknowledged it already. */
  acknowledge(alarmId: string, by: string, timeMs: number): Alarm | undefined {
    const raised = this.active.get(alarmId);
    if (raised?.state !== 'raised') return undefined;
    // Event time of the newest reading can lie before an alarm that an interval raised at its end.
    const acknowledgedMs = Math.max(timeMs, raised.raisedMs);
    const alert: Alarm = {
      ...raised,
      state: 'acknowledged',
      timeMs: acknowledgedMs,
      acknowledgedMs,
      acknowledgedBy: by,
    };
    this.active.set(alarmId, alert);
    return alert;
  }

  clear(
    alarmId: string,
    change: { timeMs: number; value: number; threshold?: number; because: string },
  ): Alarm | undefined {
    const last = this.active.get(alarmId);
    if (!last) return undefined;
    this.active.delete(alarmId);
    return {
      ...last,
      ...change,
      threshold: change.threshold ?? last.threshold,
      state: 'cleared',
      clearedMs: change.timeMs,
    };
  }

  /** The active alarms: high severity first, then the oldest. */
  sorted(): Alarm[] {
    return [...this.active.values()].sort(
      (a, b) => RANK[a.severity] - RANK[b.severity] || a.raisedMs - b.raisedMs || (a.alarmId < b.alarmId ? -1 : 1),
    );
  }

  snapshot(): Alarm[] {
    return [...this.active.values()];
  }

  restore(alerts: readonly Alarm[]): void {
    this.active = new Map(alerts.map((alert) => [alert.alarmId, alert]));
  }
}

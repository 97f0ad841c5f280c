import type { GridAlarm } from '../messages';
import type { Names } from './names';

export type AlarmRow = GridAlarm & { name: string; isShelved: boolean };

/** More nobody reads; how many there are is told. */
const MOST_ROWS = 100;
/** Alarms that stand at once; the alarm table has a limit of its own. */
const MOST_ALARMS = 10_000;
const RANK = { high: 0, medium: 1, low: 2 } as const;

/** The alarms that stand, from their changes. */
export class AlarmList {
  private readonly alarms = new Map<string, GridAlarm>();

  take(alarm: GridAlarm): void {
    if (alarm.state === 'cleared') this.alarms.delete(alarm.alarmId);
    else if (this.alarms.has(alarm.alarmId) || this.alarms.size < MOST_ALARMS) this.alarms.set(alarm.alarmId, alarm);
  }

  /** Shelved ones last, then by severity, not acknowledged ones first, the newest first. */
  rows(names: Names): AlarmRow[] {
    return [...this.alarms.values()]
      .map((alarm) => ({ ...alarm, name: names.subject(alarm.subject), isShelved: alarm.shelvedUntilMs !== undefined }))
      .sort(
        (a, b) =>
          Number(a.isShelved) - Number(b.isShelved) ||
          RANK[a.severity] - RANK[b.severity] ||
          Number(a.state === 'acknowledged') - Number(b.state === 'acknowledged') ||
          b.raisedMs - a.raisedMs ||
          (a.alarmId < b.alarmId ? -1 : 1),
      )
      .slice(0, MOST_ROWS);
  }

  /** Without shelved ones. */
  counts(): { standing: number; high: number; shelved: number; unacknowledged: number } {
    const all = [...this.alarms.values()];
    const heard = all.filter(({ shelvedUntilMs }) => shelvedUntilMs === undefined);
    return {
      standing: heard.length,
      high: heard.filter(({ severity }) => severity === 'high').length,
      shelved: all.length - heard.length,
      unacknowledged: heard.filter(({ state }) => state === 'raised').length,
    };
  }

  clear(): void {
    this.alarms.clear();
  }

  snapshot(): GridAlarm[] {
    return [...this.alarms.values()];
  }
}

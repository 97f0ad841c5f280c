import type { GridAlarm } from '../messages';
import type { Names } from './names';

export type AlarmRow = GridAlarm & { name: string; isShelved: boolean };

/** More nobody reads; how many there are is told. */
const MOST_ROWS = 100;
const RANK = { high: 0, medium: 1, low: 2 } as const;

/** Shelved ones last, then by severity, not acknowledged ones first, the newest first. */
export function alarmRows(alarms: readonly GridAlarm[], names: Names): AlarmRow[] {
  return alarms
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

/** Those that are not shelved, and how many are. */
export function alarmCounts(alarms: readonly GridAlarm[]) {
  const heard = alarms.filter(({ shelvedUntilMs }) => shelvedUntilMs === undefined);
  return {
    standing: heard.length,
    high: heard.filter(({ severity }) => severity === 'high').length,
    shelved: alarms.length - heard.length,
    unacknowledged: heard.filter(({ state }) => state === 'raised').length,
  };
}

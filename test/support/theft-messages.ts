import type { FeederBalance, TheftCue, TheftDay, TheftEvent } from '../../lib/messages';

const DAY_MS = 86_400_000;
const hours = (value: number | null) => Array.from({ length: 24 }, () => value);

/** A quiet, judged day of a meter; a UTC day unless `date` says otherwise. */
export function theftDay({ startMs = Date.UTC(2026, 2, 2), ...more }: Partial<TheftDay> = {}): TheftDay {
  const weekday = new Date(startMs).getUTCDay();
  return {
    meterId: 'H001',
    date: new Date(startMs).toISOString().slice(0, 10),
    startMs,
    state: 'scored',
    dayType: 'normal',
    risk: 'low',
    score: 0.2,
    evidence: [],
    energyWh: 10_000,
    expectedWh: 10_500,
    segmentsWh: { night: 1000, morning: 2500, afternoon: 2500, evening: 4000 },
    hourlyW: hours(416),
    usualHourlyW: hours(437),
    windows: 144,
    incompleteWindows: 0,
    anomalousWindows: 0,
    spikes: 0,
    dips: 0,
    cueWindows: 0,
    weekend: weekday === 0 || weekday === 6,
    ...more,
  };
}

export const theftCue = (more: Partial<TheftCue> = {}): TheftCue => ({
  kind: 'sustained-low',
  value: 120,
  limit: 260,
  unit: 'W',
  because: '120 W over 6 h, where 260 W is the least that is usual',
  ...more,
});

/** A theft-like event of a day that has ended. */
export function theftEvent({ startMs = Date.UTC(2026, 2, 2), ...more }: Partial<TheftEvent> = {}): TheftEvent {
  return {
    id: `H001/${startMs}`,
    meterId: 'H001',
    startMs,
    endMs: startMs + DAY_MS,
    state: 'closed',
    theftLike: true,
    score: 3.4,
    likelihood: 0.62,
    cues: [theftCue(), theftCue({ kind: 'deep-dip', value: 0.1, limit: 0.4, unit: '' })],
    windows: 36,
    measuredWh: 4_000,
    lostWh: 6_000,
    lostShare: 0.6,
    because: '4 kWh where 10 kWh are usual',
    ...more,
  };
}

/** A complete day of a feeder on which a little more is missing than lines lose. */
export function feederBalance(more: Partial<FeederBalance> = {}): FeederBalance {
  return {
    feeder: 'F01',
    period: 'day',
    startMs: Date.UTC(2026, 2, 2),
    lengthMs: DAY_MS,
    state: 'complete',
    meters: 40,
    missingMeters: [],
    inWh: 400_000,
    metersWh: 385_000,
    lossWh: 9_000,
    gapWh: 6_000,
    gapShare: 0.015,
    gapScore: 0.6,
    isAbove: false,
    explainedBy: [],
    cluster: [],
    because: '6 kWh of 400 kWh are missing, 1.5 %',
    ...more,
  };
}

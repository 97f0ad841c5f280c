import type { CaseInput } from '../../../lib/cases';
import { type CasePorts, type CaseSettings, createTheftCaseOperator, type TheftCaseOperator } from '../../../lib/cases';
import type {
  Emission,
  FeederBalance,
  TheftCase,
  TheftCue,
  TheftCueKind,
  TheftDay,
  TheftEvent,
  TheftWindow,
} from '../../../lib/messages';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;
/** 2026-06-01 00:00 UTC, a Monday. */
export const START = Date.UTC(2026, 5, 1);
export const NOW = START + 300 * DAY;

export function cue(kind: TheftCueKind, score?: number): TheftCue {
  const because = `${kind} of 3, limit 1`;
  return { kind, value: 3, limit: 1, unit: '', ...(score === undefined ? {} : { score }), because };
}

/** A theft-like event of one day in June, of score 4, that lost 6 kWh. */
export function event(changes: Partial<TheftEvent> = {}): TheftEvent {
  const startMs = changes.startMs ?? START + 18 * HOUR;
  const meterId = changes.meterId ?? 'H007';
  return {
    id: `${meterId}/${startMs}`,
    meterId,
    city: 'Northport',
    district: '101',
    feeder: 'F1',
    startMs,
    endMs: startMs + 24 * HOUR,
    state: 'closed',
    theftLike: true,
    score: 4,
    likelihood: 0.5,
    cues: [cue('base-load-drop', 4), cue('deep-dip')],
    windows: 20,
    measuredWh: 4000,
    lostWh: 6000,
    lostShare: 0.6,
    because: 'the base load fell',
    ...changes,
  };
}

/** A complete balance of a day without a gap, 100 kWh in. */
export function balance(day: number, changes: Partial<FeederBalance> = {}): FeederBalance {
  return {
    feeder: 'F1',
    city: 'Northport',
    period: 'day',
    startMs: START + day * DAY,
    lengthMs: DAY,
    state: 'complete',
    meters: 20,
    missingMeters: [],
    inWh: 100_000,
    metersWh: 97_000,
    lossWh: 3000,
    gapWh: 0,
    gapShare: 0,
    gapScore: 0,
    isAbove: false,
    explainedBy: [],
    cluster: [],
    because: 'in − meters − loss',
    ...changes,
  };
}

/** One with a gap of 12 kWh, of which half goes with the meter. */
export function gap(day: number, confidence: number, meterId = 'H007'): FeederBalance {
  const because = 'its load goes with the gap';
  const explainedBy = [{ meterId, lostWh: 6000, lostShare: 0.6, confidence, because }];
  return balance(day, { metersWh: 85_000, gapWh: 12_000, gapShare: 0.12, gapScore: 4, isAbove: true, explainedBy });
}

export function theftDay(day: number, changes: Partial<TheftDay> = {}): TheftDay {
  const startMs = START + day * DAY;
  return {
    meterId: 'H007',
    city: 'Northport',
    date: new Date(startMs).toISOString().slice(0, 10),
    startMs,
    state: 'scored',
    dayType: 'normal',
    risk: 'low',
    score: 1,
    evidence: [],
    energyWh: 4000,
    expectedWh: 10_000,
    segmentsWh: { night: 1000, morning: 1000, afternoon: 1000, evening: 1000 },
    hourlyW: Array.from({ length: 24 }, (_, hour) => 100 + hour),
    usualHourlyW: Array.from({ length: 24 }, (_, hour) => 400 + hour),
    windows: 144,
    incompleteWindows: 0,
    anomalousWindows: 0,
    spikes: 0,
    dips: 0,
    cueWindows: 0,
    weekend: false,
    ...changes,
  };
}

export function theftWindow(startMs: number, features: Record<string, number>, meterId = 'H007'): TheftWindow {
  return {
    meterId,
    startMs,
    lengthMs: 600_000,
    state: 'scored',
    segment: 'night',
    samples: 120,
    expectedSamples: 120,
    features,
    forestScore: 0.5,
    autoencoderScore: null,
    hybridScore: 0.5,
    isAnomalous: false,
    cues: [],
  };
}

/** An operator and everything that it sent. */
export class Desk {
  readonly operator: TheftCaseOperator;
  readonly sent: Required<Emission<CasePorts>> = { cases: [], refused: [], list: [], feedback: [] };

  constructor(settings: Partial<CaseSettings> = {}) {
    this.operator = createTheftCaseOperator(settings);
  }

  /** Gives a batch in; the cases that changed by it. */
  send(...batch: unknown[]): TheftCase[] {
    const emission = this.operator.process(batch as CaseInput[], NOW);
    for (const port of ['cases', 'refused', 'list', 'feedback'] as const) {
      (this.sent[port] as unknown[]).push(...(emission?.[port] ?? []));
    }
    return emission?.cases ?? [];
  }

  /** The reasons of what a batch has refused. */
  refusals(...batch: unknown[]): string[] {
    const before = this.sent.refused.length;
    this.send(...batch);
    return this.sent.refused.slice(before).map(({ reason }) => reason);
  }

  list() {
    this.send({ command: 'list' });
    return this.sent.list.at(-1)!;
  }
}

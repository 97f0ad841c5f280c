import { CityZones } from '../stream/booking-settings';
import type { TimeZone } from '../stream/local-time';
import { type CaseRecord, lastMs } from './case-record';
import type { CaseSettings } from './case-settings';
import { CaseStore } from './case-store';
import { CueRecord } from './cue-record';
import { FeederDays } from './feeder-days';
import { MeterVerdicts } from './meter-verdicts';
import { placeOf } from './place';
import { PlotMemory } from './plot-memory';

const DAY_MS = 86_400_000;

/** Everything that the cases are made of. */
export interface CaseParts {
  settings: CaseSettings;
  zones: CityZones;
  store: CaseStore;
  cueRecord: CueRecord;
  verdicts: MeterVerdicts;
  feeders: FeederDays;
  plots: PlotMemory;
  /** Newest time of the data; −1 before the first. */
  streamMs: number;
  /** Open cases that were given up for room. */
  forgotten: number;
}

export function createParts(settings: CaseSettings): CaseParts {
  const cueRecord = new CueRecord(settings);
  const verdicts = new MeterVerdicts(settings.maximumMeters, Math.log10(settings.quietFactor));
  return {
    settings,
    zones: new CityZones(settings),
    store: new CaseStore({ settings, cueRecord, verdicts }),
    cueRecord,
    verdicts,
    feeders: new FeederDays(settings.maximumMeters),
    plots: new PlotMemory(settings.maximumMeters),
    streamMs: -1,
    forgotten: 0,
  };
}

/** The time zone in which a case's meter stands. */
export function zoneOf({ zones }: CaseParts, { events }: CaseRecord): TimeZone {
  return zones.of(placeOf(events).city ?? '');
}

/** Takes the decided cases away whose time is over. Returns whether there were any. */
export function expireClosed(parts: CaseParts): boolean {
  const closedMs = parts.settings.closedDays * DAY_MS;
  let any = false;
  for (const record of [...parts.store.all()]) {
    if (!record.decision) continue;
    const lastUseMs = Math.max(record.decision.decidedMs, lastMs(record), ...record.held.map(({ endMs }) => endMs));
    if (parts.streamMs <= lastUseMs + closedMs) continue;
    forget(parts, record);
    any = true;
  }
  return any;
}

/** Gives cases up while there are too many; returns the open ones among them. */
export function makeRoom(parts: CaseParts): CaseRecord[] {
  const givenUp: CaseRecord[] = [];
  while (parts.store.size > parts.settings.maximumCases) {
    const record = parts.store.leastNeeded();
    if (record.decision) forget(parts, record);
    else {
      parts.store.remove(record);
      parts.forgotten++;
      givenUp.push(record);
    }
  }
  return givenUp;
}

/** A decided case goes; its events open no new one when they come again. */
function forget({ store, verdicts }: CaseParts, record: CaseRecord): void {
  store.remove(record);
  for (const { startMs } of [...record.events, ...record.held]) verdicts.markDone(record.meterId, startMs);
}

import type { TheftCue, TheftDay, TheftEvent } from '../../lib/messages';
import { type Alarm, DAY_MS, type RunDay } from './meter-run';

/** What a meter reports at one instant; NaN where it does not measure a quantity. */
export interface Reported {
  timeMs: number;
  powerW: number;
  voltageV: number;
  currentA: number;
  powerFactor: number;
}

/** An arm at work on several meters. It is told of samples in order of time and speaks when it is drained. */
export interface Judge {
  add(meterId: string, sample: Reported): void;
  drain(nowMs: number): Promise<void>;
  /** A judge that goes on from here on its own: what it said so far stays with this one. */
  branch(): Promise<Judge>;
  /** What was said of a meter, by the name of the arm. One judge may speak for several arms. */
  saidOf(meterId: string): Record<string, Said>;
}

export interface Said {
  days: RunDay[];
  alarms: Alarm[];
}

/** Gathers what a detector emits, by meter. */
export class Verdicts {
  private readonly days = new Map<string, RunDay[]>();
  private readonly alarms = new Map<string, Map<string, Alarm>>();

  note({ days, events }: { days: readonly TheftDay[]; events: readonly TheftEvent[] }, nowMs: number): void {
    for (const { meterId, state, startMs, score, evidence } of days) {
      if (state !== 'scored') continue;
      const said = listOf(this.days, meterId);
      // A later verdict on the same day takes the place of the earlier one, from when it is known.
      if (said.at(-1)?.startMs === startMs) said.pop();
      said.push({ startMs, knownMs: nowMs, score, because: shortly(evidence) });
    }
    for (const event of events) if (event.theftLike) this.alarm(event, nowMs);
  }

  saidOf(meterId: string): Said {
    return { days: this.days.get(meterId) ?? [], alarms: [...(this.alarms.get(meterId)?.values() ?? [])] };
  }

  copy(): Verdicts {
    const copy = new Verdicts();
    for (const [meterId, days] of this.days) copy.days.set(meterId, [...days]);
    for (const [meterId, alarms] of this.alarms) copy.alarms.set(meterId, new Map(alarms));
    return copy;
  }

  private alarm({ id, meterId, startMs, endMs, score, cues }: TheftEvent, nowMs: number): void {
    const alarms = this.alarms.get(meterId) ?? new Map<string, Alarm>();
    this.alarms.set(meterId, alarms);
    const knownMs = alarms.get(id)?.knownMs ?? nowMs;
    alarms.set(id, { knownMs, startMs, endMs, score, because: shortly(cues) });
  }
}

/** Cues with their scores, strongest first. */
function shortly(cues: readonly TheftCue[]): string {
  const sorted = [...cues].sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
  return sorted.map(({ kind, score }) => (score === undefined ? kind : `${kind} ${score.toFixed(1)}`)).join(', ');
}

/** The list of a key, made when there is none. */
export function listOf<T>(lists: Map<string, T[]>, key: string): T[] {
  let list = lists.get(key);
  if (!list) lists.set(key, (list = []));
  return list;
}

/** Midnight before an instant; the fleets of the evaluation live in UTC. */
export const midnightBefore = (timeMs: number) => Math.floor(timeMs / DAY_MS) * DAY_MS;

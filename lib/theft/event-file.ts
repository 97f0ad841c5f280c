import type { TheftCue, TheftCueKind, TheftEvent } from '../messages';
import type { MeterPlace } from './open-window';

/** An event stays open while its evidence comes again within so many parts of a day: three days. */
const QUIET_SEGMENTS = 12;
/** Meter-days in which a chance score of a meter may fall; turns a score of days into a likelihood of meters. */
const CHANCE_DAYS = 30;

/**
 * That a meter with this score steals: Bayes' rule with the share of thieves as the prior and, for honest meters, what
 * thirty days show by chance.
 */
export function likelihoodOf(score: number, theftShare: number): number {
  return theftShare / (theftShare + (1 - theftShare) * Math.min(1, CHANCE_DAYS * 10 ** -score));
}

/** What a part of a day adds to an event. */
export interface EventStep {
  startMs: number;
  endMs: number;
  score: number;
  cues: readonly TheftCue[];
  windows: number;
  measuredWh: number;
  lostWh: number;
}

/** The open theft-like event of one meter: one at a time, so that a thief is one event and not one a day. */
export class EventFile {
  private event: TheftEvent | undefined;
  private quiet = 0;

  constructor(
    private readonly meterId: string,
    private readonly theftShare: number,
  ) {}

  get isOpen(): boolean {
    return this.event !== undefined;
  }

  /** Opens or extends the event. @returns the event as it is now */
  extend(step: EventStep, place: MeterPlace): TheftEvent {
    this.quiet = 0;
    this.event ??= this.begin(step, place);
    const { event } = this;
    event.endMs = Math.max(event.endMs, step.endMs);
    event.score = Math.max(event.score, step.score);
    event.likelihood = likelihoodOf(event.score, this.theftShare);
    event.cues = strongest([...event.cues, ...step.cues]);
    event.windows += step.windows;
    event.measuredWh += step.measuredWh;
    event.lostWh += step.lostWh;
    event.lostShare = event.lostWh > 0 ? event.lostWh / (event.lostWh + Math.max(0, event.measuredWh)) : 0;
    event.because = event.cues.map(({ because }) => because).join('; ');
    return structuredClone(event);
  }

  /** A part of a day without evidence. @returns the event when that closes it */
  rest(): TheftEvent | undefined {
    if (this.event === undefined || ++this.quiet < QUIET_SEGMENTS) return undefined;
    return this.close();
  }

  close(): TheftEvent | undefined {
    const { event } = this;
    this.event = undefined;
    this.quiet = 0;
    return event && { ...event, state: 'closed' };
  }

  snapshot(): unknown {
    return structuredClone([this.event ?? null, this.quiet]);
  }

  restore(saved: unknown): void {
    const [event, quiet] = structuredClone(saved) as [TheftEvent | null, number];
    this.event = event ?? undefined;
    this.quiet = quiet;
  }

  private begin({ startMs, endMs }: EventStep, place: MeterPlace): TheftEvent {
    return {
      id: `${this.meterId}/${startMs}`,
      meterId: this.meterId,
      ...placeOf(place),
      startMs,
      endMs,
      state: 'open',
      theftLike: true,
      score: 0,
      likelihood: 0,
      cues: [],
      windows: 0,
      measuredWh: 0,
      lostWh: 0,
      lostShare: 0,
      because: '',
    };
  }
}

/** What an event for the record tells of itself. */
type RecordedStretch = Pick<TheftEvent, 'startMs' | 'endMs' | 'cues' | 'windows' | 'measuredWh' | 'because'>;

/** An event for the record: closed at once, and never theft-like. */
export function recordOf(meterId: string, place: MeterPlace, what: string, stretch: RecordedStretch): TheftEvent {
  return {
    id: `${meterId}/${stretch.startMs}/${what}`,
    meterId,
    ...placeOf(place),
    state: 'closed',
    theftLike: false,
    score: 0,
    likelihood: 0,
    lostWh: 0,
    lostShare: 0,
    ...stretch,
  };
}

/** What of a place is known, as messages hold it. */
export const placeOf = ({ city, district, household, feeder }: MeterPlace) => ({
  ...(city === undefined ? {} : { city }),
  ...(district === undefined ? {} : { district }),
  ...(household === undefined ? {} : { household }),
  ...(feeder === undefined ? {} : { feeder }),
});

/** The strongest cue of each kind, strongest first. */
export function strongest(cues: readonly TheftCue[]): TheftCue[] {
  const best = new Map<TheftCueKind, TheftCue>();
  for (const cue of cues) {
    const before = best.get(cue.kind);
    if (before === undefined || (cue.score ?? 0) > (before.score ?? 0)) best.set(cue.kind, cue);
  }
  return [...best.values()].sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
}

import type { TheftCueKind, TheftDay, TheftEvent, TheftFeedback } from '../messages';
import { finiteOrNull } from '../stream/finite-or-null';
import { dayText } from '../stream/local-time';
import { shapeReversal } from './day-shape';
import type { DayTally } from './day-tally';
import { type EndedPart, restoredEvidence, SUSPICIOUS_SCORE, savedEvidence } from './ended-part';
import { EventFile, placeOf, recordOf, strongest } from './event-file';
import { type Evidence, evidenceAt, looksAt, scoreOf, statisticsOf } from './evidence';
import { weekdayOf } from './local-clock';
import { DAY_CONTEXT, MeterBaseline } from './meter-baseline';
import type { MeterContext } from './meter-context';
import { MeterFeedback } from './meter-feedback';
import type { MeterPlace } from './open-window';
import { DAY_SEGMENTS, type SegmentRing } from './segment-ring';
import { UsualProfile } from './usual-profile';

const HOUR_MS = 3_600_000;
/** Part of its windows that a day needs to count for the warm-up. */
const LEAST_DAY = 0.6;
/** Days on which a meter is learned anew. */
const RELEARN_DAYS = 3;

/** Where the verdicts of a meter go. */
export interface VerdictSink {
  day(day: TheftDay): void;
  event(event: TheftEvent): void;
}

/** What is usual for one meter, what its days show against it, and the event under way. */
export class MeterVerdict {
  private baseline = new MeterBaseline();
  private profile = new UsualProfile();
  private readonly file: EventFile;
  private readonly feedback = new MeterFeedback();
  private daysLearned = 0;
  private dayScore = 0;
  private dayEvidence: Evidence[] = [];
  private hasEvent = false;

  constructor(
    private readonly meterId: string,
    private readonly context: MeterContext,
  ) {
    this.file = new EventFile(meterId, context.settings.theftShare);
  }

  get isWarm(): boolean {
    return this.daysLearned >= this.context.settings.warmUpDays;
  }

  get hasOpenEvent(): boolean {
    return this.file.isOpen;
  }

  /** Looks back at the end of a part of the day. */
  end(ring: SegmentRing, windows: number, energyWh: number, tally: DayTally | undefined): EndedPart {
    const segment = ring.current;
    const part = segment % DAY_SEGMENTS;
    const { windowsADay, disabled } = this.context;
    const past = {
      part,
      ring,
      baseline: this.baseline,
      windowsADay,
      reversal: tally ? this.reversalOf(tally) : Number.NaN,
    };
    const evidence = this.isWarm ? evidenceAt(past, disabled) : [];
    this.feedback.apply(evidence, this.boundsOf(segment).endMs);
    const statistics: EndedPart['statistics'] = [];
    for (const look of looksAt(part)) {
      // The trailing day and three days are learned once a day, so that they count once.
      if (look.context >= DAY_CONTEXT && part !== DAY_SEGMENTS - 1) continue;
      const values = statisticsOf(past, look);
      if (values) statistics.push([look.context, values.slice()]);
    }
    return { segment, windows, energyWh, evidence, statistics, tally };
  }

  /**
   * @param common cues that many meters of the feeder show: their supply has changed, not the meters
   * @returns whether the meter is learned anew from now on
   */
  decide(ended: EndedPart, common: ReadonlySet<TheftCueKind>, place: MeterPlace, sink: VerdictSink): boolean {
    let isNew = false;
    const isOfSupply = ({ cue }: Evidence) => common.has(cue.kind);
    const evidence = ended.evidence.filter((one) => !isOfSupply(one));
    const score = scoreOf(evidence);
    if (score > this.dayScore) this.dayScore = score;
    this.dayEvidence = [...this.dayEvidence, ...evidence];
    if (score >= this.context.settings.eventScore) {
      this.hasEvent = true;
      sink.event(this.extend(ended, evidence, score, place));
    } else {
      const closed = this.file.rest();
      if (closed) sink.event(closed);
      const ofSupply = ended.evidence.filter(isOfSupply);
      if (scoreOf(ofSupply) >= this.context.settings.eventScore) {
        sink.event(this.supplyEvent(ended, ofSupply, place));
        isNew = true;
      } else if (!this.file.isOpen && score < SUSPICIOUS_SCORE) {
        for (const [context, values] of ended.statistics) this.baseline.learn(context, values);
      }
    }
    if (ended.tally) this.endDay(ended.tally, place, sink);
    if (isNew) this.relearn();
    return isNew;
  }

  closeEvent(sink: VerdictSink): void {
    const event = this.file.close();
    if (event) sink.event(event);
  }

  /**
   * What a person found. A dismissed event says that what was suspicious is usual here: the meter is learned anew, for
   * a shorter time than a new one, and the cues weigh less for a while.
   * @returns whether the meter is learned anew from now on
   */
  learnFrom(feedback: TheftFeedback, sink: VerdictSink): boolean {
    this.feedback.take(feedback);
    if (feedback.verdict !== 'dismissed' || !this.isWarm) return false;
    this.closeEvent(sink);
    this.relearn();
    return true;
  }

  snapshot(): unknown {
    const { daysLearned, dayScore, dayEvidence, hasEvent } = this;
    return {
      plain: { daysLearned, dayScore, hasEvent },
      dayEvidence: dayEvidence.map(savedEvidence),
      parts: [this.baseline, this.profile, this.file, this.feedback].map((part) => part.snapshot()),
    };
  }

  restore(saved: unknown): void {
    const { plain, dayEvidence, parts } = saved as { plain: object; dayEvidence: unknown[]; parts: unknown[] };
    Object.assign(this, plain);
    this.dayEvidence = dayEvidence.map(restoredEvidence);
    for (const [index, part] of [this.baseline, this.profile, this.file, this.feedback].entries()) {
      part.restore(parts[index] as never);
    }
  }

  private relearn(): void {
    this.baseline = new MeterBaseline();
    this.profile = new UsualProfile();
    this.daysLearned = Math.max(0, this.context.settings.warmUpDays - RELEARN_DAYS);
  }

  private extend(ended: EndedPart, evidence: Evidence[], score: number, place: MeterPlace): TheftEvent {
    const { startMs, endMs } = this.boundsOf(ended.segment);
    const best = evidence.reduce((a, b) => (b.cue.score > a.cue.score ? b : a));
    const { segments } = best.look;
    // It began in the stretch that shows it; three days blur that, and of an open event only the news counts.
    const isFresh = !this.file.isOpen && segments <= DAY_SEGMENTS;
    const step = {
      startMs: isFresh ? this.boundsOf(ended.segment - segments + 1).startMs : startMs,
      endMs,
      score,
      cues: evidence.map(({ cue }) => cue),
      windows: ended.windows,
      measuredWh: ended.energyWh,
      lostWh: this.lostWh(best.lostShare, ended.energyWh, startMs, endMs),
    };
    return this.file.extend(step, place);
  }

  /** For the record: what the feeder did to the meter. */
  private supplyEvent(ended: EndedPart, evidence: Evidence[], place: MeterPlace): TheftEvent {
    const { startMs, endMs } = this.boundsOf(ended.segment);
    const cues = strongest(evidence.map(({ cue }) => cue));
    const because = 'many meters of the feeder show the same: its supply has changed, the meter is learned anew';
    return recordOf(this.meterId, place, 'supply', {
      startMs,
      endMs,
      cues,
      windows: ended.windows,
      measuredWh: ended.energyWh,
      because: `${because}; ${cues[0]!.because}`,
    });
  }

  /** Energy that was not counted in a part of the day: by the cue's own share, else by what was to be expected. */
  private lostWh(share: number, measuredWh: number, startMs: number, endMs: number): number {
    if (!Number.isNaN(share)) return (Math.max(0, measuredWh) * share) / (1 - Math.min(share, 0.95));
    const expected = this.expectedWh(startMs, endMs);
    return expected === null ? 0 : Math.max(0, expected - measuredWh);
  }

  private reversalOf(tally: DayTally): number {
    const { zone } = this.context;
    const isWeekend = weekdayOf(zone, zone.dayBounds(tally.day).startMs) >= 5;
    return shapeReversal(tally.hourlyW, (hour) => this.profile.at(isWeekend, hour));
  }

  private expectedWh(startMs: number, endMs: number): number | null {
    const { zone } = this.context;
    let sum = 0;
    for (let timeMs = startMs; timeMs < endMs; timeMs += HOUR_MS) {
      sum += this.profile.at(weekdayOf(zone, timeMs) >= 5, zone.hourOfDay(timeMs));
    }
    return Number.isNaN(sum) ? null : Math.max(0, sum);
  }

  private endDay(tally: DayTally, place: MeterPlace, sink: VerdictSink): void {
    const { zone, windowsADay, settings } = this.context;
    const { startMs, endMs } = zone.dayBounds(tally.day);
    const isComplete = tally.windows - tally.incompleteWindows >= LEAST_DAY * windowsADay;
    const weekend = weekdayOf(zone, startMs) >= 5;
    sink.day({
      meterId: this.meterId,
      ...placeOf(place),
      date: dayText(tally.day),
      startMs,
      state: !this.isWarm ? 'warming-up' : isComplete ? 'scored' : 'incomplete',
      risk: tally.risk(this.hasEvent),
      score: this.dayScore,
      evidence: strongest(this.dayEvidence.map(({ cue }) => cue)),
      expectedWh: this.expectedWh(startMs, endMs),
      usualHourlyW: Array.from({ length: 24 }, (_, hour) => finiteOrNull(this.profile.at(weekend, hour))),
      ...tally.summary,
      weekend,
    });
    if (!this.file.isOpen) {
      for (const [hour, powerW] of tally.hourlyW.entries()) {
        if (powerW !== null) this.profile.learn(weekend, hour, powerW);
      }
    }
    if (!this.isWarm && isComplete && ++this.daysLearned === settings.warmUpDays) this.baseline.anchor();
    this.dayScore = 0;
    this.dayEvidence = [];
    this.hasEvent = false;
  }

  private boundsOf(segment: number): { startMs: number; endMs: number } {
    const { startMs, endMs } = this.context.zone.dayBounds(Math.floor(segment / DAY_SEGMENTS));
    const part = segment % DAY_SEGMENTS;
    const at = (quarter: number) => (quarter === DAY_SEGMENTS ? endMs : startMs + quarter * 6 * HOUR_MS);
    return { startMs: at(part), endMs: at(part + 1) };
  }
}

import type { TheftCueKind, TheftDay, TheftEvent, TheftFeedback, TheftWindow } from '../messages';
import { dayText, type TimeZone } from '../stream/local-time';
import type { MeterScale } from './autoencoder';
import { DayTally } from './day-tally';
import { EventFile, placeOf, strongest } from './event-file';
import { type Evidence, evidenceAt, looksAt, scoreOf, statisticsOf } from './evidence';
import { FEATURES, featureRecord, features, plottedMeans } from './features';
import { daySegmentOf, weekdayOf } from './local-clock';
import { DAY_CONTEXT, MeterBaseline } from './meter-baseline';
import { MeterFeedback } from './meter-feedback';
import { MeterScaler } from './meter-scaler';
import type { MeterWindow } from './meter-window';
import type { MeterPlace } from './open-window';
import { DAY_SEGMENTS, SegmentRing } from './segment-ring';
import type { TheftSettings } from './theft-settings';
import { UnusualRun } from './unusual-run';
import { UsualProfile } from './usual-profile';
import { windowCues } from './window-cues';
import { FACT, FACTS, windowFacts } from './window-facts';
import { type ScorerSettings, WindowScorer } from './window-scorer';

const HOUR_MS = 3_600_000;
/** A window needs this part of its samples. */
const LEAST_SAMPLES = 0.5;
/** A part of the day with a score from here on is not learned from. */
const SUSPICIOUS_SCORE = 1.5;
/** Part of its windows that a day needs to count for the warm-up. */
const LEAST_DAY = 0.6;

/** Days on which a meter is learned anew. */
const RELEARN_DAYS = 3;

/** What all meters share. */
export interface MeterContext {
  settings: TheftSettings;
  scorer: ScorerSettings;
  zone: TimeZone;
  disabled: ReadonlySet<TheftCueKind>;
  windowsADay: number;
}

/** Where the results of a meter go. */
export interface TheftSink {
  window(window: TheftWindow): void;
  day(day: TheftDay): void;
  event(event: TheftEvent): void;
}

const facts = new Float64Array(FACTS);
const row = new Float32Array(FEATURES.length);

/** Everything about one meter: what is usual, the day under way, the event under way. Windows come in order of time. */
export class TheftMeter {
  place: MeterPlace = { city: undefined, district: undefined, household: undefined, feeder: undefined };
  private ring = new SegmentRing();
  private baseline = new MeterBaseline();
  private profile = new UsualProfile();
  private readonly scaler = new MeterScaler();
  private readonly scorer: WindowScorer;
  private readonly file: EventFile;
  private readonly feedback = new MeterFeedback();
  private readonly unusual: UnusualRun;
  private tally: DayTally | undefined;
  private daysLearned = 0;
  private wasZero = false;
  private segmentWindows = 0;
  private segmentWh = 0;
  private dayScore = 0;
  private dayEvidence: Evidence[] = [];
  private hasEvent = false;

  constructor(
    readonly meterId: string,
    private readonly context: MeterContext,
    seed: number,
  ) {
    this.scorer = new WindowScorer(context.scorer, seed);
    this.file = new EventFile(meterId, context.settings.theftShare);
    this.unusual = new UnusualRun(meterId, context.settings.theftShare);
  }

  get isWarm(): boolean {
    return this.daysLearned >= this.context.settings.warmUpDays;
  }

  /** For the model; undefined while too little is known. */
  get scale(): MeterScale | undefined {
    return this.scorer.isReady ? this.scaler.scale : undefined;
  }

  /** Whether the model is asked about a window. */
  isComplete(window: MeterWindow): boolean {
    return window.samples >= LEAST_SAMPLES * window.powerW.length;
  }

  /** @param error of the autoencoder; NaN when there is none */
  take(window: MeterWindow, error: number, sink: TheftSink): void {
    const { city, district, household, feeder } = window;
    this.place = { city, district, household, feeder };
    this.advance(window.startMs, sink);
    const { zone } = this.context;
    const hour = zone.hourOfDay(window.startMs);
    this.tally ??= new DayTally(zone.dayNumber(window.startMs));
    const isGlitch = window.glitches.some((flag) => flag !== 'frozen');
    const isComplete = this.isComplete(window);
    windowFacts(window, facts);
    const meanW = facts[FACT.SAMPLES]! > 0 ? facts[FACT.SUM_W]! / facts[FACT.SAMPLES]! : Number.NaN;
    const judged = isComplete && !isGlitch ? this.judge(window, hour, error, meanW) : undefined;
    const state = judged ? (this.isWarm ? 'scored' : 'warming-up') : isComplete ? 'glitch' : 'incomplete';
    const message: TheftWindow = {
      meterId: this.meterId,
      startMs: window.startMs,
      lengthMs: window.lengthMs,
      state,
      segment: daySegmentOf(zone, window.startMs),
      samples: window.samples,
      expectedSamples: window.powerW.length,
      ...(judged ?? { features: {}, ...NO_SCORES, cues: [] }),
    };
    if (!Number.isNaN(meanW)) this.segmentWh += (meanW * window.lengthMs) / HOUR_MS;
    this.tally.add(message, hour, meanW);
    sink.window(message);
    const run = this.file.isOpen || !this.isWarm ? undefined : this.unusual.take(message, meanW, this.place);
    if (run) sink.event(run);
  }

  /** Ends the parts of the day that lie before an instant. */
  advance(timeMs: number, sink: TheftSink): void {
    const segment = this.segmentOf(timeMs);
    if (segment <= this.ring.current) return;
    if (this.ring.current >= 0) this.endSegment(sink);
    const day = Math.floor(segment / DAY_SEGMENTS);
    if (this.tally && day > this.tally.day) this.endDay(sink);
    this.ring.open(segment);
  }

  /** Ends the day under way as far as it has come. */
  flush(sink: TheftSink): void {
    if (this.ring.current >= 0) this.endSegment(sink);
    if (this.tally) this.endDay(sink);
    const event = this.file.close();
    if (event) sink.event(event);
  }

  /**
   * What a person found. A dismissed event says that what was suspicious is usual here: the meter is learned anew, for
   * a shorter time than a new one, and the cues weigh less for a while.
   */
  learnFrom(feedback: TheftFeedback, sink: TheftSink): void {
    this.feedback.take(feedback);
    if (feedback.verdict !== 'dismissed' || !this.isWarm) return;
    const event = this.file.close();
    if (event) sink.event(event);
    const { current } = this.ring;
    this.ring = new SegmentRing();
    if (current >= 0) this.ring.open(current);
    this.baseline = new MeterBaseline();
    this.profile = new UsualProfile();
    this.daysLearned = Math.max(0, this.context.settings.warmUpDays - RELEARN_DAYS);
  }

  snapshot(): unknown {
    const { place, daysLearned, wasZero, segmentWindows, segmentWh, dayScore, dayEvidence, hasEvent } = this;
    return {
      place: [place.city ?? null, place.district ?? null, place.household ?? null, place.feeder ?? null],
      plain: structuredClone({ daysLearned, wasZero, segmentWindows, segmentWh, dayScore, hasEvent }),
      // JSON has no NaN, which stands for "the cue can't tell".
      dayEvidence: dayEvidence.map((one) => ({
        ...one,
        lostShare: Number.isNaN(one.lostShare) ? null : one.lostShare,
      })),
      tally: this.tally?.snapshot() ?? null,
      parts: this.parts.map((part) => part.snapshot()),
    };
  }

  /** @throws Error when it is not a snapshot of a meter */
  restore(saved: unknown): void {
    const { place, plain, dayEvidence, tally, parts } = saved as {
      place: (string | null)[];
      plain: object;
      dayEvidence: (Omit<Evidence, 'lostShare'> & { lostShare: number | null })[];
      tally: unknown;
      parts: unknown[];
    };
    const [city, district, household, feeder] = place.map((name) => name ?? undefined);
    this.place = { city, district, household, feeder };
    Object.assign(this, structuredClone(plain));
    this.dayEvidence = structuredClone(dayEvidence).map((one) => ({ ...one, lostShare: one.lostShare ?? Number.NaN }));
    this.tally = tally === null ? undefined : DayTally.restored(tally);
    for (const [index, part] of this.parts.entries()) part.restore(parts[index] as never);
  }

  private get parts() {
    return [this.ring, this.baseline, this.profile, this.scaler, this.scorer, this.file, this.feedback, this.unusual];
  }

  private segmentOf(timeMs: number): number {
    const { zone } = this.context;
    return zone.dayNumber(timeMs) * DAY_SEGMENTS + Math.floor(zone.hourOfDay(timeMs) / 6);
  }

  private judge(window: MeterWindow, hour: number, error: number, meanW: number) {
    const { settings, zone, disabled } = this.context;
    const isZero = facts[FACT.ZERO_WINDOWS] === 1;
    facts[FACT.ZERO_RUNS] = isZero && !this.wasZero ? 1 : 0;
    this.wasZero = isZero;
    this.ring.add(facts, meanW);
    this.segmentWindows++;
    features(window, zone, row);
    const scores = this.scorer.score(row, error);
    const isAnomalous = scores.hybrid >= settings.anomalyLimit;
    const { usual } = this.scorer;
    const cues = usual ? windowCues(window, row, usual, settings, zone) : [];
    if (isAnomalous) cues.push(modelCue(scores.hybrid, settings.anomalyLimit));
    if (!this.file.isOpen) this.scorer.learn(row, hour, error);
    this.scaler.add(facts);
    return {
      features: { ...featureRecord(row), ...plottedMeans(window) },
      forestScore: orNull(scores.forest),
      autoencoderScore: orNull(scores.autoencoder),
      hybridScore: orNull(scores.hybrid),
      isAnomalous,
      cues: disabled.size > 0 ? cues.filter(({ kind }) => !disabled.has(kind)) : cues,
    };
  }

  private endSegment(sink: TheftSink): void {
    const segment = this.ring.current;
    const part = segment % DAY_SEGMENTS;
    if (!this.isWarm) this.learn(part);
    else this.weigh(segment, part, sink);
    this.segmentWindows = 0;
    this.segmentWh = 0;
  }

  private weigh(segment: number, part: number, sink: TheftSink): void {
    const { windowsADay, disabled, settings } = this.context;
    const { startMs, endMs } = this.boundsOf(segment);
    const evidence = evidenceAt(part, this.ring, this.baseline, windowsADay, disabled);
    this.feedback.apply(evidence, endMs);
    const score = scoreOf(evidence);
    if (score > this.dayScore) this.dayScore = score;
    this.dayEvidence = [...this.dayEvidence, ...evidence];
    if (score >= settings.eventScore) {
      const best = evidence.reduce((a, b) => (b.cue.score > a.cue.score ? b : a));
      const { segments } = best.look;
      // It began in the stretch that shows it; three days blur that, and of an open event only the news counts.
      const isFresh = !this.file.isOpen && segments <= DAY_SEGMENTS;
      this.hasEvent = true;
      sink.event(
        this.file.extend(
          {
            startMs: isFresh ? this.boundsOf(segment - segments + 1).startMs : startMs,
            endMs,
            score,
            cues: evidence.map(({ cue }) => cue),
            windows: this.segmentWindows,
            measuredWh: this.segmentWh,
            lostWh: this.lostWh(best.lostShare, startMs, endMs),
          },
          this.place,
        ),
      );
      return;
    }
    const closed = this.file.rest();
    if (closed) sink.event(closed);
    if (!this.file.isOpen && score < SUSPICIOUS_SCORE) this.learn(part);
  }

  /** Learns the part that ends; the trailing day and three days once a day, so that they count once. */
  private learn(part: number): void {
    for (const look of looksAt(part)) {
      if (look.context >= DAY_CONTEXT && part !== DAY_SEGMENTS - 1) continue;
      const statistics = statisticsOf(this.ring, look, this.baseline, this.context.windowsADay);
      if (statistics) this.baseline.learn(look.context, statistics);
    }
  }

  /** Energy that was not counted in a part of the day: by the cue's own share, else by what was to be expected. */
  private lostWh(share: number, startMs: number, endMs: number): number {
    if (!Number.isNaN(share)) return (Math.max(0, this.segmentWh) * share) / (1 - Math.min(share, 0.95));
    const expected = this.expectedWh(startMs, endMs);
    return expected === null ? 0 : Math.max(0, expected - this.segmentWh);
  }

  private expectedWh(startMs: number, endMs: number): number | null {
    const { zone } = this.context;
    let sum = 0;
    for (let timeMs = startMs; timeMs < endMs; timeMs += HOUR_MS) {
      sum += this.profile.at(weekdayOf(zone, timeMs) >= 5, zone.hourOfDay(timeMs));
    }
    return Number.isNaN(sum) ? null : Math.max(0, sum);
  }

  private endDay(sink: TheftSink): void {
    const tally = this.tally!;
    const { zone, windowsADay } = this.context;
    const { startMs, endMs } = zone.dayBounds(tally.day);
    const isComplete = tally.windows - tally.incompleteWindows >= LEAST_DAY * windowsADay;
    const weekend = weekdayOf(zone, startMs) >= 5;
    sink.day({
      meterId: this.meterId,
      ...placeOf(this.place),
      date: dayText(tally.day),
      startMs,
      state: !this.isWarm ? 'warming-up' : isComplete ? 'scored' : 'incomplete',
      dayType: tally.dayType,
      risk: tally.risk(this.hasEvent),
      score: this.dayScore,
      evidence: strongest(this.dayEvidence.map(({ cue }) => cue)),
      energyWh: tally.energyWh,
      expectedWh: this.expectedWh(startMs, endMs),
      segmentsWh: { ...tally.segmentsWh },
      hourlyW: tally.hourlyW,
      usualHourlyW: Array.from({ length: 24 }, (_, hour) => orNull(this.profile.at(weekend, hour))),
      windows: tally.windows,
      incompleteWindows: tally.incompleteWindows,
      anomalousWindows: tally.anomalousWindows,
      spikes: tally.spikes,
      dips: tally.dips,
      cueWindows: tally.cueWindows,
      weekend,
    });
    if (!this.file.isOpen) {
      for (const [hour, powerW] of tally.hourlyW.entries())
        if (powerW !== null) this.profile.learn(weekend, hour, powerW);
    }
    if (!this.isWarm && isComplete && ++this.daysLearned === this.context.settings.warmUpDays) this.baseline.anchor();
    this.tally = undefined;
    this.dayScore = 0;
    this.dayEvidence = [];
    this.hasEvent = false;
  }

  private boundsOf(segment: number): { startMs: number; endMs: number } {
    const { zone } = this.context;
    const { startMs, endMs } = zone.dayBounds(Math.floor(segment / DAY_SEGMENTS));
    const part = segment % DAY_SEGMENTS;
    const at = (quarter: number) => (quarter === DAY_SEGMENTS ? endMs : startMs + quarter * 6 * HOUR_MS);
    return { startMs: at(part), endMs: at(part + 1) };
  }
}

const NO_SCORES: Pick<TheftWindow, 'forestScore' | 'autoencoderScore' | 'hybridScore' | 'isAnomalous'> = {
  forestScore: null,
  autoencoderScore: null,
  hybridScore: null,
  isAnomalous: false,
};

const orNull = (value: number) => (Number.isNaN(value) ? null : value);

const modelCue = (score: number, limit: number) => ({
  kind: 'model-anomaly' as const,
  value: score,
  limit,
  unit: '',
  because: `more unusual than ${(100 * score).toFixed(1)} % of this meter's windows`,
});

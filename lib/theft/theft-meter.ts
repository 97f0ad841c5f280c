import type { TheftFeedback, TheftWindow } from '../messages';
import { finiteOrNull } from '../stream/finite-or-null';
import type { MeterScale } from './autoencoder';
import { DayTally } from './day-tally';
import { type EndedPart, restoredEnded, savedEnded, supplyCuesOf } from './ended-part';
import { FEATURES, featureRecord, features, plottedMeans } from './features';
import { daySegmentOf } from './local-clock';
import type { MeterContext } from './meter-context';
import { MeterScaler } from './meter-scaler';
import { MeterVerdict, type VerdictSink } from './meter-verdict';
import type { MeterWindow } from './meter-window';
import type { MeterPlace } from './open-window';
import { DAY_SEGMENTS, SegmentRing } from './segment-ring';
import { UnusualRun } from './unusual-run';
import { windowCues } from './window-cues';
import { FACT, FACTS, windowFacts } from './window-facts';
import { WindowScorer } from './window-scorer';
import { restoredPlace, type SavedPlace, savedPlace } from './window-snapshot';

const HOUR_MS = 3_600_000;
/** A window needs this part of its samples. */
const LEAST_SAMPLES = 0.5;
/** A part of the day is decided on when its meter is so much further: then the others of the feeder have come as far. */
const PATIENCE_MS = HOUR_MS / 2;

/** Where the results of a meter go. */
export interface TheftSink extends VerdictSink {
  window(window: TheftWindow): void;
}

const facts = new Float64Array(FACTS);
const row = new Float32Array(FEATURES.length);

/** One meter: scores and cues of its windows, sums of the parts of its days, verdicts. Windows come in order of time. */
export class TheftMeter {
  place: MeterPlace = { city: undefined, district: undefined, household: undefined, feeder: undefined };
  private ring = new SegmentRing();
  private readonly scaler = new MeterScaler();
  private readonly scorer: WindowScorer;
  private readonly verdict: MeterVerdict;
  private readonly unusual: UnusualRun;
  private tally: DayTally | undefined;
  private ended: EndedPart | undefined;
  private wasZero = false;
  /** Windows before it are known: a stage that is restored from a moment earlier gives the last ones again. */
  private knownMs = 0;
  private segmentWindows = 0;
  private segmentWh = 0;

  constructor(
    readonly meterId: string,
    private readonly context: MeterContext,
    seed: number,
  ) {
    this.scorer = new WindowScorer(context.scorer, seed);
    this.verdict = new MeterVerdict(meterId, context);
    this.unusual = new UnusualRun(meterId);
  }

  get isWarm(): boolean {
    return this.verdict.isWarm;
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
    if (window.startMs < this.knownMs) return;
    this.knownMs = window.startMs + window.lengthMs;
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
    if (this.isWarm && !this.verdict.hasOpenEvent) {
      const run = this.unusual.take(message, meanW, this.place);
      if (run) sink.event(run);
    }
  }

  /** Goes on to an instant: ends the part of the day that lies before it, decides on the one that waits. */
  advance(timeMs: number, sink: TheftSink): void {
    if (this.ended && this.segmentOf(timeMs - PATIENCE_MS) > this.ended.segment) this.decide(sink);
    const segment = this.segmentOf(timeMs);
    if (segment <= this.ring.current) return;
    if (this.ring.current >= 0) {
      this.decide(sink);
      this.end(Math.floor(segment / DAY_SEGMENTS));
    }
    this.ring.open(segment);
  }

  /** Ends the day under way as far as it has come. */
  flush(sink: TheftSink): void {
    this.decide(sink);
    if (this.ring.current >= 0) this.end(Number.POSITIVE_INFINITY);
    this.decide(sink);
    this.verdict.closeEvent(sink);
  }

  learnFrom(feedback: TheftFeedback, sink: TheftSink): void {
    if (this.verdict.learnFrom(feedback, sink)) this.forgetSums();
  }

  snapshot(): unknown {
    const { place, wasZero, knownMs, segmentWindows, segmentWh } = this;
    return {
      place: savedPlace(place),
      plain: { wasZero, knownMs, segmentWindows, segmentWh },
      ended: this.ended ? savedEnded(this.ended) : null,
      tally: this.tally?.snapshot() ?? null,
      parts: this.parts.map((part) => part.snapshot()),
    };
  }

  /** @throws Error when it is not a snapshot of a meter */
  restore(saved: unknown): void {
    const { place, plain, ended, tally, parts } = saved as {
      place: SavedPlace;
      plain: object;
      ended: unknown;
      tally: unknown;
      parts: unknown[];
    };
    this.place = restoredPlace(place);
    Object.assign(this, plain);
    this.ended = ended === null ? undefined : restoredEnded(ended);
    this.tally = tally === null ? undefined : DayTally.restored(tally);
    for (const [index, part] of this.parts.entries()) part.restore(parts[index] as never);
  }

  private get parts() {
    return [this.ring, this.scaler, this.scorer, this.verdict, this.unusual];
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
    if (!this.verdict.hasOpenEvent) this.scorer.learn(row, hour, error);
    this.scaler.add(facts);
    return {
      features: { ...featureRecord(row), ...plottedMeans(window) },
      forestScore: finiteOrNull(scores.forest),
      autoencoderScore: finiteOrNull(scores.autoencoder),
      hybridScore: finiteOrNull(scores.hybrid),
      isAnomalous,
      cues: disabled.size > 0 ? cues.filter(({ kind }) => !disabled.has(kind)) : cues,
    };
  }

  /** Ends the part of the day under way, and the day when `nextDay` is another one. */
  private end(nextDay: number): void {
    const isDayOver = this.tally !== undefined && nextDay > this.tally.day;
    this.ended = this.verdict.end(this.ring, this.segmentWindows, this.segmentWh, isDayOver ? this.tally : undefined);
    this.context.watch.note(this.place.feeder, this.ended.segment, this.meterId, supplyCuesOf(this.ended));
    if (isDayOver) this.tally = undefined;
    this.segmentWindows = 0;
    this.segmentWh = 0;
  }

  private decide(sink: TheftSink): void {
    const { ended } = this;
    if (ended === undefined) return;
    this.ended = undefined;
    const common = this.context.watch.commonTo(this.place.feeder, ended.segment);
    if (this.verdict.decide(ended, common, this.place, sink)) this.forgetSums();
  }

  /** What was summed up so far is no longer usual. */
  private forgetSums(): void {
    if (this.ended) this.ended.evidence = [];
    const { current } = this.ring;
    this.ring = new SegmentRing();
    if (current >= 0) this.ring.open(current);
  }
}

const NO_SCORES: Pick<TheftWindow, 'forestScore' | 'autoencoderScore' | 'hybridScore' | 'isAnomalous'> = {
  forestScore: null,
  autoencoderScore: null,
  hybridScore: null,
  isAnomalous: false,
};

const modelCue = (score: number, limit: number) => ({
  kind: 'model-anomaly' as const,
  value: score,
  limit,
  unit: '',
  because: `more unusual than ${(100 * score).toFixed(1)} % of this meter's windows`,
});

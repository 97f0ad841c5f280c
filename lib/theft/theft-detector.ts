import { Value } from '@sinclair/typebox/value';
import { type Emission, type MeterReading, type Refusal, TheftFeedback } from '../messages';
import type { Autoencoder } from './autoencoder';
import type { MeterWindow } from './meter-window';
import { MODEL_WINDOW, writeModelInput } from './model-input';
import { TheftJudge, type TheftPorts } from './theft-judge';
import { completeTheftSettings, type TheftSettings } from './theft-settings';
import type { WindowMeter } from './window-meter';
import { WindowStage } from './window-stage';

/** Windows that the model is asked about at once. */
const MODEL_BATCH = 64;
/** Windows that are judged before other work gets its turn. */
const SLICE = 512;

export interface TheftDetectorPorts extends TheftPorts {
  refused: Refusal;
}

interface Snapshot {
  operator: 'theft-detector';
  stage: unknown;
  judge: unknown;
}

/**
 * Theft detection of many meters: readings → windows → features, model scores and cues → evidence of days → events.
 * Calls are worked off one after the other, whatever the model takes; the same readings in the same batches give the
 * same bytes, whether a model runs in this thread or in another one.
 */
export class TheftDetector {
  readonly settings: TheftSettings;
  readonly stage: WindowStage;
  private readonly judge: TheftJudge;
  private readonly input = new Float32Array(MODEL_BATCH * MODEL_WINDOW);
  private queue: Promise<unknown> = Promise.resolve();
  /** Of the last batch that the model could not do; undefined when it could. */
  modelFault: Error | undefined;

  /** @throws Error that names the setting that is wrong. */
  constructor(
    settings: Partial<TheftSettings> = {},
    private readonly autoencoder?: Autoencoder,
  ) {
    this.settings = completeTheftSettings(settings);
    const { windowMinutes, sampleSeconds, latenessMinutes, idleMinutes, maximumAheadMinutes, maximumMeters } =
      this.settings;
    this.stage = new WindowStage({
      windowMinutes,
      sampleSeconds,
      latenessMinutes,
      idleMinutes,
      maximumAheadMinutes,
      maximumMeters,
    });
    this.judge = new TheftJudge(this.settings);
  }

  /** Meters of which a window has closed, and those of them that are still warming up. */
  get counts(): { meters: number; warmingUp: number } {
    return { meters: this.judge.meterCount, warmingUp: this.judge.warmingUp };
  }

  /** Readings, and what people found, see TheftFeedback. */
  async process(
    batch: readonly (MeterReading | TheftFeedback)[],
    nowMs: number,
  ): Promise<Emission<TheftDetectorPorts> | undefined> {
    const readings = batch.filter((one): one is MeterReading => !isFeedback(one));
    const closed = this.stage.process(readings, nowMs);
    const feedback = readings.length < batch.length ? batch.filter(isFeedback) : [];
    const faulty: unknown[] = feedback.filter((one) => !Value.Check(TheftFeedback, one));
    return this.enqueue(
      closed?.windows ?? [],
      [...(closed?.refused ?? []), ...faulty.map((one) => badFeedback(one))],
      () => {
        for (const one of feedback) if (!faulty.includes(one)) this.judge.learnFrom(one);
      },
    );
  }

  /** A meter for `addSample`. */
  meter(meterId: string): WindowMeter {
    return this.stage.meter(meterId);
  }

  /** One sample from columns, see WindowStage; `drain` works off the windows it closes. */
  addSample(
    meter: WindowMeter,
    timeMs: number,
    powerW: number,
    voltageV: number,
    currentA: number,
    powerFactor: number,
  ): boolean {
    return this.stage.addSample(meter, timeMs, powerW, voltageV, currentA, powerFactor);
  }

  async drain(): Promise<Emission<TheftDetectorPorts> | undefined> {
    return this.enqueue(this.stage.takeWindows());
  }

  async tick(nowMs: number): Promise<Emission<TheftDetectorPorts> | undefined> {
    const closed = this.stage.tick(nowMs);
    return this.enqueue(closed?.windows ?? [], closed?.refused);
  }

  /** Closes all windows, days and events. */
  async flush(): Promise<Emission<TheftDetectorPorts> | undefined> {
    const closed = this.stage.flush();
    return this.enqueue(closed?.windows ?? [], closed?.refused, () => this.judge.flush());
  }

  /** Forgets everything once what is under way is done. */
  async reset(): Promise<void> {
    this.stage.reset();
    await this.enqueue([], [], () => this.judge.reset());
  }

  /** The whole state as plain JSON data, after all calls so far. */
  async snapshot(): Promise<Snapshot> {
    // The stage is ahead of the judge: what it has closed by now is judged before the judge's turn comes.
    const stage = this.stage.snapshot();
    await this.enqueue([]);
    return { operator: 'theft-detector', stage, judge: this.judge.snapshot() };
  }

  /** The same in parts, a meter at a time: the state of ten thousand meters is too long for one text. */
  async partedSnapshot(): Promise<{ head: unknown; meters: Iterable<unknown> }> {
    const stage = this.stage.snapshot();
    await this.enqueue([]);
    const head = { operator: 'theft-detector', stage, judge: this.judge.head() };
    return { head, meters: this.judge.meterStates() };
  }

  /** @throws Error when it is not a snapshot of a theft detector */
  restoreParts(head: unknown, meters: Iterable<unknown>): void {
    const { stage, judge } = checked(head);
    this.stage.restore(stage);
    this.judge.restoreParts(judge, meters);
  }

  /** @throws Error when it is not a snapshot of a theft detector */
  restore(state: unknown): void {
    const { stage, judge } = checked(state);
    this.stage.restore(stage);
    this.judge.restore(judge);
  }

  private enqueue(
    windows: readonly MeterWindow[],
    refused: Refusal[] = [],
    then?: () => void,
  ): Promise<Emission<TheftDetectorPorts> | undefined> {
    const done = this.queue.then(async () => {
      for (let first = 0; first < windows.length; first += SLICE) {
        await this.take(windows.slice(first, first + SLICE));
      }
      this.judge.advance();
      then?.();
      const emission = this.judge.emission();
      return emission || refused.length > 0 ? { ...emission, refused } : undefined;
    });
    // A fault is the caller's; what comes after it goes on.
    this.queue = done.catch(() => undefined);
    return done;
  }

  private async take(windows: readonly MeterWindow[]): Promise<void> {
    const errors = this.autoencoder ? await this.errorsOf(windows, this.autoencoder) : undefined;
    for (const [i, window] of windows.entries()) {
      this.judge.take(window, errors ? errors[i]! : Number.NaN);
      this.stage.recycle(window);
    }
  }

  /** Errors of the model; NaN for windows that it is not asked about, and for all when it fails: then the forest judges. */
  private async errorsOf(windows: readonly MeterWindow[], autoencoder: Autoencoder): Promise<Float32Array> {
    const errors = new Float32Array(windows.length).fill(Number.NaN);
    const asked = windows.flatMap((window, index) => {
      const scale = this.judge.scaleFor(window);
      return scale ? [{ window, scale, index }] : [];
    });
    try {
      for (let first = 0; first < asked.length; first += MODEL_BATCH) {
        const batch = asked.slice(first, first + MODEL_BATCH);
        const input = this.input.subarray(0, batch.length * MODEL_WINDOW);
        for (const [i, { window, scale }] of batch.entries()) writeModelInput(window, scale, input, i * MODEL_WINDOW);
        const found = await autoencoder.errors(input, batch.length);
        for (const [i, { index }] of batch.entries()) errors[index] = found[i]!;
      }
      this.modelFault = undefined;
    } catch (error) {
      this.modelFault = error as Error;
    }
    return errors;
  }
}

function checked(state: unknown): Snapshot {
  const snapshot = state as Snapshot | null;
  if (snapshot?.operator === 'theft-detector') return snapshot;
  throw new Error('not a snapshot of the theft detector: give what snapshot() returned, or reset');
}

const isFeedback = (one: unknown): one is TheftFeedback =>
  typeof one === 'object' && one !== null && (one as TheftFeedback).type === 'theft-feedback';

const badFeedback = (original: unknown): Refusal => ({
  reason: 'bad-feedback',
  message: `feedback that is none: ${[...Value.Errors(TheftFeedback, original)].map((e) => `${e.path} ${e.message}`)[0]}`,
  place: [...Value.Errors(TheftFeedback, original)][0]!.path,
  remedy: 'send what grid case gives on its output "feedback"',
  original,
});

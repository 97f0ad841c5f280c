import type { AsyncOperator, Emission, FaultClassification, Refusal, Waveform } from '../../messages';
import { checkWaveform } from './check-waveform';
import { completeClassifierSettings, type FaultClassifierSettings } from './classifier-settings';
import { modelAnswer, type PreparedEvent } from './fault-answer';
import type { FaultModel } from './fault-model';
import { prepareEvent } from './prepare-event';

export interface FaultClassifierPorts {
  classified: FaultClassification;
  refused: Refusal;
}

/** What becomes of one waveform. */
export type FaultOutcome = { classified: FaultClassification } | { refused: Refusal };
type Step = FaultOutcome | { event: PreparedEvent };

/** Tells of each waveform what it is of, from that waveform alone. */
export class FaultClassifier implements AsyncOperator<Waveform, FaultClassifierPorts> {
  readonly settings: FaultClassifierSettings;
  /** The newest answer, for a status. */
  last: FaultClassification | undefined;
  private working: Promise<unknown> = Promise.resolve();

  /**
   * @param model asked for events; what it fails to answer is refused
   * @throws Error that names the setting that is wrong
   */
  constructor(
    private readonly model: FaultModel,
    settings: Partial<FaultClassifierSettings> = {},
  ) {
    this.settings = completeClassifierSettings(settings);
  }

  async process(batch: readonly Waveform[]): Promise<Emission<FaultClassifierPorts>> {
    const outcomes = await this.classify(batch);
    const classified = outcomes.flatMap((one) => ('classified' in one ? [one.classified] : []));
    this.last = classified.at(-1) ?? this.last;
    return {
      classified,
      refused: outcomes.flatMap((one) => ('refused' in one ? [one.refused] : [])),
    };
  }

  /** One outcome a waveform, in their order; calls are worked off in theirs. */
  classify(batch: readonly Waveform[]): Promise<FaultOutcome[]> {
    const result = this.working.then(() => this.inLots(batch));
    this.working = result.catch(() => undefined);
    return result;
  }

  async reset(): Promise<void> {
    this.last = undefined;
  }

  async snapshot(): Promise<null> {
    return null;
  }

  restore(): void {}

  private async inLots(batch: readonly Waveform[]): Promise<FaultOutcome[]> {
    const outcomes: FaultOutcome[] = [];
    const { batchSize } = this.settings;
    let asked: Promise<unknown> = Promise.resolve();
    for (let from = 0; from < batch.length; from += batchSize) {
      // While the model computes one lot in its thread, the next is prepared here.
      const steps = batch.slice(from, from + batchSize).map((waveform) => this.step(waveform));
      await asked;
      asked = this.outcomes(steps).then((some) => outcomes.push(...some));
      // Others get their turn between two lots.
      if (from + batchSize < batch.length) await new Promise((resolve) => setImmediate(resolve));
    }
    await asked;
    return outcomes;
  }

  private step(waveform: Waveform): Step {
    const refused = checkWaveform(waveform);
    if (refused) return { refused };
    const event = prepareEvent(waveform, this.settings);
    return 'label' in event ? { classified: event } : { event };
  }

  private async outcomes(steps: readonly Step[]): Promise<FaultOutcome[]> {
    const judged = await this.judge(steps.flatMap((step) => ('event' in step ? [step.event] : [])));
    let next = 0;
    return steps.map((step) => ('event' in step ? judged[next++]! : step));
  }

  private async judge(events: readonly PreparedEvent[]): Promise<FaultOutcome[]> {
    if (events.length === 0) return [];
    const { model } = this;
    try {
      const judgements = await model.judge(events.map(({ input }) => input));
      const { engine } = model;
      return events.map((event, i) => ({
        classified: modelAnswer(event, judgements[i]!, engine, this.settings),
      }));
    } catch (error) {
      return events.map(({ waveform }) => ({
        refused: {
          reason: 'no-model',
          message: `the model can't be asked: ${(error as Error).message}`,
          remedy: 'give the path of a model that runs, or install the package again',
          original: waveform,
        },
      }));
    }
  }
}

import { shippedModel } from '../../lib/inference';
import type { FaultClassification, Waveform } from '../../lib/messages';
import { FaultClassifier, type FaultClassifierSettings, OnnxFaultModel } from '../../lib/waveform/classifier';

export type DecisionWindow = FaultClassifierSettings['decisionWindow'];

const BATCH = 32;

/** The product's own path: the operator of grid fault classifier with the shipped model, in batches of 32. */
export class Judge {
  private readonly classifiers = new Map<DecisionWindow, FaultClassifier>();

  private constructor(private readonly model: OnnxFaultModel) {}

  /** @throws Error when there is no model that runs */
  static async open(): Promise<Judge> {
    const model = new OnnxFaultModel(() => shippedModel('fault-classifier'), { thread: false });
    await model.open();
    return new Judge(model);
  }

  get engine(): string {
    return this.model.engine;
  }

  /** @returns an answer a waveform, in their order @throws Error when one is refused: all that is given here is sound */
  async classify(waveforms: readonly Waveform[], window: DecisionWindow): Promise<FaultClassification[]> {
    const answers: FaultClassification[] = [];
    for (let from = 0; from < waveforms.length; from += BATCH) {
      const emission = await this.classifierOf(window).process(waveforms.slice(from, from + BATCH));
      const [refusal] = emission.refused ?? [];
      if (refusal) throw new Error(`a waveform was refused: ${refusal.message}; ${refusal.remedy ?? ''}`);
      answers.push(...(emission.classified ?? []));
    }
    if (answers.length !== waveforms.length) {
      throw new Error(`${answers.length} answers to ${waveforms.length} waveforms: the classifier lost some`);
    }
    return answers;
  }

  close(): Promise<void> {
    return this.model.close();
  }

  private classifierOf(decisionWindow: DecisionWindow): FaultClassifier {
    let own = this.classifiers.get(decisionWindow);
    if (!own) {
      own = new FaultClassifier(this.model, { decisionWindow });
      this.classifiers.set(decisionWindow, own);
    }
    return own;
  }
}

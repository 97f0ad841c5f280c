import type { ModelInput } from '../model-input';

/** What the model says of one event. */
export interface FaultJudgement {
  /** Calibrated, by the index of FAULT_CLASSES; adds up to 1. */
  probability: Float32Array;
  /** Distance to the training data over the largest allowed one; above 1 the probabilities mean nothing. */
  unlikeness: number;
}

/** A model that tells the classes of fault apart. */
export interface FaultModel {
  /** What computes; `none` before it is needed and when nothing can. */
  readonly engine: string;
  /**
   * @param inputs one an event, as `modelInput` makes them
   * @returns as many, in the same order
   * @throws Error when the model can't be opened or computed
   */
  judge(inputs: readonly ModelInput[]): Promise<FaultJudgement[]>;
}

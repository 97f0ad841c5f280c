import { type Expected, LazyModel, type OpenOptions } from '../inference';
import { FAILURE_FEATURES } from './failure-features';
import type { FailureModel } from './failure-model';

const FEATURES = FAILURE_FEATURES.length;
/** Rows in one run: more are no faster each, and other models wait meanwhile. */
const MOST_ROWS = 4096;
/** Up to here computing takes no longer than the way to a thread and back. */
const ROWS_HERE = 16;
const EXPECTED: Expected = { inputs: { features: [null, FEATURES] }, outputs: { probability: [null] } };

/** A failure model in an ONNX file, opened when it is first needed: `features` [batch, 10] → `probability` [batch]. */
export class OnnxFailureModel implements FailureModel {
  private readonly model: LazyModel;
  /** Of the last computation. */
  private failed: Error | undefined;

  /** @param source gives the path of the .onnx file, or its bytes; asked when the model is opened */
  constructor(source: () => string | Uint8Array, options: Omit<OpenOptions, 'expected'> = {}) {
    this.model = new LazyModel(source, { rowsHere: ROWS_HERE, ...options, expected: EXPECTED });
  }

  get engine(): string {
    return this.model.engine;
  }

  get why(): readonly string[] {
    return this.failed ? [this.failed.message] : this.model.why;
  }

  async probabilities(rows: Float32Array, count: number): Promise<Float32Array> {
    try {
      const probabilities = await this.inLots(rows, count);
      if (!probabilities.every((value) => value >= 0 && value <= 1)) {
        throw new Error('the failure model gives no probabilities: train it again, or use the one of the package');
      }
      this.failed = undefined;
      return probabilities;
    } catch (error) {
      this.failed = error as Error;
      throw error;
    }
  }

  close(): Promise<void> {
    return this.model.close();
  }

  private async inLots(rows: Float32Array, count: number): Promise<Float32Array> {
    const model = await this.model.open();
    const probabilities = new Float32Array(count);
    for (let from = 0; from < count; from += MOST_ROWS) {
      const size = Math.min(MOST_ROWS, count - from);
      const data = rows.subarray(from * FEATURES, (from + size) * FEATURES);
      const { probability } = await model.run({ features: { data, dims: [size, FEATURES] } });
      probabilities.set(probability!.data, from);
    }
    return probabilities;
  }
}

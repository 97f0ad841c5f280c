import { type Expected, type Model, type OpenOptions, openModel } from '../inference';
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
  private opening: Promise<Model> | undefined;
  private opened: Model | undefined;
  private failed: Error | undefined;

  /** @param source gives the path of the .onnx file, or its bytes; asked when the model is opened */
  constructor(
    private readonly source: () => string | Uint8Array,
    private readonly options: Omit<OpenOptions, 'expected'> = {},
  ) {}

  get engine(): string {
    return this.opened?.engine ?? 'none';
  }

  get why(): readonly string[] {
    return this.failed ? [this.failed.message] : (this.opened?.why ?? []);
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

  async close(): Promise<void> {
    await this.opening?.then((model) => model.close()).catch(() => undefined);
  }

  private async inLots(rows: Float32Array, count: number): Promise<Float32Array> {
    this.opening ??= (async () =>
      openModel(this.source(), { rowsHere: ROWS_HERE, ...this.options, expected: EXPECTED }))();
    this.opened = await this.opening;
    const probabilities = new Float32Array(count);
    for (let from = 0; from < count; from += MOST_ROWS) {
      const size = Math.min(MOST_ROWS, count - from);
      const data = rows.subarray(from * FEATURES, (from + size) * FEATURES);
      const { probability } = await this.opened.run({ features: { data, dims: [size, FEATURES] } });
      probabilities.set(probability!.data, from);
    }
    return probabilities;
  }
}

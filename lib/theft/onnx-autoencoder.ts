import { type Model, type OpenOptions, openModel, type Shape } from '../inference';
import { type Autoencoder, MODEL_CHANNELS, MODEL_STEPS } from './autoencoder';
import { MODEL_WINDOW } from './model-input';

/** Windows in one run: more are no faster each, and others would wait longer. */
const MAX_BATCH = 64;
const INPUTS: Record<string, Shape> = { windows: [null, MODEL_STEPS, MODEL_CHANNELS] };
const OUTPUTS: Record<string, Shape> = { error: [null] };

/** An autoencoder in an ONNX file that computes the errors too: `windows` [batch, 120, 4] → `error` [batch]. */
export class OnnxAutoencoder implements Autoencoder {
  private last: Promise<unknown> = Promise.resolve();

  private constructor(private readonly model: Model) {}

  /**
   * @param model path of the .onnx file, or its bytes
   * @throws Error that names the file and the remedy, when it can't be read or is another model
   */
  static async open(model: string | Uint8Array, options: Omit<OpenOptions, 'expected'> = {}): Promise<OnnxAutoencoder> {
    return new OnnxAutoencoder(await openModel(model, { ...options, expected: { inputs: INPUTS, outputs: OUTPUTS } }));
  }

  /** What computes. */
  get engine(): Model['engine'] {
    return this.model.engine;
  }

  /** Why it isn't a better engine, and what to do about it. */
  get why(): Model['why'] {
    return this.model.why;
  }

  /** As Autoencoder has it; calls are answered one after the other. @throws Error when `input` is too short */
  async errors(input: Float32Array, count: number): Promise<Float32Array> {
    if (input.length < count * MODEL_WINDOW) {
      throw new Error(
        `${count} windows are ${count * MODEL_WINDOW} numbers, but there are ${input.length}: give all of them`,
      );
    }
    const result = this.last.then(() => this.inBatches(input, count));
    this.last = result.catch(() => undefined);
    return result;
  }

  close(): Promise<void> {
    return this.model.close();
  }

  private async inBatches(input: Float32Array, count: number): Promise<Float32Array> {
    const errors = new Float32Array(count);
    for (let from = 0; from < count; from += MAX_BATCH) {
      const size = Math.min(MAX_BATCH, count - from);
      const data = input.subarray(from * MODEL_WINDOW, (from + size) * MODEL_WINDOW);
      const { error } = await this.model.run({ windows: { data, dims: [size, MODEL_STEPS, MODEL_CHANNELS] } });
      errors.set(error!.data, from);
    }
    return errors;
  }
}

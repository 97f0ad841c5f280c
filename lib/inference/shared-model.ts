import type { Model, SessionRequest, Tensor } from './model';
import { ModelThread } from './model-thread';
import { openSession } from './session';

/**
 * A model that computes small calls in the calling thread, which for some tenths of a millisecond costs less than the way to
 * another thread, and large ones in a thread of its own. That is opened with the first of them.
 */
export class SharedModel implements Model {
  private thread: Promise<ModelThread> | undefined;
  private closed = false;

  private constructor(
    private readonly request: SessionRequest,
    private readonly here: Model,
    private readonly rowsHere: number,
  ) {}

  /**
   * @param rowsHere most rows (first dimension of the inputs) of a small call
   * @throws Error why the model can't be opened with the native library
   */
  static async open(request: SessionRequest, rowsHere: number): Promise<SharedModel> {
    return new SharedModel(request, await openSession(request), rowsHere);
  }

  get engine(): Model['engine'] {
    return this.here.engine;
  }

  get why(): Model['why'] {
    return this.here.why;
  }

  async run(inputs: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    if (this.closed) throw new Error(`model ${this.request.source.name} is closed: open it again`);
    const rows = Math.max(...Object.values(inputs).map(({ dims }) => dims[0] ?? 1));
    if (rows <= this.rowsHere) return this.here.run(inputs);
    this.thread ??= this.openThread();
    return (await this.thread).run(inputs);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await (await this.thread?.catch(() => undefined))?.close();
    await this.here.close();
  }

  /** One that fails is tried anew by the next call. */
  private async openThread(): Promise<ModelThread> {
    try {
      return await ModelThread.open({ ...this.request, engine: this.here.engine });
    } catch (error) {
      this.thread = undefined;
      throw error;
    }
  }
}

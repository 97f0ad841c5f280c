import type { Model } from './model';
import { type OpenOptions, openModel } from './open-model';

/** A model that is opened when it is first needed. */
export class LazyModel {
  private opening: Promise<Model> | undefined;
  private opened: Model | undefined;
  private failed: Error | undefined;

  /** @param source gives the path of the .onnx file, or its bytes; asked when the model is opened */
  constructor(
    private readonly source: () => string | Uint8Array,
    private readonly options: OpenOptions,
  ) {}

  get engine(): string {
    return this.opened?.engine ?? 'none';
  }

  /** Why no model or no better engine runs, and what to do about it. */
  get why(): readonly string[] {
    return this.failed ? [this.failed.message] : (this.opened?.why ?? []);
  }

  /** Opens it now. @throws Error that names the file and the remedy, when it can't be read or is another model */
  async open(): Promise<Model> {
    this.opening ??= (async () => openModel(this.source(), this.options))();
    try {
      this.opened = await this.opening;
      return this.opened;
    } catch (error) {
      this.failed = error as Error;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.opening?.then((model) => model.close()).catch(() => undefined);
  }
}

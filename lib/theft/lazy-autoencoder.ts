import type { Autoencoder } from './autoencoder';

/** What an opened model tells of itself. */
export interface OpenedAutoencoder extends Autoencoder {
  readonly engine: string;
  /** Why it isn't a better engine; empty for the best one. */
  readonly why: readonly string[];
  close(): Promise<void>;
}

/** A model that is opened when it is first needed, so that a gateway without one pays nothing. */
export class LazyAutoencoder implements Autoencoder {
  private opening: Promise<OpenedAutoencoder> | undefined;
  private opened: OpenedAutoencoder | undefined;
  private failed: Error | undefined;

  constructor(private readonly open: () => Promise<OpenedAutoencoder>) {}

  /** The engine that runs; `none` before it is needed and when none can. */
  get engine(): string {
    return this.opened?.engine ?? 'none';
  }

  /** Why no model or no better engine runs. */
  get why(): readonly string[] {
    return this.failed ? [this.failed.message] : (this.opened?.why ?? []);
  }

  async errors(input: Float32Array, count: number): Promise<Float32Array> {
    this.opening ??= this.open();
    try {
      this.opened = await this.opening;
    } catch (error) {
      this.failed = error as Error;
      throw error;
    }
    return this.opened.errors(input, count);
  }

  async close(): Promise<void> {
    await this.opening?.then((model) => model.close()).catch(() => undefined);
  }
}

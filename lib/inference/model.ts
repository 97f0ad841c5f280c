/** What computes: the native library, or the same compiled to WebAssembly. */
export const ENGINES = ['onnxruntime-node', 'onnxruntime-web'] as const;
export type Engine = (typeof ENGINES)[number];

/** A dense array, row by row. */
export interface Tensor {
  data: Float32Array;
  dims: readonly number[];
}

/** Sizes of a tensor by dimension; null: any. */
export type Shape = readonly (number | null)[];

/** What a caller relies on in a model; anything else is refused when it is opened. */
export interface Expected {
  inputs: Readonly<Record<string, Shape>>;
  outputs: Readonly<Record<string, Shape>>;
}

/** An open model. */
export interface Model {
  readonly engine: Engine;
  /** Why it isn't a better engine, and what to do about it; empty for the best one. */
  readonly why: readonly string[];
  /**
   * @param inputs all inputs of the model by name; they may be used again afterwards
   * @returns all outputs by name, in order of the calls
   */
  run(inputs: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  /** Gives the memory back; what is under way is rejected. */
  close(): Promise<void>;
}

/** A model file in memory. */
export interface ModelSource {
  /** The path, for messages. */
  name: string;
  bytes: Uint8Array;
}

/** What opens a model in one thread; all of it can be sent to another. */
export interface SessionRequest {
  source: ModelSource;
  /** The only engine to try; otherwise the best that works. */
  engine: Engine | undefined;
  expected: Expected | undefined;
}

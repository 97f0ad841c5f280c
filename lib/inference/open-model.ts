import { ENGINES, type Engine, type Expected, type Model } from './model';
import { readModel } from './model-source';
import { ModelThread } from './model-thread';
import { RUNTIMES } from './runtimes';
import { openSession } from './session';
import { SharedModel } from './shared-model';

export interface OpenOptions {
  /** The only engine to try. @default GRIDLOOM_INFERENCE_ENGINE, or else the best that works */
  engine?: Engine;
  /** Compute in a thread of its own; without it every call blocks the event loop as long as it computes. @default true */
  thread?: boolean;
  /**
   * Calls of at most so many rows are computed on the spot where the native library runs, for they are faster than the way to
   * the thread; only with `thread`. @default 0
   */
  rowsHere?: number;
  /** What the caller relies on. */
  expected?: Expected;
}

/**
 * Opens an ONNX model: with onnxruntime-node, where that is installed, or else with onnxruntime-web (3–5 times slower).
 * @param model path of the .onnx file, or its bytes
 * @throws Error that names the file and the remedy, when it can't be read or run
 */
export async function openModel(model: string | Uint8Array, options: OpenOptions = {}): Promise<Model> {
  const { engine = engineOfEnvironment(), thread = true, rowsHere = 0, expected } = options;
  const request = { source: await readModel(model), engine, expected };
  if (!thread) return openSession(request);
  if (rowsHere > 0 && (await isNative(engine))) return SharedModel.open(request, rowsHere);
  return ModelThread.open(request);
}

/** Whether the native library is there and may be used; WebAssembly is slower, and compiling it takes the loop's time. */
const isNative = async (engine: Engine | undefined): Promise<boolean> =>
  engine !== 'onnxruntime-web' &&
  RUNTIMES['onnxruntime-node']().then(
    () => true,
    () => false,
  );

function engineOfEnvironment(): Engine | undefined {
  const name = process.env.GRIDLOOM_INFERENCE_ENGINE;
  if (!name) return undefined;
  const engine = ENGINES.find((one) => one === name);
  if (!engine) throw new Error(`GRIDLOOM_INFERENCE_ENGINE ${name}: use one of ${ENGINES.join(', ')}`);
  return engine;
}

import { pathToFileURL } from 'node:url';
import type * as Ort from 'onnxruntime-web';
import type { Engine } from './model';

/** What this package uses of both libraries. */
export type Runtime = Pick<typeof Ort, 'InferenceSession' | 'Tensor'> & {
  /** The name of the CPU in this library. */
  provider: string;
};

/** The libraries, best first; each is loaded when a model is opened, for they are heavy. @throws where it is not installed */
export const RUNTIMES: Record<Engine, () => Promise<Runtime>> = {
  'onnxruntime-node': async () => {
    const ort = await import('onnxruntime-node');
    // Otherwise it writes to the terminal that it found no GPU.
    ort.env.logLevel = 'error';
    return { ...ort, provider: 'cpu' };
  },
  'onnxruntime-web': async () => {
    const ort = await import('onnxruntime-web/wasm');
    ort.env.wasm.numThreads = 1;
    // Beside the library, wherever that is installed: without a path it would look beside the page of a browser.
    ort.env.wasm.wasmPaths = { mjs: fileOf('mjs'), wasm: fileOf('wasm') };
    return { ...ort, provider: 'wasm' };
  },
};

/** What a user can do about a library that does not load. */
export const REMEDIES: Record<Engine, string> = {
  'onnxruntime-node':
    'npm install onnxruntime-node, behind a proxy ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node (no build for Alpine, 32-bit ARM or Intel Macs)',
  'onnxruntime-web': 'npm install onnxruntime-web',
};

const fileOf = (kind: 'mjs' | 'wasm') =>
  pathToFileURL(require.resolve(`onnxruntime-web/ort-wasm-simd-threaded.${kind}`)).href;

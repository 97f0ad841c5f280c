/** ONNX models, computed by onnxruntime-node or, where that is not installed, by onnxruntime-web. */
export { LazyModel } from './lazy-model';
export { ENGINES, type Engine, type Expected, type Model, type Shape, type Tensor } from './model';
export { MAX_WAITING } from './model-thread';
export { type OpenOptions, openModel } from './open-model';
export { shippedModel } from './shipped-model';

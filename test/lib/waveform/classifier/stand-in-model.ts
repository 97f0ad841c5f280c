/**
 * Shaped as the model of faults: `probability` is the softmax of the first 24 features and 21 zeros, `unlikeness` the mean
 * magnitude of all waves. Made with onnx.helper: Slice, Pad, Softmax, Abs, ReduceMean; opset 17.
 */
export const STAND_IN = new Uint8Array(
  Buffer.from(
    'CAg6uQMKIQoIZmVhdHVyZXMKAWIKAWUKAmF4EgRzb21lIgVTbGljZQofCgRzb21lCgRwYWRzCgR6ZXJvEgZwYWRkZWQiA1BhZAorCgZwYWRkZWQS' +
      'C3Byb2JhYmlsaXR5IgdTb2Z0bWF4KgsKBGF4aXMYAaABAgoTCgV3YXZlcxIFc2l6ZXMiA0Ficwo/CgVzaXplcxIKdW5saWtlbmVzcyIKUmVkdWNl' +
      'TWVhbioNCgRheGVzQAFAAqABByoPCghrZWVwZGltcxgAoAECEgFzKhEIARAHQgFiSggAAAAAAAAAACoRCAEQB0IBZUoIGAAAAAAAAAAqEggBEAdC' +
      'AmF4SggBAAAAAAAAACosCAQQB0IEcGFkc0ogAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAFQAAAAAAAAAqDhABQgR6ZXJvSgQAAAAAWh0KBXdhdmVz' +
      'EhQKEggBEg4KAxIBbgoCCAgKAwjgAVobCghmZWF0dXJlcxIPCg0IARIJCgMSAW4KAgg6Yh4KC3Byb2JhYmlsaXR5Eg8KDQgBEgkKAxIBbgoCCC1i' +
      'GQoKdW5saWtlbmVzcxILCgkIARIFCgMSAW5CBAoAEBE=',
    'base64',
  ),
);

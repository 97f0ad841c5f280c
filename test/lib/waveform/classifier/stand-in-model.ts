/**
 * Shaped as the model of faults: `probability` is the softmax of the 24 features and 21 zeros, `unlikeness` the mean
 * magnitude of all waves. Made with onnx.helper: Pad, Softmax, Abs, ReduceMean; opset 17.
 */
export const STAND_IN = new Uint8Array(
  Buffer.from(
    'CAg6xAIKIwoIZmVhdHVyZXMKBHBhZHMKBHplcm8SBnBhZGRlZCIDUGFkCisKBnBhZGRlZBILcHJvYmFiaWxpdHkiB1NvZnRtYXgqCwoEYXhpcx' +
      'gBoAECChMKBXdhdmVzEgVzaXplcyIDQWJzCj8KBXNpemVzEgp1bmxpa2VuZXNzIgpSZWR1Y2VNZWFuKg0KBGF4ZXNAAUACoAEHKg8KCGtlZXBk' +
      'aW1zGACgAQISAXMqEAgEEAc6BAAAABVCBHBhZHMqDhABIgQAAAAAQgR6ZXJvWh0KBXdhdmVzEhQKEggBEg4KAxIBbgoCCAgKAwjgAVobCghmZW' +
      'F0dXJlcxIPCg0IARIJCgMSAW4KAggYYh4KC3Byb2JhYmlsaXR5Eg8KDQgBEgkKAxIBbgoCCC1iGQoKdW5saWtlbmVzcxILCgkIARIFCgMSAW5C' +
      'BAoAEBE=',
    'base64',
  ),
);

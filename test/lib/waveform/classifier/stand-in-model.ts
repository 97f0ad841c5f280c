/**
 * Shaped as the model of faults: `probability` is the softmax of the 30 features and 15 zeros, `unlikeness` the mean
 * magnitude of all waves. Made with onnx.helper: Pad, Softmax, Abs, ReduceMean; opset 17.
 */
export const STAND_IN = new Uint8Array(
  Buffer.from(
    'CAg6xAIKIwoIZmVhdHVyZXMKBHBhZHMKBHplcm8SBnBhZGRlZCIDUGFkCisKBnBhZGRlZBILcHJvYmFiaWxpdHkiB1NvZnRtYXgqCwoEYXhpcxgB' +
      'oAECChMKBXdhdmVzEgVzaXplcyIDQWJzCj8KBXNpemVzEgp1bmxpa2VuZXNzIgpSZWR1Y2VNZWFuKg0KBGF4ZXNAAUACoAEHKg8KCGtlZXBkaW1z' +
      'GACgAQISAXMqEAgEEAc6BAAAAA9CBHBhZHMqDhABIgQAAAAAQgR6ZXJvWh0KBXdhdmVzEhQKEggBEg4KAxIBbgoCCAQKAwjgAVobCghmZWF0dXJl' +
      'cxIPCg0IARIJCgMSAW4KAggeYh4KC3Byb2JhYmlsaXR5Eg8KDQgBEgkKAxIBbgoCCC1iGQoKdW5saWtlbmVzcxILCgkIARIFCgMSAW5CBAoAEBE=',
    'base64',
  ),
);

/**
 * Shaped as the model of faults: `probability` is the softmax of the 24 features and 21 zeros, `unlikeness` the mean of
 * all waves. Made with onnx.helper: Pad, Softmax, ReduceMean; opset 17.
 */
export const STAND_IN = new Uint8Array(
  Buffer.from(
    'CAg6rwIKIwoIZmVhdHVyZXMKBHBhZHMKBHplcm8SBnBhZGRlZCIDUGFkCisKBnBhZGRlZBILcHJvYmFiaWxpdHkiB1NvZnRtYXgqCwoEYXhpcx' +
      'gBoAECCj8KBXdhdmVzEgp1bmxpa2VuZXNzIgpSZWR1Y2VNZWFuKg0KBGF4ZXNAAUACoAEHKg8KCGtlZXBkaW1zGACgAQISAXMqEAgEEAc6BAAA' +
      'ABVCBHBhZHMqDhABIgQAAAAAQgR6ZXJvWh0KBXdhdmVzEhQKEggBEg4KAxIBbgoCCAgKAwjgAVobCghmZWF0dXJlcxIPCg0IARIJCgMSAW4KAg' +
      'gYYh4KC3Byb2JhYmlsaXR5Eg8KDQgBEgkKAxIBbgoCCC1iGQoKdW5saWtlbmVzcxILCgkIARIFCgMSAW5CBAoAEBE=',
    'base64',
  ),
);

/** x float32[n, 2] → y float32[n], the sum of the squares of each row; made with onnx.helper: Mul, ReduceSum; opset 17. */
export const SUM_OF_SQUARES = new Uint8Array(
  Buffer.from(
    'CAk6gQEKDgoBeAoBeBIBcyIDTXVsCigKAXMKBGF4ZXMSAXkiCVJlZHVjZVN1bSoPCghrZWVwZGltcxgAoAECEg5zdW0gb2Ygc3F1YXJlcyoNCAEQ' +
      'BzoBAUIEYXhlc1oUCgF4Eg8KDQgBEgkKAxIBbgoCCAJiEAoBeRILCgkIARIFCgMSAW5CBAoAEBE=',
    'base64',
  ),
);

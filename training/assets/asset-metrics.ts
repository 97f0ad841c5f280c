interface AtThreshold {
  threshold: number;
  precision: number;
  recall: number;
  /** If one asset in a hundred failed within a year. */
  precisionAtOnePercent: number;
}

export interface ArmFigures {
  /** At 95 % precision on the test assets, with its 95 % interval. */
  recall: number;
  interval: [number, number];
  averagePrecision: number;
  /** With the threshold that has 95 % precision on the validation assets; null: none has. */
  chosen: AtThreshold | null;
  half: AtThreshold;
  calibrationError?: number;
  logLoss?: number;
  trees?: number;
  validationLoss?: number;
  seconds?: number;
}

type Parts = Record<'training' | 'validation' | 'test', number>;

/** What train_assets.py writes. */
export interface AssetMetrics {
  rows: Parts;
  failures: Parts;
  assets: number;
  arms: Record<'forest' | 'defaults' | 'steps' | 'free' | 'monotone', ArmFigures> & { limit?: ArmFigures };
  shipped: 'free' | 'monotone';
  /** 95 % interval of the recall above that of the other model. */
  gains: Record<'forest' | 'defaults', [number, number]>;
  againstPhysics: number;
  onnxDifference: number;
  bytes: number;
  sha256: string;
  scale: number;
  shift: number;
  seed: number;
  sklearn: string;
  opset: number;
  mlOpset: number;
}

/** A figure with its 95 % interval over scenarios; null: there is no event of the kind. */
export interface Figure {
  value: number | null;
  low: number | null;
  high: number | null;
}

/** Balanced accuracies by task. */
export interface Tasks {
  events: number;
  classes: Figure;
  internalOrNot: Figure;
  faultOrNot: Figure;
  unit: Figure;
  transientType: Figure;
}

export interface Condition extends Tasks {
  missed: number;
  unknown: number;
  calibrationError: number;
  falseInternals: { events: number; calledInternal: number };
  hardPairs: {
    one: string;
    other: string;
    oneEvents: number;
    oneAsOther: number;
    otherEvents: number;
    otherAsOne: number;
  }[];
  /** Indices of classes; guess −1: no inception was found. */
  confusions: { truth: number; guess: number; share: number }[];
}

/** Of fitting one network. */
export interface Fitted {
  epochs: number;
  bestEpoch: number;
  trainingSeconds: number;
}

/** What train_faults.py writes. */
export interface FaultMetrics {
  parameters: number;
  fitted: { numbers: Fitted; shapes: Fitted };
  /** Numbers of the unlikeness in the graph, beside the parameters. */
  constants: number;
  bytes: number;
  sha256: string;
  opset: number;
  torch: string;
  seed: number;
  inputs: { train: number; validation: number };
  events: { train: number; validation: number };
  missed: { train: number; validation: number };
  temperature: number;
  caution: number;
  known: number;
  lenience: number;
  beyond: number;
  onnxDifference: { probability: number; unlikeness: number };
  latency: { pytorchMs: number; onnxruntimeMs: number };
  conditions: Record<string, Condition>;
  unlike: Record<string, { waveforms: number; nothing: number; unknown: number; sure: number; sureInternal: number }>;
  original: (Tasks & { fitted: Fitted; parameters: number; pytorchMs: number }) | null;
}

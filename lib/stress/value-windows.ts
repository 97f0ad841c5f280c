import type { StressValue } from './read-stress';
import type { RiskTerms } from './risk-terms';

/** The terms of one window of one node, [startMs, endMs). */
export interface NodeWindow extends RiskTerms {
  nodeId: string;
  startMs: number;
  endMs: number;
}

export interface WindowsOutput {
  /** By end; the same in any order of arrival within the lateness, and in any batches. */
  windows: NodeWindow[];
  late: StressValue[];
  /** Nodes that were pushed out by newer ones. */
  forgotten: string[];
}

/** Values into windows, of one kind. */
export interface ValueWindows {
  /** Event time up to which all is decided. */
  readonly watermarkMs: number;
  /** Values that are kept for windows that are open. */
  readonly openRecords: number;
  /** Takes a value; what it decides comes with the next `close`. */
  add(value: StressValue): void;
  /** The windows that are complete since the last call. */
  close(): WindowsOutput;
  /** All windows that are open, complete or not. */
  flush(): WindowsOutput;
  reset(): void;
  snapshot(): unknown;
  restore(state: unknown): void;
}

/** Values by time, equal times by what is in them: an order that does not remember which came first. */
export function byTimeAndContent(a: StressValue, b: StressValue): number {
  if (a.timeMs !== b.timeMs) return a.timeMs - b.timeMs;
  if (a.nodeId !== b.nodeId) return a.nodeId < b.nodeId ? -1 : 1;
  if (a.stress !== b.stress) return a.stress - b.stress;
  return a.sourceId < b.sourceId ? -1 : a.sourceId > b.sourceId ? 1 : 0;
}

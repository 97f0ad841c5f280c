export type Severity = 'error' | 'warning' | 'info';

export type FindingKind =
  | 'assumed'
  | 'duplicate-id'
  | 'impossible-unit'
  | 'island'
  | 'missing-id'
  | 'missing-impedance'
  | 'neighbour-order'
  | 'no-reference'
  | 'not-a-number'
  | 'not-read'
  | 'out-of-service'
  | 'parallel-branches'
  | 'position'
  | 'self-loop'
  | 'unequal-weights'
  | 'unknown-node'
  | 'unusable'
  | 'zero-impedance';

/** Something about a network that its owner should know: what, where, and what to do about it. */
export interface Finding {
  /** error: something was left out or can't be right; warning: something was assumed; info: good to know. */
  severity: Severity;
  kind: FindingKind;
  /** File and line, row or id, e.g. `case118.m line 213`. */
  place: string;
  problem: string;
  remedy: string;
  /** Nodes or branches that it is about, as far as they are in the network. */
  ids?: string[];
}

/** Text from a file for a message: not longer than a message should be. */
export const short = (text: string) => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

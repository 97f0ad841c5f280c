import type { Packed } from './packed';

/** One rule that the packed package is held against. */
export interface Rule {
  /** P, N, D: the number in the flow library's scorecard; G: a rule of our own. */
  id: string;
  /** What it asks for, in a few words. */
  asks: string;
  /** A sentence a fault, with place and remedy; empty when the rule is kept. */
  check(packed: Packed): string[];
}

/** What a rule, or a check of the running package, came to. */
export interface Verdict {
  id: string;
  asks: string;
  faults: string[];
  ms: number;
}

export function judge(rules: readonly Rule[], packed: Packed): Verdict[] {
  return rules.map(({ id, asks, check }) => {
    const startMs = Date.now();
    return { id, asks, faults: check(packed), ms: Date.now() - startMs };
  });
}

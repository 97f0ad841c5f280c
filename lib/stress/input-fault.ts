import type { Refusal } from '../messages';

/** Something from outside that can't be used: what, where, and what to do about it. */
export class InputFault extends Error {
  constructor(
    readonly reason: string,
    readonly place: string,
    readonly problem: string,
    readonly remedy: string,
  ) {
    super(`${place} ${problem}; ${remedy}`);
  }

  /** What goes out of a node for it; any other error is a fault of ours and thrown on. */
  static refusal(error: unknown, original: unknown): Refusal {
    if (!(error instanceof InputFault)) throw error;
    const { reason, place, problem, remedy } = error;
    return { reason, message: `${place} ${problem}`, place, remedy, original };
  }
}

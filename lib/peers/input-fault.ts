import type { Refusal } from '../messages';

/** Something from outside that can't be used: what, where, and what to do about it. */
export class InputFault extends Error {
  constructor(
    readonly reason: 'bad-network' | 'not-a-classification' | 'unknown-label' | 'unknown-peer',
    readonly place: string,
    readonly problem: string,
    readonly remedy: string,
  ) {
    super(`${place} ${problem}; ${remedy}`);
  }

  refusal(original: unknown): Refusal {
    const { reason, place, problem, remedy } = this;
    return { reason, message: `${place} ${problem}`, place, remedy, original };
  }
}

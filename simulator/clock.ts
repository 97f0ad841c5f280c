/** Time and timers as handed in, so that pacing can be tested without waiting. */
export interface Clock {
  /** Epoch ms UTC. */
  now(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
  /** After the input and output that is due now. */
  setImmediate(run: () => void): void;
}

export const realClock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
  setImmediate: (run) => {
    setImmediate(run);
  },
};

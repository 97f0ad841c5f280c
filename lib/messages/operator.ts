/** The values an operator hands back, by output port; a port that is absent or empty sends nothing. */
export type Emission<Ports extends object> = { [Port in keyof Ports]?: Ports[Port][] };

/**
 * The one contract of all algorithms: take a batch, emit results, snapshot, restore. The same object runs in a node,
 * in a test, in a benchmark and in a replay of a file. It reads no clock and draws no random number: `nowMs` (epoch
 * milliseconds UTC) is handed in, and equal inputs give equal outputs byte for byte.
 */
export interface Operator<In, Ports extends object> {
  /** Never throws for what is in the batch: an element that can't be used goes out on the `refused` port. */
  process(batch: readonly In[], nowMs: number): Emission<Ports> | undefined;
  /** Called about once a second; for what is due by time and not by data. */
  tick?(nowMs: number): Emission<Ports> | undefined;
  /** Emits what is still open, e.g. unfinished windows (`msg.flush`). */
  flush?(nowMs: number): Emission<Ports> | undefined;
  /** Forgets everything (`msg.reset`). */
  reset(): void;
  /** The whole state as plain JSON data; `restore(snapshot())` continues exactly where it was. */
  snapshot(): unknown;
  /** Takes a snapshot back. Throws an Error that says why when it is not one of its own. */
  restore(state: unknown): void;
}

/** The same for an operator that waits for something, such as a model in another thread. Calls are worked off in order. */
export interface AsyncOperator<In, Ports extends object> {
  process(batch: readonly In[], nowMs: number): Promise<Emission<Ports> | undefined>;
  tick?(nowMs: number): Promise<Emission<Ports> | undefined>;
  flush?(nowMs: number): Promise<Emission<Ports> | undefined>;
  reset(): Promise<void>;
  /** The state after all calls so far. */
  snapshot(): Promise<unknown>;
  restore(state: unknown): void;
}

/** A snapshot that may be too large for one text: a head, and parts that are made one by one while they are written. */
export class PartedSnapshot {
  /** @param parts plain JSON data each; walked through once */
  constructor(
    readonly head: unknown,
    readonly parts: Iterable<unknown>,
  ) {}
}

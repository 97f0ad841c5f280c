import type { TimeZone } from '../stream/local-time';
import type { Incoming } from './incoming';
import type { FieldNames } from './names';
import type { Sink } from './sink';

/** What a dialect may ask about the moment and the settings. It reads no clock of its own. */
export interface DecodeContext {
  /** Time of arrival, epoch ms UTC. */
  nowMs: number;
  /** Zone of local times, when the setting names one. */
  timeZone: TimeZone | undefined;
  /** Earliest and latest time that a set clock can show now, epoch ms UTC. */
  earliestMs: number;
  latestMs: number;
  /** The id that a topic template found in the topic, if any. */
  readonly topicMeterId: string | undefined;
  fieldNames: FieldNames;
}

/**
 * One language that meters speak. `decode` puts readings and refusals into the sink, at least one of either; a batch
 * with one bad element gives the others. It may throw for what it can't foresee: the operator makes a refusal of it.
 */
export interface Dialect {
  readonly name: string;
  readonly form: 'json' | 'text' | 'binary';
  /** True when topic and payload look like this dialect; cheap, and false rather than a throw when unsure. */
  recognises(message: Incoming, context: DecodeContext): boolean;
  decode(message: Incoming, context: DecodeContext, sink: Sink): void;
  /** Only dialects that remember something (overlays, aliases) have these; plain JSON data as in `Operator`. */
  snapshot?(): unknown;
  restore?(state: unknown): void;
  reset?(): void;
}

import type { FaultClassification, RelayOpinion } from '../../lib/messages';
import { faultClass } from '../../lib/waveform/fault-classes';

/** What is kept of the answer to one record. */
export interface Outcome {
  /** Which scenario it is of, the same for all its variants. */
  group: string;
  /** The true label. */
  truth: string;
  /** The answer: a label, or normal, or unknown. */
  label: string;
  /** Why it is unknown. */
  reason: string | null;
  /** What the model held most likely, also where the answer is unknown; null where it was not asked. */
  top: { label: string; probability: number } | null;
  relay: RelayOpinion['verdict'] | null;
  /** Found less true inception; null where none was found or there is none. */
  inceptionErrorMs: number | null;
}

/** @param inceptionMs the true one; null where nothing happens */
export function outcomeOf(
  answer: FaultClassification,
  group: string,
  truth: string,
  inceptionMs: number | null,
): Outcome {
  const { label, top3, relay, unknownReason: reason } = answer;
  const found = answer.inceptionMs;
  return {
    group,
    truth,
    label,
    reason,
    top: top3[0] ?? null,
    relay: relay?.verdict ?? null,
    inceptionErrorMs: found === null || inceptionMs === null ? null : found - inceptionMs,
  };
}

export const isInternal = (label: string) => faultClass(label)?.isInternal ?? false;
export const unitOf = (label: string) => faultClass(label)?.unit ?? null;
export const isUnknown = ({ label }: Outcome) => label === 'unknown';
export const isNormal = ({ label }: Outcome) => label === 'normal';

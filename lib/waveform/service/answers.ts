import type { FaultClassification, FaultImpact, Refusal, Waveform } from '../../messages';
import { type FaultStatus, RequestFault } from './request-fault';

/** What is known of a request when its answer comes. */
export interface Asked {
  sample?: string;
  /** Label that the sample's name tells. */
  trueLabel: string | null;
  waveform: Waveform;
}

/** Answer of `POST /api/v1/faults/classify`. */
export function classifyAnswer(asked: Asked, classification: FaultClassification, impact: FaultImpact): object {
  return { sample: asked.sample ?? null, trueLabel: asked.trueLabel, classification, impact };
}

const STATUS_OF: Readonly<Record<string, FaultStatus>> = { 'unknown-peer': 400, 'no-model': 500 };

/** What a node of the chain refused, as an answer; by default it is the waveform that cannot be used. */
export function faultOfRefusal({ reason, message, place, remedy }: Refusal): RequestFault {
  return new RequestFault(STATUS_OF[reason] ?? 422, message, remedy, place);
}

import type { FaultClassification, FaultImpact, Refusal, Waveform, WaveformChannel } from '../../messages';
import { RequestFault } from './request-fault';

/** What is known of a request when its answer comes. */
export interface Asked {
  sample?: string;
  /** Label that the sample's name tells. */
  trueLabel: string | null;
  waveform: Waveform;
}

/** Answer of `POST /predict`, with the names of the original. */
export function predictAnswer(asked: Asked, classification: FaultClassification, impact: FaultImpact): object {
  return {
    selected_sample: asked.sample,
    sender_peer: impact.sender,
    receiver_peer: impact.receiver,
    predicted_label: classification.label,
    confidence: `${(100 * classification.probability).toFixed(2)}%`,
    true_label: asked.trueLabel ?? 'unknown',
    description: classification.description,
    causes: classification.causes,
    p2p_impact_details: {
      event_type: impact.eventType,
      highlight_keys: impact.highlightNodes,
      is_fault_condition: impact.isFaultCondition,
      p2p_disruption_message: impact.message,
    },
    waveform_data: phaseCurrents(asked.waveform).map(({ samples }) => Array.from(samples)),
  };
}

/** Answer of `POST /api/v1/faults/classify`. */
export function classifyAnswer(asked: Asked, classification: FaultClassification, impact: FaultImpact): object {
  return { sample: asked.sample ?? null, trueLabel: asked.trueLabel, classification, impact };
}

/** Phases A, B, C of the operating current; of a waveform that does not name phases its first three currents. */
export function phaseCurrents({ channels }: Waveform): WaveformChannel[] {
  const currents = channels.filter(({ quantity, role }) => quantity === 'current' && role !== 'restraint');
  const phases = ['A', 'B', 'C'].map((wanted) => currents.find(({ phase }) => phase === wanted));
  return phases.every((one) => one !== undefined) ? phases : currents.slice(0, 3);
}

/** What a node of the chain refused, as an answer: an unknown peer is a fault of the request, the rest of its waveform. */
export function faultOfRefusal({ reason, message, place, remedy }: Refusal): RequestFault {
  const isPeer = /peer|sender|receiver/.test(reason);
  return new RequestFault(isPeer ? 400 : 422, message, remedy, place);
}

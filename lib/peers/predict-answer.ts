import type { FaultClassification, FaultImpact, Waveform } from '../messages';

/** The answer of `POST /predict`. */
export interface PredictAnswer {
  selected_sample: string;
  sender_peer: string | null;
  receiver_peer: string | null;
  predicted_label: string;
  /** In percent with two digits, e.g. `99.99%`. */
  confidence: string;
  true_label: string | null;
  description: string;
  causes: string[];
  p2p_impact_details: {
    event_type: string;
    highlight_keys: string[];
    is_fault_condition: boolean;
    p2p_disruption_message: string;
  };
  /** Phases A, B, C by samples, as recorded; what is not finite is null. */
  waveform_data: (number | null)[][];
}

/**
 * Classification and impact of one event in the words of `POST /predict`. An unknown event is no fault condition there,
 * because that interface knows only true and false; the message says that nothing is known.
 * @param sample name of the sample as it was asked for
 * @param trueLabel label that the sample is known to have; null when nobody knows
 * @throws Error when the waveform lacks a current of phase A, B or C
 */
export function predictAnswer(
  sample: string,
  trueLabel: string | null,
  classification: FaultClassification,
  impact: FaultImpact,
  waveform: Waveform,
): PredictAnswer {
  return {
    selected_sample: sample,
    sender_peer: impact.sender,
    receiver_peer: impact.receiver,
    predicted_label: classification.label,
    confidence: `${(classification.probability * 100).toFixed(2)}%`,
    true_label: trueLabel,
    description: classification.description,
    causes: classification.causes,
    p2p_impact_details: {
      event_type: impact.eventType,
      highlight_keys: [...impact.highlightNodes, ...impact.highlightLines],
      is_fault_condition: impact.isFaultCondition === true,
      p2p_disruption_message: impact.message,
    },
    waveform_data: (['A', 'B', 'C'] as const).map((phase) => phaseCurrent(waveform, phase)),
  };
}

/** The operating current where there is one, else the first current of the phase. */
function phaseCurrent({ id, channels }: Waveform, phase: 'A' | 'B' | 'C'): (number | null)[] {
  const currents = channels.filter((channel) => channel.quantity === 'current' && channel.phase === phase);
  const channel = currents.find(({ role }) => role === 'operate') ?? currents.find(({ role }) => role === undefined);
  if (!channel) throw new Error(`waveform "${id}" has no current of phase ${phase}: choose its channels by name`);
  return Array.from(channel.samples, (sample) => (Number.isFinite(sample) ? sample : null));
}

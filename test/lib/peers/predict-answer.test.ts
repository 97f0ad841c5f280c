import assert from 'node:assert/strict';
import type { FaultClassification, Waveform } from '../../../lib/messages';
import { assessImpact, DEFAULT_NETWORK, predictAnswer } from '../../../lib/peers';

const LABEL = 'internal_power_transformer_internal_faults_Class1';
const PAIR = { sender: 'prosumer-a', receiver: 'consumer-home' };

const classification = (label: string, probability: number) =>
  ({
    id: 'event',
    label,
    probability,
    description: 'Phase A to ground',
    causes: ['Bushing failure'],
  }) as FaultClassification;

const waveform: Waveform = {
  id: 'event',
  sampleRateHz: 10_000,
  nominalFrequencyHz: 60,
  channels: [
    { name: 'VA', phase: 'A', quantity: 'voltage', unit: 'kV', samples: [9, 9, 9] },
    { name: 'RC', phase: 'C', quantity: 'current', unit: 'A', role: 'restraint', samples: [8, 8, 8] },
    { name: 'IC', phase: 'C', quantity: 'current', unit: 'A', samples: Float32Array.of(0.5, Number.NaN, -0.5) },
    { name: 'IA', phase: 'A', quantity: 'current', unit: 'A', samples: [1, 2, 3] },
    { name: 'IB', phase: 'B', quantity: 'current', unit: 'A', samples: [7, 7, 7] },
    { name: 'DB', phase: 'B', quantity: 'current', unit: 'A', role: 'operate', samples: [4, 5, 6] },
  ],
};

describe('answer of POST /predict', () => {
  it('has exactly the fields and values of the interface', () => {
    const event = classification(LABEL, 0.9999);
    const impact = assessImpact(DEFAULT_NETWORK, event, PAIR);
    assert.deepEqual(predictAnswer('event.npy', LABEL, event, impact, waveform), {
      selected_sample: 'event.npy',
      sender_peer: 'prosumer-a',
      receiver_peer: 'consumer-home',
      predicted_label: LABEL,
      confidence: '99.99%',
      true_label: LABEL,
      description: 'Phase A to ground',
      causes: ['Bushing failure'],
      p2p_impact_details: {
        event_type: 'Internal Grid Equipment Fault',
        highlight_keys: ['prosumer-a', 'microgrid-hub'],
        is_fault_condition: true,
        p2p_disruption_message: impact.message,
      },
      waveform_data: [
        [1, 2, 3],
        [4, 5, 6],
        [0.5, null, -0.5],
      ],
    });
  });

  it('puts marked lines after the nodes, and says false of an unknown event', () => {
    const external = classification('transient_external_fault_with_CT_saturation', 0.5);
    const byLine = { ...DEFAULT_NETWORK, lines: 'hub-lines' };
    const answer = predictAnswer('x', null, external, assessImpact(byLine, external, PAIR), waveform);
    assert.deepEqual(answer.p2p_impact_details.highlight_keys, ['prosumer-a', 'microgrid-hub', 'hub-lines']);
    assert.deepEqual([answer.true_label, answer.confidence], [null, '50.00%']);
    const unknown = classification('unknown', 0);
    const { p2p_impact_details } = predictAnswer('x', null, unknown, assessImpact(byLine, unknown, PAIR), waveform);
    assert.equal(p2p_impact_details.is_fault_condition, false);
    assert.match(p2p_impact_details.p2p_disruption_message, /nothing can be said/);
  });

  it('says which phase is missing', () => {
    const event = classification(LABEL, 1);
    const impact = assessImpact(DEFAULT_NETWORK, event, PAIR);
    const short = { ...waveform, channels: waveform.channels.slice(0, 3) };
    assert.throws(() => predictAnswer('x', null, event, impact, short), /no current of phase A/);
  });
});

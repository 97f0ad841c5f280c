import type { PropagatedStress } from '../messages/propagated-stress';
import type { RiskAlert } from '../messages/risk-alert';
import type { StressEvent } from '../messages/stress-event';

/** Messages under the names that the original's topics use, for those who read these. Times are ISO 8601 texts, UTC. */

const timestamp = (timeMs: number) => new Date(timeMs).toISOString();

/** For `stress_events`. */
export const originalEvent = ({ nodeId, stress, timeMs }: StressEvent) => ({
  node_id: nodeId,
  stress_level: stress,
  timestamp: timestamp(timeMs),
});

/** For `propagated_stress_linear` and `propagated_stress_centrality`. */
export const originalStress = (message: PropagatedStress) => ({
  source_node: message.sourceId,
  node_id: message.nodeId,
  hop: message.hop,
  timestamp: timestamp(message.timeMs),
  stress: message.stress,
  voltage_pu: message.voltagePu,
  load_pct: message.loadPercent,
});

/** For `risk_alerts_linear` and `risk_alerts_centrality`; these know no end of an alert, which gives undefined. */
export const originalAlert = ({ nodeId, timeMs, risk, severity, state }: RiskAlert) =>
  state === 'cleared'
    ? undefined
    : { node_id: nodeId, timestamp: timestamp(timeMs), risk_score: risk, level: severity.toUpperCase() };

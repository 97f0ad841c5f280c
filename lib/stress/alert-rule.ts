import type { NodeRisk } from '../messages/node-risk';
import type { RiskAlert } from '../messages/risk-alert';
import type { RiskWindowSettings } from './risk-settings';

/** What is known of one node; plain JSON data. */
export interface NodeState {
  risk: number;
  /** Event time at which, without a newer window, its windows are empty; null: never. */
  silentMs: number | null;
  raisedMs: number | null;
  severity: RiskAlert['severity'];
  /** Of the latest alert, and how many windows were judged since. */
  alertedMs: number | null;
  judgedSince: number;
}

export const newNodeState = (): NodeState => ({
  risk: 0,
  silentMs: null,
  raisedMs: null,
  severity: 'medium',
  alertedMs: null,
  judgedSince: 0,
});

/**
 * Raises an alert at the threshold, clears it the hysteresis below, and sends none in the cool-down after one, in event
 * time and in windows. While it lasts it is sent again when it becomes high, or always when the settings say so.
 * @param timeMs event time of the change
 * @returns the change, and the state changed
 */
export function judge(
  state: NodeState,
  risk: NodeRisk,
  timeMs: number,
  settings: RiskWindowSettings,
): RiskAlert | undefined {
  if (!risk.isJudged) return undefined;
  const { threshold, highRisk, hysteresis, repeats } = settings;
  const isCooling = coolsDown(state, timeMs, settings);
  state.judgedSince++;
  if (risk.risk >= threshold) {
    const severity = risk.risk >= highRisk ? 'high' : 'medium';
    const isNew = state.raisedMs === null;
    const isSent = isNew || repeats || (severity === 'high' && state.severity === 'medium');
    if (!isSent || isCooling) return undefined;
    state.raisedMs ??= timeMs;
    state.severity = severity;
    state.alertedMs = timeMs;
    state.judgedSince = 0;
    return alertOf(
      isNew ? 'raised' : 'repeated',
      state,
      risk.nodeId,
      timeMs,
      risk.risk,
      threshold,
      becauseOf(risk, settings),
    );
  }
  if (state.raisedMs === null || risk.risk > threshold - hysteresis) return undefined;
  return cleared(state, risk.nodeId, timeMs, risk.risk, threshold, becauseOf(risk, settings));
}

/** The alert of a node of which no value has come for a whole window ends. */
export const clearedBySilence = (state: NodeState, nodeId: string, { threshold }: RiskWindowSettings): RiskAlert =>
  cleared(state, nodeId, state.silentMs!, 0, threshold, 'no value in the window');

function coolsDown({ alertedMs, judgedSince }: NodeState, timeMs: number, settings: RiskWindowSettings): boolean {
  if (alertedMs === null) return false;
  return timeMs - alertedMs < settings.coolDownMinutes * 60_000 || judgedSince < settings.coolDownEvents;
}

function cleared(state: NodeState, nodeId: string, timeMs: number, risk: number, threshold: number, because: string) {
  const alert = alertOf('cleared', state, nodeId, timeMs, risk, threshold, because);
  state.raisedMs = null;
  return alert;
}

function alertOf(
  change: RiskAlert['state'],
  { severity, raisedMs }: NodeState,
  nodeId: string,
  timeMs: number,
  risk: number,
  threshold: number,
  because: string,
): RiskAlert {
  const alarmId = `stress/${nodeId}`;
  return { alarmId, state: change, severity, nodeId, timeMs, raisedMs: raisedMs!, risk, threshold, because };
}

function becauseOf({ points, sum, mean, maximum, slope, risk }: NodeRisk, settings: RiskWindowSettings): string {
  const terms: [number, string, number][] = [
    [settings.sumWeight, 'sum', sum],
    [settings.meanWeight, 'mean', mean],
    [settings.maximumWeight, 'maximum', maximum],
    [settings.slopeWeight, 'slope', Math.max(0, slope)],
  ];
  const parts = terms
    .filter(([weight]) => weight > 0)
    .map(([weight, name, value]) => `${weight} · ${name} ${text(value)}`);
  const x = parts.join(' + ') || '0';
  const how = settings.isBounded ? `1 − e^−(${x})` : x;
  return `${points} values: ${how} = ${text(risk)}, threshold ${settings.threshold}`;
}

const text = (value: number) => String(Number(value.toPrecision(4)));

import type { NodeRisk } from '../messages/node-risk';
import type { RiskAlert } from '../messages/risk-alert';
import type { RiskOverview } from '../messages/risk-overview';
import { type KeyedEntry, KeyedState } from '../stream/keyed-state';
import { clearedBySilence, judge, type NodeState, newNodeState } from './alert-rule';
import type { RiskWindowSettings } from './risk-settings';

const RATE_INTERVALS = 10;

export interface BoardSnapshot {
  nodes: KeyedEntry<NodeState>[];
  newestMs: number | null;
  alerts: number;
  rate: [startMs: number, alerts: number][];
}

/** The alarms of all nodes and what an overview shows of them. Windows are given to it by their end. */
export class RiskBoard {
  private readonly nodes: KeyedState<NodeState>;
  private newestMs = Number.NEGATIVE_INFINITY;
  private alerts = 0;
  private rate = new Map<number, number>();
  /** No raised alarm falls silent before. */
  private nextSilentMs = Number.NEGATIVE_INFINITY;
  /** From the end of a window to that of the next one, which is empty; null: windows do not end by time. */
  private readonly nextWindowMs: number | null;

  constructor(
    private readonly settings: RiskWindowSettings,
    onEvict: (nodeId: string) => void,
  ) {
    const { windows, windowMinutes, advanceMinutes, maximumNodes } = settings;
    this.nodes = new KeyedState({ maximumKeys: maximumNodes, onEvict });
    this.nextWindowMs = windows === 'last' ? null : (windows === 'hopping' ? advanceMinutes : windowMinutes) * 60_000;
  }

  /** Judges a window. @returns the changes of alarms up to its end, by time */
  take(risk: NodeRisk): RiskAlert[] {
    const changes = this.silentUpTo(risk.endMs - 1);
    const state = this.nodes.get(risk.nodeId) ?? newNodeState();
    this.nodes.set(risk.nodeId, state, risk.endMs);
    state.risk = risk.risk;
    state.silentMs = this.nextWindowMs === null ? null : risk.endMs + this.nextWindowMs;
    this.newestMs = Math.max(this.newestMs, risk.endMs);
    const change = judge(state, risk, this.timeOf(risk), this.settings);
    if (change && change.state !== 'cleared') this.count(change.timeMs);
    if (state.raisedMs !== null)
      this.nextSilentMs = Math.min(this.nextSilentMs, state.silentMs ?? Number.POSITIVE_INFINITY);
    return change ? [...changes, change] : changes;
  }

  /** Clears the alarms of nodes from which nothing came: by `timeMs` their next window has ended, empty. */
  silentUpTo(timeMs: number): RiskAlert[] {
    if (this.nextSilentMs > timeMs) return [];
    this.nextSilentMs = Number.POSITIVE_INFINITY;
    const silent: [number, string, NodeState][] = [];
    for (const [nodeId, , state] of this.nodes.entries()) {
      const { silentMs, raisedMs } = state;
      if (silentMs === null || raisedMs === null) continue;
      if (silentMs <= timeMs) silent.push([silentMs, nodeId, state]);
      else this.nextSilentMs = Math.min(this.nextSilentMs, silentMs);
    }
    silent.sort(([aMs, a], [bMs, b]) => aMs - bMs || (a < b ? -1 : 1));
    return silent.map(([silentMs, nodeId, state]) => {
      this.newestMs = Math.max(this.newestMs, silentMs);
      return clearedBySilence(state, nodeId, this.settings);
    });
  }

  /** @param late records so far that came too late */
  overview(late: number): RiskOverview {
    const current = [...this.nodes.entries()].filter(
      ([, , { silentMs }]) => silentMs === null || silentMs > this.newestMs,
    );
    const ranked = current
      .map(([nodeId, , { risk, raisedMs }]) => ({ nodeId, risk, isRaised: raisedMs !== null }))
      .sort((a, b) => b.risk - a.risk || (a.nodeId < b.nodeId ? -1 : 1));
    return {
      timeMs: Number.isFinite(this.newestMs) ? this.newestMs : null,
      nodes: ranked.length,
      meanRisk: ranked.reduce((sum, { risk }) => sum + risk, 0) / Math.max(1, ranked.length),
      activeAlerts: ranked.filter(({ isRaised }) => isRaised).length,
      alerts: this.alerts,
      late,
      critical: ranked.slice(0, this.settings.topCount),
      alertRate: this.alertRate(),
    };
  }

  reset(): void {
    this.nodes.clear();
    this.newestMs = Number.NEGATIVE_INFINITY;
    this.nextSilentMs = Number.NEGATIVE_INFINITY;
    this.alerts = 0;
    this.rate.clear();
  }

  snapshot(): BoardSnapshot {
    const { nodes, newestMs, alerts, rate } = this;
    const newest = Number.isFinite(newestMs) ? newestMs : null;
    return structuredClone({ nodes: [...nodes.entries()], newestMs: newest, alerts, rate: [...rate] });
  }

  restore(state: BoardSnapshot): void {
    const { nodes, newestMs, alerts, rate } = structuredClone(state);
    this.reset();
    this.nodes.restore(nodes);
    this.newestMs = newestMs ?? Number.NEGATIVE_INFINITY;
    this.alerts = alerts;
    this.rate = new Map(rate);
  }

  /** Windows on the grid of time change something at their end, the others at their last value or the one that left. */
  private timeOf({ endMs }: NodeRisk): number {
    const { windows } = this.settings;
    return windows === 'tumbling' || windows === 'hopping' ? endMs : endMs - 1;
  }

  private count(timeMs: number): void {
    this.alerts++;
    const startMs = this.intervalOf(timeMs);
    this.rate.set(startMs, (this.rate.get(startMs) ?? 0) + 1);
    const firstMs = startMs - (RATE_INTERVALS - 1) * this.settings.rateMinutes * 60_000;
    for (const oldMs of this.rate.keys()) if (oldMs < firstMs) this.rate.delete(oldMs);
  }

  private alertRate(): RiskOverview['alertRate'] {
    if (!Number.isFinite(this.newestMs)) return [];
    const lengthMs = this.settings.rateMinutes * 60_000;
    const lastMs = this.intervalOf(this.newestMs);
    return Array.from({ length: RATE_INTERVALS }, (_, i) => {
      const startMs = lastMs - (RATE_INTERVALS - 1 - i) * lengthMs;
      return { startMs, alerts: this.rate.get(startMs) ?? 0 };
    });
  }

  private intervalOf(timeMs: number): number {
    const lengthMs = this.settings.rateMinutes * 60_000;
    return Math.floor(timeMs / lengthMs) * lengthMs;
  }
}

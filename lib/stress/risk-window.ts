import type { Emission, Operator, Refusal } from '../messages';
import type { NodeRisk } from '../messages/node-risk';
import type { RiskAlert } from '../messages/risk-alert';
import type { RiskOverview } from '../messages/risk-overview';
import { checkNotAhead } from './event-time';
import { InputFault } from './input-fault';
import { LastWindows } from './last-windows';
import { readStress, type StressValue } from './read-stress';
import { type BoardSnapshot, RiskBoard } from './risk-board';
import { completeRiskSettings, type RiskWindowSettings } from './risk-settings';
import { riskOf } from './risk-terms';
import { TimeWindows } from './time-windows';
import type { ValueWindows, WindowsOutput } from './value-windows';

export interface RiskWindowPorts {
  risks: NodeRisk;
  alerts: RiskAlert;
  /** Values of which every window had closed. */
  late: StressValue;
  overview: RiskOverview;
  refused: Refusal;
}

interface Snapshot {
  operator: 'risk-window';
  /** What the windows are; those of others can't be gone on with. */
  kind: string;
  windows: unknown;
  board: BoardSnapshot;
  lateCount: number;
}

/**
 * Adds up the stress of each node in windows of event time to a risk, and raises alerts. Risks, alerts and late values
 * are the same in any batches, risks and alerts also in any order of arrival within the lateness, to the byte; not so with
 * `idleSeconds`, which go by the clock. `overview` comes with a tick after something has changed.
 */
export class RiskWindow implements Operator<unknown, RiskWindowPorts> {
  private readonly settings: RiskWindowSettings;
  private readonly windows: ValueWindows;
  private readonly board: RiskBoard;
  private readonly forgotten = new Set<string>();
  private hasChanged = false;
  /** Clock of the latest value; undefined: before a restart, Infinity: nothing is open since. */
  private arrivedMs: number | undefined = Number.POSITIVE_INFINITY;
  /** The overview that was handed out last. */
  latest: RiskOverview | undefined;
  /** Values so far that came too late; each was also handed out. */
  lateCount = 0;

  /** @throws Error that names the setting that is wrong. */
  constructor(settings: Partial<RiskWindowSettings> = {}) {
    this.settings = completeRiskSettings(settings);
    this.windows = this.settings.windows === 'last' ? new LastWindows(this.settings) : new TimeWindows(this.settings);
    this.board = new RiskBoard(this.settings, (nodeId) => this.forgotten.add(nodeId));
  }

  process(batch: readonly unknown[], nowMs: number): Emission<RiskWindowPorts> | undefined {
    const refused: Refusal[] = [];
    for (const given of batch) {
      try {
        const value = readStress(given);
        checkNotAhead(value.timeMs, nowMs, this.settings.maximumAheadMinutes);
        this.checkRoom();
        this.windows.add(value);
        this.arrivedMs = nowMs;
      } catch (error) {
        refused.push(InputFault.refusal(error, given));
      }
    }
    const out = this.windows.close();
    return this.emission(out, refused, this.windows.watermarkMs);
  }

  tick(nowMs: number): Emission<RiskWindowPorts> | undefined {
    const closed = this.isIdle(nowMs) ? this.flush() : undefined;
    if (!this.hasChanged) return closed;
    this.hasChanged = false;
    this.latest = this.overview();
    return { ...closed, overview: [this.latest] };
  }

  /** Judges every open window. What comes for them afterwards is late. */
  flush(): Emission<RiskWindowPorts> | undefined {
    this.arrivedMs = Number.POSITIVE_INFINITY;
    return this.emission(this.windows.flush(), [], Number.NEGATIVE_INFINITY);
  }

  reset(): void {
    this.windows.reset();
    this.board.reset();
    this.forgotten.clear();
    this.lateCount = 0;
    this.arrivedMs = Number.POSITIVE_INFINITY;
    this.hasChanged = true;
  }

  snapshot(): Snapshot {
    const { windows, board, lateCount } = this;
    return {
      operator: 'risk-window',
      kind: this.kind(),
      windows: windows.snapshot(),
      board: board.snapshot(),
      lateCount,
    };
  }

  restore(state: unknown): void {
    const snapshot = state as Partial<Snapshot> | null;
    if (snapshot?.operator !== 'risk-window' || !snapshot.board) {
      throw new Error('not a snapshot of a risk window: give what snapshot() returned, or reset');
    }
    if (snapshot.kind !== this.kind()) {
      throw new Error(`the snapshot is of other windows (${snapshot.kind}): set them as they were, or reset`);
    }
    this.reset();
    this.windows.restore(snapshot.windows);
    this.board.restore(snapshot.board);
    this.lateCount = snapshot.lateCount ?? 0;
    this.arrivedMs = undefined;
  }

  overview(): RiskOverview {
    return this.board.overview(this.lateCount);
  }

  private isIdle(nowMs: number): boolean {
    const { idleSeconds } = this.settings;
    if (idleSeconds === 0) return false;
    // After a restart silence begins anew.
    this.arrivedMs ??= nowMs;
    return nowMs - this.arrivedMs >= idleSeconds * 1000;
  }

  private kind(): string {
    const { windows, windowMinutes, advanceMinutes, lastValues } = this.settings;
    if (windows === 'last') return `last ${lastValues}`;
    return `${windows} ${windowMinutes} min${windows === 'hopping' ? ` every ${advanceMinutes} min` : ''}`;
  }

  private checkRoom(): void {
    const { maximumRecords } = this.settings;
    if (this.windows.openRecords < maximumRecords) return;
    const problem = `would be a value more than ${maximumRecords} in open windows`;
    throw new InputFault('too-many-values', 'payload', problem, 'shorten the windows, or raise maximumRecords');
  }

  private emission(
    { windows, late, forgotten }: WindowsOutput,
    refused: Refusal[],
    watermarkMs: number,
  ): Emission<RiskWindowPorts> | undefined {
    const risks: NodeRisk[] = [];
    const alerts: RiskAlert[] = [];
    for (const window of windows) {
      const isJudged = window.points >= this.settings.minimumPoints;
      const risk = { ...window, risk: riskOf(window, this.settings), isJudged };
      risks.push(risk);
      alerts.push(...this.board.take(risk));
    }
    alerts.push(...this.board.silentUpTo(watermarkMs));
    this.lateCount += late.length;
    for (const nodeId of [...forgotten, ...this.forgotten]) this.forgotten.add(nodeId);
    if (this.forgotten.size > 0) refused.push(this.evicted());
    if (risks.length + alerts.length + late.length + refused.length === 0) return undefined;
    this.hasChanged = true;
    return { risks, alerts, late, refused };
  }

  private evicted(): Refusal {
    const original = [...this.forgotten].slice(0, 100);
    const message = `${this.forgotten.size} nodes were forgotten with their windows: more than ${this.settings.maximumNodes}`;
    this.forgotten.clear();
    return { reason: 'nodes-evicted', message, place: 'nodeId', remedy: 'raise the setting maximumNodes', original };
  }
}

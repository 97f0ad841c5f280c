import type { Emission, Operator, Refusal } from '../messages';
import type { StressEvent } from '../messages/stress-event';
import { completeDetectorSettings, type NodeLimits, type StressDetectorSettings } from './detector-settings';
import { InputFault } from './input-fault';
import { LimitRule } from './limit-rule';
import { readMeasurement } from './read-measurement';
import { systemLoadEvents } from './system-load-rule';

export interface StressDetectorPorts {
  events: StressEvent;
  refused: Refusal;
}

/**
 * Turns measurements into stress at source nodes: the load of the system by the original's rule, measurements at a node by
 * the limits of the node. Each measurement is judged alone, so nothing of it is kept, and every one gives events, of stress 0
 * too. A measurement may also come with the original's names {load, timestamp}.
 */
export class StressDetector implements Operator<unknown, StressDetectorPorts> {
  private readonly settings: StressDetectorSettings;
  private readonly rules = new Map<string, LimitRule>();
  /** The event of most stress of the latest batch that had any. */
  highest: StressEvent | undefined;

  /** @throws Error that names the setting that is wrong. */
  constructor(settings: Partial<StressDetectorSettings> = {}) {
    this.settings = completeDetectorSettings(settings);
    const usual: Partial<NodeLimits> = this.settings.limits.find(({ nodeId }) => nodeId === '*') ?? {};
    for (const limits of this.settings.limits) this.rules.set(limits.nodeId, new LimitRule({ ...usual, ...limits }));
  }

  process(batch: readonly unknown[]): Emission<StressDetectorPorts> | undefined {
    const events: StressEvent[] = [];
    const refused: Refusal[] = [];
    for (const given of batch) {
      try {
        const measurement = readMeasurement(given);
        const { timeMs, loadMw, nodeId } = measurement;
        if (loadMw !== undefined) events.push(...systemLoadEvents(this.settings, timeMs, loadMw));
        if (nodeId !== undefined) events.push(...this.ruleOf(nodeId).events(measurement, nodeId));
      } catch (error) {
        refused.push(InputFault.refusal(error, given));
      }
    }
    if (events.length > 0) this.highest = events.reduce((most, event) => (event.stress > most.stress ? event : most));
    return events.length + refused.length === 0 ? undefined : { events, refused };
  }

  reset(): void {
    this.highest = undefined;
  }

  snapshot(): unknown {
    return { operator: 'stress-detector' };
  }

  restore(): void {}

  private ruleOf(nodeId: string): LimitRule {
    const rule = this.rules.get(nodeId) ?? this.rules.get('*');
    if (rule) return rule;
    throw new InputFault(
      'no-limits',
      'nodeId',
      `is "${nodeId}", which has no limits`,
      'add it, or *, to the setting limits',
    );
  }
}

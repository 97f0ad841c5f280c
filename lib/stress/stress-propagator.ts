import type { Emission, Operator, Refusal } from '../messages';
import type { PropagatedStress } from '../messages/propagated-stress';
import type { NetworkModel } from '../network/network-model';
import { checkNotAhead } from './event-time';
import { InputFault } from './input-fault';
import { completePropagatorSettings, type StressPropagatorSettings } from './propagator-settings';
import { type HeldSource, type PropagatorSnapshot, propagatorSnapshot } from './propagator-snapshot';
import { readEvent } from './read-stress';
import { pathTo } from './source-reach';
import { StressField } from './stress-field';
import { stressGraph } from './stress-graph';
import type { StressModel } from './stress-model';

export interface StressPropagatorPorts {
  stress: PropagatedStress;
  refused: Refusal;
}

/**
 * Spreads the stress of sources over a network. A source is a node and a cause; a newer event takes the place of the one
 * before, of two of the same time the higher stress stands. Every event gives a message for each node that its source
 * reaches or has reached before, in the order of the network's nodes, also where nothing changes: windows count them.
 */
export class StressPropagator implements Operator<unknown, StressPropagatorPorts> {
  private readonly settings: StressPropagatorSettings;
  private field: StressField;
  private readonly held = new Map<string, HeldSource>();
  private newestMs = Number.NEGATIVE_INFINITY;
  /** Sources of a snapshot for which there is no room; they go out with the next batch. */
  private untold: Refusal[] = [];

  /** @throws Error that names the setting, or the part of the network, that is wrong. */
  constructor(network: NetworkModel, model: StressModel, settings: Partial<StressPropagatorSettings> = {}) {
    this.settings = completePropagatorSettings(settings);
    this.field = new StressField(stressGraph(network), model, this.settings);
  }

  /**
   * Takes another network, or the same after a change; sources that are no nodes of it are forgotten, those that reach
   * too much of it are refused.
   * @returns what is new at the nodes that are reached or were, at the time of the newest event
   */
  useNetwork(network: NetworkModel, model: StressModel): Emission<StressPropagatorPorts> | undefined {
    const before = this.field.reachedIds();
    this.field = new StressField(stressGraph(network), model, this.settings);
    const { indexOf } = this.field.graph;
    for (const [key, { nodeId }] of this.held) if (!indexOf.has(nodeId)) this.held.delete(key);
    const refused: Refusal[] = [];
    const reached = this.setAll(refused);
    const stress: PropagatedStress[] = [];
    if (this.settings.combine === 'each') {
      for (const [key, { nodeId }] of this.held) {
        this.emit(key, nodeId, this.newestMs, this.field.reachOf(key)!.nodes.slice().sort(), stress);
      }
    } else this.emit('', '', this.newestMs, reached, stress);
    for (const id of before) {
      const node = indexOf.get(id);
      if (node !== undefined && !this.field.at(node)) stress.push(message(id, id, 0, [], this.newestMs, 0, 0));
    }
    return stress.length + refused.length === 0 ? undefined : { stress, refused };
  }

  process(batch: readonly unknown[], nowMs: number): Emission<StressPropagatorPorts> | undefined {
    const stress: PropagatedStress[] = [];
    const refused = this.untold.splice(0);
    for (const given of batch) {
      try {
        this.take(given, nowMs, stress);
      } catch (error) {
        refused.push(InputFault.refusal(error, given));
      }
    }
    return stress.length + refused.length === 0 ? undefined : { stress, refused };
  }

  reset(): void {
    for (const key of this.held.keys()) this.field.remove(key);
    this.held.clear();
    this.untold = [];
    this.newestMs = Number.NEGATIVE_INFINITY;
  }

  snapshot(): PropagatorSnapshot {
    const { newestMs } = this;
    return {
      operator: 'stress-propagator',
      newestMs: Number.isFinite(newestMs) ? newestMs : null,
      sources: structuredClone([...this.held]),
    };
  }

  restore(state: unknown): void {
    const snapshot = propagatorSnapshot(state);
    this.reset();
    this.newestMs = snapshot.newestMs ?? Number.NEGATIVE_INFINITY;
    const { indexOf } = this.field.graph;
    for (const [key, source] of snapshot.sources) {
      if (!indexOf.has(source.nodeId)) continue;
      if (this.held.size < this.settings.maximumSources) this.held.set(key, { ...source });
      else this.untold.push(InputFault.refusal(this.tooManySources(), source));
    }
    this.setAll(this.untold);
  }

  /** The stress of each node that is reached now; for an overview of the whole network. */
  get current(): StressField {
    return this.field;
  }

  /** All that are held, as far as there is room. */
  private setAll(refused: Refusal[]): Int32Array {
    const { indexOf } = this.field.graph;
    const sources = [...this.held].map(([key, { nodeId, stress }]) => ({ key, node: indexOf.get(nodeId)!, stress }));
    const leftOut: string[] = [];
    const reached = this.field.setAll(sources, this.settings.maximumReached, leftOut);
    for (const key of leftOut) {
      refused.push(InputFault.refusal(this.tooMuchReached(), this.held.get(key)));
      this.held.delete(key);
    }
    return reached;
  }

  private take(given: unknown, nowMs: number, out: PropagatedStress[]): void {
    const { nodeId, timeMs, stress, cause } = readEvent(given);
    const { maximumAheadMinutes, maximumReached } = this.settings;
    checkNotAhead(timeMs, nowMs, maximumAheadMinutes);
    const node = this.field.graph.indexOf.get(nodeId);
    if (node === undefined) {
      throw new InputFault('unknown-node', 'nodeId', `"${nodeId}" is no node of the network`, 'check the topology');
    }
    const key = `${nodeId} ${cause}`;
    this.checkTime(timeMs, this.held.get(key), stress);
    if (!this.held.has(key) && this.held.size >= this.settings.maximumSources) {
      throw this.tooManySources();
    }
    this.newestMs = Math.max(this.newestMs, timeMs);
    this.forget(key, out);
    this.held.set(key, { nodeId, stress, timeMs });
    const changed = this.field.set(key, node, stress);
    if (this.field.entries > maximumReached) {
      this.held.delete(key);
      this.emit(key, nodeId, timeMs, this.field.remove(key), out);
      throw this.tooMuchReached();
    }
    this.emit(key, nodeId, timeMs, changed, out);
  }

  private tooManySources(): InputFault {
    const problem = `would be a source more than ${this.settings.maximumSources}`;
    return new InputFault('too-many-sources', 'nodeId', problem, 'raise the setting maximumSources');
  }

  private tooMuchReached(): InputFault {
    const problem = `reaches more than all sources together may, ${this.settings.maximumReached} nodes`;
    return new InputFault('too-much-reached', 'nodeId', problem, 'lower hopLimit, or raise maximumReached');
  }

  private checkTime(timeMs: number, before: HeldSource | undefined, stress: number): void {
    const isOld = timeMs < this.newestMs - this.settings.holdMinutes * 60_000;
    const isPassed = before && (timeMs < before.timeMs || (timeMs === before.timeMs && stress < before.stress));
    if (!isOld && !isPassed) return;
    const problem = isOld ? 'lies further back than a source is held' : 'is passed by an event of the same source';
    throw new InputFault('late', 'timeMs', problem, 'send the events of a source in the order of their times');
  }

  /** Sources other than that of the event which have been silent for too long. */
  private forget(own: string, out: PropagatedStress[]): void {
    const firstMs = this.newestMs - this.settings.holdMinutes * 60_000;
    const silent = [...this.held].filter(([key, { timeMs }]) => key !== own && timeMs < firstMs).map(([key]) => key);
    for (const key of silent.sort()) {
      const { nodeId } = this.held.get(key)!;
      this.held.delete(key);
      this.emit(key, nodeId, this.newestMs, this.field.remove(key), out);
    }
  }

  private emit(key: string, sourceId: string, timeMs: number, nodes: Int32Array, out: PropagatedStress[]): void {
    const { ids } = this.field.graph;
    const own = this.settings.combine === 'each' ? this.field.reachOf(key) : undefined;
    const places = own && new Map(Array.from(own.nodes, (node, place) => [node, place]));
    for (const node of nodes) {
      const nodeId = ids[node]!;
      const place = places?.get(node);
      if (this.settings.combine !== 'each') {
        const at = this.field.at(node);
        const strongest = at ? this.held.get(at.key)!.nodeId : sourceId;
        const path = at?.path.map((index) => ids[index]!) ?? [];
        const stress = at?.stress ?? 0;
        out.push(message(strongest, nodeId, at?.hop ?? 0, path, timeMs, stress, at?.sources ?? 0));
      } else if (own && place !== undefined) {
        const path = pathTo(own, place).map((index) => ids[index]!);
        out.push(message(sourceId, nodeId, own.hops[place]!, path, timeMs, own.stress[place]!, 1));
      } else out.push(message(sourceId, nodeId, 0, [], timeMs, 0, 0));
    }
  }
}

function message(
  sourceId: string,
  nodeId: string,
  hop: number,
  path: string[],
  timeMs: number,
  stress: number,
  sources: number,
): PropagatedStress {
  // The original's rule of thumb for what a stress does to voltage and loading; no power flow.
  const voltagePu = 1 - 0.1 * stress;
  const loadPercent = 70 + 40 * stress;
  return { sourceId, nodeId, hop, path, timeMs, stress, sources, voltagePu, loadPercent };
}

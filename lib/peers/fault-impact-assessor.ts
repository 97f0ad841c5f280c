import type { Emission, FaultImpact, GridMapUpdate, Operator, PeerNetwork, Refusal } from '../messages';
import { withDefaults } from '../stream/settings';
import { assessImpact } from './assess-impact';
import { checkNetwork } from './check-network';
import { DEFAULT_NETWORK } from './default-network';
import { impactMap, networkMap } from './impact-map';
import { FaultImpactSettings } from './impact-settings';
import { InputFault } from './input-fault';
import { readEvent, readPeer } from './read-input';

/** A network that takes the place of the present one, or an event; all of it as it came. */
export type ImpactInput = { network: unknown } | { classification: unknown; sender?: unknown; receiver?: unknown };

export interface FaultImpactPorts {
  impact: FaultImpact;
  refused: Refusal;
  map: GridMapUpdate;
}

interface Snapshot {
  /** The network of the settings when the other came; when the settings change, they win. */
  settings: unknown;
  network: unknown;
}

/**
 * Holds a network of peers and says of every classified event what it does to their transfers. `map`: the network once,
 * then after each batch the latest event on it, for a network map.
 */
export class FaultImpactAssessor implements Operator<ImpactInput, FaultImpactPorts> {
  private readonly settings: FaultImpactSettings;
  private readonly own: PeerNetwork;
  private network: PeerNetwork;
  private isDrawn = false;
  /** Of the last event since the start. */
  last: FaultImpact | undefined;

  /** @throws Error that names the setting, or the place in the network, that is wrong. */
  constructor(given: Partial<FaultImpactSettings> = {}) {
    this.settings = withDefaults(FaultImpactSettings, given, 'fault impact settings');
    const { network } = this.settings;
    this.own = checkNetwork(Object.keys(network).length === 0 ? DEFAULT_NETWORK : network);
    this.network = this.own;
  }

  process(batch: readonly ImpactInput[]): Emission<FaultImpactPorts> | undefined {
    const impact: FaultImpact[] = [];
    const refused: Refusal[] = [];
    for (const input of batch) {
      const original = 'network' in input ? input.network : input.classification;
      try {
        if ('network' in input) this.take(checkNetwork(original));
        else impact.push(this.assess(input));
      } catch (error) {
        if (!(error instanceof InputFault)) throw error;
        refused.push(error.refusal(original));
      }
    }
    const latest = impact.at(-1);
    if (latest) this.last = latest;
    return { impact, refused, map: this.draw(latest) };
  }

  /** Sends the network to the map when it has not been sent. */
  tick(): Emission<FaultImpactPorts> | undefined {
    return this.isDrawn ? undefined : { map: this.draw(undefined) };
  }

  /** Back to the network of the settings. */
  reset(): void {
    this.take(this.own);
  }

  snapshot(): Snapshot {
    return { settings: this.own, network: this.network };
  }

  restore(state: unknown): void {
    const { settings, network } = (state ?? {}) as Partial<Snapshot>;
    const kept = checkNetwork(network);
    if (JSON.stringify(settings) === JSON.stringify(this.own)) this.take(kept);
  }

  private take(network: PeerNetwork): void {
    this.network = network;
    this.isDrawn = false;
    this.last = undefined;
  }

  private assess(input: { classification: unknown; sender?: unknown; receiver?: unknown }): FaultImpact {
    const sender = readPeer(input.sender, 'sender', this.settings.sender);
    const receiver = readPeer(input.receiver, 'receiver', this.settings.receiver);
    return assessImpact(this.network, readEvent(input.classification), { sender, receiver });
  }

  private draw(latest: FaultImpact | undefined): GridMapUpdate[] {
    const updates: GridMapUpdate[] = [];
    if (!this.isDrawn) updates.push(networkMap(this.network));
    if (latest) updates.push(impactMap(this.network, latest));
    this.isDrawn = true;
    return updates;
  }
}

import { BrokerConnection, type BrokerOptions, checkBrokerUrl } from './broker-connection';
import { type Clock, realClock } from './clock';
import { asksForRebirth } from './encode/sparkplug';
import { Pump, type PumpOptions, TICK_MS } from './pump';
import { hashName } from './random';
import type { Simulation } from './simulation';

/** Connections that may be in the making at once. */
const RAMP = 200;
const FLUSH_MS = 5_000;

export interface PublisherOptions extends BrokerOptions, PumpOptions {
  simulation: Simulation;
  /** Starts even though the broker doesn't answer yet. @default false */
  waitForBroker?: boolean;
  /** First and longest pause before a connection is tried again, ms; it doubles. @default [1000, 15000] */
  backoffMs?: readonly [number, number];
  /** Keeps two simulators on one broker apart. @default "gridloom-<seed>-" */
  clientIdPrefix?: string;
  clock?: Clock;
}

export interface PublisherCounts {
  steps: number;
  /** Handed to a connection. */
  sent: number;
  bytes: number;
  /** Acknowledged by the broker (QoS 1) or written to the socket (QoS 0). */
  acknowledged: number;
  failed: number;
  /** Due while their connection was down. The meters have no memory: such readings are gone. */
  missed: number;
  inFlight: number;
  connections: number;
  connected: number;
  reconnects: number;
  /** How far sending is behind its times, real ms. */
  lagMs: number;
  /** Real time from the begin of publishing to the last acknowledgement, ms. */
  publishingMs: number;
}

/**
 * Publishes a simulation over MQTT, one client a connection of the simulation. A broker that is away is waited for:
 * QoS 1 messages in flight are sent again by mqtt.js, readings that fall due meanwhile count as `missed`. A broker that
 * is slow holds the simulation back (`lagMs`). Never throws or emits after `start` has resolved.
 */
export class Publisher {
  /** Resolves when the duration is over or `stop` has ended everything. */
  readonly finished: Promise<PublisherCounts>;
  private readonly clock: Clock;
  private readonly connections: BrokerConnection[];
  private readonly pump: Pump;
  private state: 'new' | 'connecting' | 'running' | 'over' = 'new';
  private stopping: Promise<PublisherCounts> | undefined;
  private resolveFinished!: (counts: PublisherCounts) => void;

  /** @throws Error when the broker address can't be used. */
  constructor(private readonly options: PublisherOptions) {
    checkBrokerUrl(options.broker);
    const { simulation } = options;
    this.clock = options.clock ?? realClock;
    this.connections = simulation.connections.map((_, index) => this.connectionOf(index));
    this.pump = new Pump(simulation, this.connections, options, this.clock, () => void this.stop());
    this.finished = new Promise((resolve) => {
      this.resolveFinished = resolve;
    });
  }

  /**
   * Connects everybody, 200 at a time, and begins to publish.
   * @throws Error with the address and the remedy when the broker doesn't answer, unless `waitForBroker` is set.
   */
  async start(): Promise<void> {
    if (this.state !== 'new') throw new Error('a publisher starts once: make a new one');
    this.state = 'connecting';
    const problem = await this.connections[0]!.open();
    if (problem && !this.options.waitForBroker) {
      await this.stop();
      throw problem;
    }
    let opened = 1;
    const ramp = async () => {
      while (opened < this.connections.length && this.state === 'connecting') {
        await this.connections[opened++]!.open();
      }
    };
    await Promise.all(Array.from({ length: RAMP }, ramp));
    if (this.state !== 'connecting') return;
    this.state = 'running';
    this.pump.begin();
  }

  counts(): PublisherCounts {
    return {
      ...this.pump.tally,
      inFlight: this.connections.reduce((sum, { inFlight }) => sum + inFlight, 0),
      connections: this.connections.length,
      connected: this.connections.filter(({ connected }) => connected).length,
      reconnects: this.connections.reduce((sum, { reconnects }) => sum + reconnects, 0),
    };
  }

  /**
   * Sends nothing more, waits for what is under way (5 s at most), says goodbye and closes all connections. What is
   * unacknowledged by then counts as failed.
   */
  stop(): Promise<PublisherCounts> {
    this.stopping ??= this.shutDown();
    return this.stopping;
  }

  private async shutDown(): Promise<PublisherCounts> {
    this.state = 'over';
    this.pump.end();
    const deadline = this.clock.now() + FLUSH_MS;
    while (this.pump.window > 0 && this.clock.now() < deadline) {
      await new Promise<void>((resolve) => this.clock.setTimeout(resolve, TICK_MS));
    }
    // All at once: one after the other, a broker that has stopped answering would hold up a redeploy.
    await Promise.all(this.connections.map((connection) => connection.close()));
    const counts = this.counts();
    const final = { ...counts, connected: 0, inFlight: 0, failed: counts.sent - counts.acknowledged };
    this.resolveFinished(final);
    return final;
  }

  private connectionOf(index: number): BrokerConnection {
    const { options } = this;
    const { simulation } = options;
    const plan = simulation.connections[index]!;
    const [firstBackoffMs, mostBackoffMs] = options.backoffMs ?? [1000, 15_000];
    const prefix = options.clientIdPrefix ?? `gridloom-${simulation.settings.seed}-`;
    return new BrokerConnection({
      broker: options.broker,
      username: options.username,
      password: options.password,
      clientId: `${prefix}${plan.id}`,
      will: () => simulation.will(index),
      ...(plan.kind === 'edge'
        ? { commandTopic: `spBv1.0/${plan.cityName}/NCMD/${plan.district}` }
        : { statusTopic: plan.statusTopic }),
      firstBackoffMs,
      mostBackoffMs,
      jitter: 0.75 + hashName(1, plan.id) / 8_589_934_592,
      clock: this.clock,
      onUp: () => this.pump.up(index),
      onDown: () => this.pump.down(index),
      onCommand: (payload) => {
        if (asksForRebirth(payload)) simulation.rebirth(index, false);
      },
    });
  }
}

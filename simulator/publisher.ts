import { BrokerConnection, type BrokerOptions, checkBrokerUrl } from './broker-connection';
import { type Clock, realClock } from './clock';
import { asksForRebirth } from './encode/sparkplug';
import { hashName } from './random';
import type { SimMessage, Simulation } from './simulation';

/** Connections that may be in the making at once. */
const RAMP = 200;
/** Messages handed over before input and output get their turn. */
const BURST = 200;
/** Smallest pause between two looks at what is due, ms. */
const TICK_MS = 10;
const FLUSH_MS = 5_000;
/** Up to this interval, live readings fall on whole multiples of it. */
const ALIGN_MS = 60_000;

export interface PublisherOptions extends BrokerOptions {
  simulation: Simulation;
  /** Simulated seconds in a second. @default 1 */
  speed?: number;
  /** As fast as the broker acknowledges. @default false */
  unpaced?: boolean;
  /** Begins at the clock's time instead of where the simulation stands. @default false */
  live?: boolean;
  /** Ends after this much simulated time; for ever without it. */
  durationMs?: number;
  /** Starts even though the broker doesn't answer yet. @default false */
  waitForBroker?: boolean;
  /** Most messages under way without acknowledgement, over all connections. @default 5000 */
  maxInFlight?: number;
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
  private readonly simulation: Simulation;
  private readonly clock: Clock;
  private readonly connections: BrokerConnection[];
  private readonly maxInFlight: number;
  private readonly tally = {
    steps: 0,
    sent: 0,
    bytes: 0,
    acknowledged: 0,
    failed: 0,
    missed: 0,
    lagMs: 0,
    publishingMs: 0,
  };
  /** Unacknowledged messages of connections that are up. */
  private window = 0;
  private queue: SimMessage[] = [];
  private next = 0;
  private beganMs = 0;
  private wallStartMs = 0;
  private firstStepMs = 0;
  private endMs = Number.POSITIVE_INFINITY;
  private state: 'new' | 'connecting' | 'running' | 'over' = 'new';
  private flushed = false;
  private scheduled = false;
  private timer: unknown;
  private stopping: Promise<PublisherCounts> | undefined;
  private resolveFinished!: (counts: PublisherCounts) => void;

  /** @throws Error when the broker address can't be used. */
  constructor(private readonly options: PublisherOptions) {
    checkBrokerUrl(options.broker);
    this.simulation = options.simulation;
    this.clock = options.clock ?? realClock;
    this.maxInFlight = options.maxInFlight ?? 5000;
    this.connections = this.simulation.connections.map((_, index) => this.connectionOf(index));
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
    this.setTimes();
    this.schedule();
  }

  counts(): PublisherCounts {
    return {
      ...this.tally,
      inFlight: this.connections.reduce((sum, { inFlight }) => sum + inFlight, 0),
      connections: this.connections.length,
      connected: this.connections.filter(({ connected }) => connected).length,
      reconnects: this.connections.reduce((sum, { reconnects }) => sum + reconnects, 0),
    };
  }

  /** Sends nothing more, waits for what is under way (5 s at most), says goodbye and closes all connections. */
  stop(): Promise<PublisherCounts> {
    this.stopping ??= this.shutDown();
    return this.stopping;
  }

  private async shutDown(): Promise<PublisherCounts> {
    this.state = 'over';
    this.clock.clearTimeout(this.timer);
    const deadline = this.clock.now() + FLUSH_MS;
    while (this.window > 0 && this.clock.now() < deadline) {
      await new Promise<void>((resolve) => this.clock.setTimeout(resolve, TICK_MS));
    }
    const counts = this.counts();
    const unanswered = counts.inFlight;
    for (let at = 0; at < this.connections.length; at += RAMP) {
      await Promise.all(this.connections.slice(at, at + RAMP).map((connection) => connection.close()));
    }
    const final = { ...this.counts(), connected: 0, inFlight: 0, failed: counts.failed + unanswered };
    this.resolveFinished(final);
    return final;
  }

  private connectionOf(index: number): BrokerConnection {
    const { simulation, options } = this;
    const plan = simulation.connections[index]!;
    const [firstBackoffMs, mostBackoffMs] = options.backoffMs ?? [1000, 15_000];
    const prefix = options.clientIdPrefix ?? `gridloom-${simulation.settings.seed}-`;
    const edge = plan.kind === 'edge';
    const connection: BrokerConnection = new BrokerConnection({
      broker: options.broker,
      username: options.username,
      password: options.password,
      clientId: `${prefix}${plan.id}`,
      will: () => simulation.will(index),
      ...(edge
        ? { commandTopic: `spBv1.0/${plan.cityName}/NCMD/${plan.district}` }
        : { statusTopic: plan.statusTopic }),
      firstBackoffMs,
      mostBackoffMs,
      jitter: 0.75 + hashName(1, plan.id) / 8_589_934_592,
      clock: this.clock,
      onUp: () => {
        this.window += connection.inFlight;
        this.schedule();
      },
      onDown: () => {
        this.window -= connection.inFlight;
        simulation.rebirth(index, true);
        this.schedule();
      },
      onCommand: (payload) => {
        if (asksForRebirth(payload)) simulation.rebirth(index, false);
      },
    });
    return connection;
  }

  private setTimes(): void {
    const { simulation, options } = this;
    const interval = simulation.intervalMs;
    const nowMs = this.clock.now();
    this.beganMs = nowMs;
    const earliest = simulation.timeMs + interval;
    this.firstStepMs = earliest;
    this.wallStartMs = nowMs;
    if (options.live) {
      const align = interval <= ALIGN_MS ? interval : 1000;
      this.firstStepMs = Math.ceil(Math.max(nowMs, earliest) / align) * align;
      if ((options.speed ?? 1) === 1) this.wallStartMs = this.firstStepMs;
    }
    if (options.durationMs !== undefined) this.endMs = this.firstStepMs + options.durationMs;
  }

  private wallOf(simulatedMs: number): number {
    return this.wallStartMs + (simulatedMs - this.firstStepMs) / (this.options.speed ?? 1);
  }

  private schedule(): void {
    if (this.scheduled || this.state !== 'running') return;
    this.scheduled = true;
    this.clock.clearTimeout(this.timer);
    this.clock.setImmediate(() => this.pump());
  }

  private scheduleIn(ms: number): void {
    this.clock.clearTimeout(this.timer);
    this.timer = this.clock.setTimeout(() => this.schedule(), Math.max(TICK_MS, ms));
  }

  private pump(): void {
    this.scheduled = false;
    for (let burst = 0; burst < BURST; burst++) {
      if (this.state !== 'running') return;
      const waitMs = this.sendNext();
      if (waitMs === undefined) continue;
      if (waitMs < Number.POSITIVE_INFINITY) this.scheduleIn(waitMs);
      return;
    }
    this.schedule();
  }

  /** Sends one message, or says how long to wait; without end when an acknowledgement will wake the pump. */
  private sendNext(): number | undefined {
    if (this.next >= this.queue.length) {
      const waitMs = this.refill();
      if (waitMs !== undefined || this.queue.length === 0) return waitMs;
    }
    const message = this.queue[this.next]!;
    if (!this.options.unpaced) {
      const early = this.wallOf(message.sendMs) - this.clock.now();
      if (early > 0) return early;
      if (!this.flushed) this.tally.lagMs = Math.round(-early);
    }
    const connection = this.connections[message.connection]!;
    if (!connection.connected) {
      if (this.options.unpaced && !this.connections.some(({ connected }) => connected)) return Number.POSITIVE_INFINITY;
      this.next += 1;
      this.tally.missed += 1;
      return undefined;
    }
    if (this.window >= this.maxInFlight) return Number.POSITIVE_INFINITY;
    if (!connection.writable) return TICK_MS;
    this.next += 1;
    this.publish(connection, message);
    return undefined;
  }

  /** Steps the simulation when it is time; at the end sends what faults still hold back, then ends the run. */
  private refill(): number | undefined {
    const { simulation, options } = this;
    const stepMs = this.tally.steps === 0 ? this.firstStepMs : simulation.timeMs + simulation.intervalMs;
    this.next = 0;
    if (stepMs >= this.endMs) {
      this.queue = simulation.flush().map((message) => ({ ...message, sendMs: simulation.timeMs }));
      this.flushed = true;
      if (this.queue.length > 0) return undefined;
      void this.stop();
      return Number.POSITIVE_INFINITY;
    }
    this.queue = [];
    const early = options.unpaced ? 0 : this.wallOf(stepMs) - this.clock.now();
    if (early > 0) return early;
    this.queue = simulation.step(stepMs);
    this.tally.steps += 1;
    return undefined;
  }

  private publish(connection: BrokerConnection, message: SimMessage): void {
    this.tally.sent += 1;
    this.tally.bytes += message.payload.length;
    this.window += 1;
    connection.publish(message.topic, message.payload, message.qos, message.retain, (error) => {
      if (connection.connected || message.qos === 0) this.window -= 1;
      if (error) this.tally.failed += 1;
      else this.tally.acknowledged += 1;
      this.tally.publishingMs = this.clock.now() - this.beganMs;
      if (this.window < this.maxInFlight) this.schedule();
    });
  }
}

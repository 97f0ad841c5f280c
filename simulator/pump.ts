import type { BrokerConnection } from './broker-connection';
import type { Clock } from './clock';
import type { SimMessage, Simulation } from './simulation';

/** Messages handed over before input and output get their turn. */
const BURST = 200;
/** Smallest pause between two looks at what is due, ms. */
export const TICK_MS = 10;
/** Up to this interval, live readings fall on whole multiples of it. */
const ALIGN_MS = 60_000;
/** A live simulation that is further behind than this (the computer slept) leaves out what it missed. */
const SKIP_MS = 300_000;

export interface PumpOptions {
  /** Simulated seconds in a second. @default 1 */
  speed?: number;
  /** As fast as the broker acknowledges. @default false */
  unpaced?: boolean;
  /** Begins at the clock's time instead of where the simulation stands. @default false */
  live?: boolean;
  /**
   * With `live`: begins where the simulation stands, in the past, and goes on at speed 1 once it has caught up with the
   * clock. A broker that is too slow for `speed` takes longer; nothing is left out on the way. @default false
   */
  history?: boolean;
  /** Ends after this much simulated time; for ever without it. */
  durationMs?: number;
  /** Most messages under way without acknowledgement, over all connections. @default 5000 */
  maxInFlight?: number;
}

/** Steps a simulation in time and hands its messages to connections, no faster than they are acknowledged. */
export class Pump {
  readonly tally = {
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
  window = 0;
  private speed: number;
  private unpaced: boolean;
  private catchingUp: boolean;
  private readonly maxInFlight: number;
  /** Edge nodes that came back and have not said so yet: data before the birth certificate would be void. */
  private readonly unborn = new Set<number>();
  private queue: SimMessage[] = [];
  private next = 0;
  private beganMs = 0;
  private wallStartMs = 0;
  private firstStepMs = 0;
  private endMs = Number.POSITIVE_INFINITY;
  private running = false;
  private flushed = false;
  private scheduled = false;
  private timer: unknown;

  constructor(
    private readonly simulation: Simulation,
    private readonly connections: readonly BrokerConnection[],
    private readonly options: PumpOptions,
    private readonly clock: Clock,
    private readonly onEnd: () => void,
  ) {
    this.speed = options.speed ?? 1;
    this.unpaced = options.unpaced ?? false;
    this.catchingUp = options.history ?? false;
    this.maxInFlight = options.maxInFlight ?? 5000;
  }

  begin(): void {
    const { simulation, options } = this;
    const interval = simulation.intervalMs;
    this.beganMs = this.clock.now();
    this.wallStartMs = this.beganMs;
    this.firstStepMs = simulation.timeMs + interval;
    if (options.live) {
      const align = interval <= ALIGN_MS ? interval : 1000;
      const earliestMs = this.catchingUp ? this.firstStepMs : Math.max(this.beganMs, this.firstStepMs);
      this.firstStepMs = Math.ceil(earliestMs / align) * align;
      if (this.speed === 1 && !this.catchingUp) this.wallStartMs = this.firstStepMs;
    }
    if (options.durationMs !== undefined) this.endMs = this.firstStepMs + options.durationMs;
    this.running = true;
    this.wake();
  }

  end(): void {
    this.running = false;
    this.clock.clearTimeout(this.timer);
  }

  /** A connection came up: what it has in flight counts again, and an edge node gives its births anew. */
  up(index: number): void {
    this.window += this.connections[index]!.inFlight;
    if (this.simulation.connections[index]!.kind === 'edge') {
      this.unborn.add(index);
      this.simulation.rebirth(index, false);
    }
    this.wake();
  }

  down(index: number): void {
    this.window -= this.connections[index]!.inFlight;
    this.simulation.rebirth(index, true);
    this.wake();
  }

  private wake(): void {
    if (this.scheduled || !this.running) return;
    this.scheduled = true;
    this.clock.clearTimeout(this.timer);
    this.clock.setImmediate(() => this.pump());
  }

  private pump(): void {
    this.scheduled = false;
    for (let burst = 0; burst < BURST; burst++) {
      if (!this.running) return;
      const waitMs = this.sendNext();
      if (waitMs === undefined) continue;
      if (waitMs === Number.POSITIVE_INFINITY) return;
      this.clock.clearTimeout(this.timer);
      this.timer = this.clock.setTimeout(() => this.wake(), Math.max(TICK_MS, waitMs));
      return;
    }
    this.wake();
  }

  /** Sends one message, or says how long to wait; without end when an acknowledgement will wake the pump. */
  private sendNext(): number | undefined {
    if (this.next >= this.queue.length) {
      const waitMs = this.refill();
      if (waitMs !== undefined || this.queue.length === 0) return waitMs;
    }
    const message = this.queue[this.next]!;
    if (!this.unpaced) {
      const early = this.wallOf(message.sendMs) - this.clock.now();
      if (early > 0) return early;
      if (!this.flushed) this.tally.lagMs = Math.round(-early);
    }
    const connection = this.connections[message.connection]!;
    if (!connection.connected) {
      if (this.unpaced && !this.connections.some(({ connected }) => connected)) return Number.POSITIVE_INFINITY;
      this.miss();
    } else if (this.unborn.has(message.connection) && !message.topic.includes('/NBIRTH/')) {
      this.miss();
    } else if (this.window >= this.maxInFlight) {
      return Number.POSITIVE_INFINITY;
    } else if (!connection.writable) {
      return TICK_MS;
    } else {
      this.next += 1;
      this.publish(connection, message);
    }
    return undefined;
  }

  private miss(): void {
    this.next += 1;
    this.tally.missed += 1;
  }

  /** Steps the simulation when it is time; at the end sends what faults still hold back, then ends the run. */
  private refill(): number | undefined {
    const { simulation, options } = this;
    const interval = simulation.intervalMs;
    let stepMs = this.tally.steps === 0 ? this.firstStepMs : simulation.timeMs + interval;
    this.next = 0;
    if (stepMs >= this.endMs) {
      this.queue = simulation.flush().map((message) => ({ ...message, sendMs: simulation.timeMs }));
      this.flushed = true;
      if (this.queue.length > 0) return undefined;
      this.onEnd();
      return Number.POSITIVE_INFINITY;
    }
    this.queue = [];
    if (this.catchingUp && stepMs >= this.clock.now()) this.arrive(stepMs);
    const early = this.unpaced ? 0 : this.wallOf(stepMs) - this.clock.now();
    if (early > 0) return early;
    if (options.live && !this.catchingUp && early < -SKIP_MS) {
      const skipped = Math.floor((-early * this.speed) / interval);
      this.tally.missed += skipped * simulation.meters.length;
      stepMs += skipped * interval;
    }
    this.queue = simulation.step(stepMs);
    this.tally.steps += 1;
    return undefined;
  }

  /** From the first step that is not in the past on, steps go with the clock. */
  private arrive(stepMs: number): void {
    this.catchingUp = this.unpaced = false;
    this.speed = 1;
    this.wallStartMs = this.firstStepMs = stepMs;
  }

  private wallOf(simulatedMs: number): number {
    return this.wallStartMs + (simulatedMs - this.firstStepMs) / this.speed;
  }

  private publish(connection: BrokerConnection, message: SimMessage): void {
    const { tally } = this;
    this.unborn.delete(message.connection);
    tally.sent += 1;
    tally.bytes += message.payload.length;
    this.window += 1;
    connection.publish(message.topic, message.payload, message.qos, message.retain, (error) => {
      // At QoS 1 a connection that is down has already taken its messages out of the window.
      if (connection.connected || message.qos === 0) this.window -= 1;
      if (error) tally.failed += 1;
      else tally.acknowledged += 1;
      tally.publishingMs = this.clock.now() - this.beganMs;
      if (this.window < this.maxInFlight) this.wake();
    });
  }
}

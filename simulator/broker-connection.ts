import { connect, type ErrorWithReasonCode, type IClientOptions, type MqttClient } from 'mqtt';
import { type Clock, realClock } from './clock';

const PROTOCOLS = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];
const CONNECT_TIMEOUT_MS = 15_000;
/** A clean end must come within this, or the socket is cut. */
const END_TIMEOUT_MS = 2_000;
/** Connection refused by the broker for who we are: MQTT 3.1.1 table 3.1. */
const BAD_CREDENTIALS = [4, 5];

export interface Will {
  topic: string;
  payload: Buffer;
  qos: 0 | 1;
  retain: boolean;
}

export interface BrokerOptions {
  /** mqtt, mqtts, ws or wss URL. */
  broker: string;
  username?: string;
  password?: string;
}

export interface ConnectionOptions extends BrokerOptions {
  clientId: string;
  /** Asked for at the start and after every loss: a session may need a will of its own. Without it there is none. */
  will?: () => Will;
  /** Retained `online` goes here on every connect. */
  statusTopic?: string;
  /** Commands to this topic are handed to `onCommand`. */
  commandTopic?: string;
  firstBackoffMs: number;
  mostBackoffMs: number;
  /** Stretches the waiting times, 0.75–1.25, so that thousands don't come back at once. */
  jitter: number;
  clock?: Clock;
  onUp: () => void;
  onDown: () => void;
  onCommand?: (payload: Buffer) => void;
}

/** @throws Error that says what a broker address looks like. */
export function checkBrokerUrl(broker: string): void {
  const url = URL.canParse(broker) ? new URL(broker) : undefined;
  if (!url || !PROTOCOLS.includes(url.protocol) || url.hostname === '') {
    throw new Error(
      `broker address "${broker}" can't be used: write it as mqtt://host:1883, mqtts://, ws:// or wss://`,
    );
  }
}

/** The address without user and password. */
export function addressOf(broker: string): string {
  const url = new URL(broker);
  return `${url.protocol}//${url.host}`;
}

/** What went wrong with a broker and what to do about it. */
export function brokerError(broker: string, error: Error & { code?: unknown }): Error {
  const address = addressOf(broker);
  if (BAD_CREDENTIALS.includes(error.code as number)) {
    return new Error(`broker ${address} refuses the user (${error.message}): check user name and password`);
  }
  const cause = error.message || String(error.code);
  return new Error(`broker ${address} can't be reached (${cause}): check that a broker runs there and the address`);
}

/**
 * One MQTT connection that comes back by itself, with growing pauses. What is in flight at QoS 1 when it breaks is sent
 * again by mqtt.js after the next connect; nothing new is accepted meanwhile.
 */
export class BrokerConnection {
  /** Published and not yet acknowledged (QoS 1) or not yet taken by the socket (QoS 0). */
  inFlight = 0;
  reconnects = 0;
  private client: MqttClient | undefined;
  private wasUp = false;
  private isUp = false;
  private session = 0;
  private readonly unwritten = new Set<(error: Error) => void>();
  private closing = false;
  private lastError: Error | undefined;

  constructor(private readonly options: ConnectionOptions) {}

  get connected(): boolean {
    return this.isUp && !this.closing;
  }

  /** False while the socket is full: more would only grow the memory. */
  get writable(): boolean {
    return this.connected && !(this.client!.stream as { writableNeedDrain?: boolean }).writableNeedDrain;
  }

  /** Resolves with undefined when connected, or with the error of the first attempt; it goes on trying either way. */
  open(): Promise<Error | undefined> {
    const { options } = this;
    const settings: IClientOptions = {
      clientId: options.clientId,
      clean: true,
      keepalive: 60,
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectPeriod: options.firstBackoffMs * options.jitter,
      reconnectOnConnackError: true,
      queueQoSZero: false,
      ...(options.will ? { will: options.will() } : {}),
      ...(options.username ? { username: options.username } : {}),
      ...(options.password ? { password: options.password } : {}),
    };
    const client = connect(options.broker, settings);
    this.client = client;
    return new Promise((resolve) => {
      client.on('connect', () => {
        this.up(client);
        resolve(undefined);
      });
      client.on('error', (error) => {
        this.lastError = error;
      });
      client.on('message', (_topic, payload) => options.onCommand?.(payload));
      client.on('close', () => {
        this.down(client);
        resolve(brokerError(options.broker, this.lastError ?? new Error('closed while connecting')));
      });
    });
  }

  /**
   * Hands a message to mqtt.js. `done` is called once: without error when acknowledged (QoS 1) or written (QoS 0).
   * A QoS 0 message whose socket breaks first is reported as failed.
   */
  publish(
    topic: string,
    payload: string | Buffer,
    qos: 0 | 1,
    retain: boolean,
    done: (error?: Error | ErrorWithReasonCode | null) => void,
  ): void {
    const session = this.session;
    let open = true;
    const finish = (error?: Error | ErrorWithReasonCode | null) => {
      if (!open) return;
      open = false;
      this.inFlight -= 1;
      this.unwritten.delete(finish);
      done(error);
    };
    this.inFlight += 1;
    if (qos === 0) this.unwritten.add(finish);
    this.client!.publish(topic, payload, { qos, retain }, (error) => {
      if (qos === 1 || session === this.session) finish(error);
    });
  }

  /** Says goodbye with the last will's own message, ends the session, and cuts it when the broker doesn't answer. */
  async close(): Promise<void> {
    const client = this.client;
    if (!client || this.closing) return;
    const wasConnected = this.isUp;
    this.closing = true;
    const will = this.options.will?.();
    await new Promise<void>((resolve) => {
      const clock = this.options.clock ?? realClock;
      const timer = clock.setTimeout(() => {
        client.end(true);
        resolve();
      }, END_TIMEOUT_MS);
      const ended = () => {
        clock.clearTimeout(timer);
        resolve();
      };
      if (!wasConnected) client.end(true, ended);
      else {
        const end = () => client.end(this.inFlight > 0, ended);
        if (will) client.publish(will.topic, will.payload, { qos: will.qos, retain: will.retain }, end);
        else end();
      }
    });
  }

  private up(client: MqttClient): void {
    const { statusTopic, commandTopic, firstBackoffMs, jitter } = this.options;
    client.options.reconnectPeriod = firstBackoffMs * jitter;
    if (this.wasUp) this.reconnects += 1;
    this.wasUp = true;
    this.isUp = true;
    const ignore = () => {};
    if (statusTopic) client.publish(statusTopic, 'online', { qos: 1, retain: true }, ignore);
    if (commandTopic) client.subscribe(commandTopic, { qos: 1 }, ignore);
    this.options.onUp();
  }

  /** Called once a failed attempt and once a broken session. */
  private down(client: MqttClient): void {
    const { mostBackoffMs, jitter } = this.options;
    client.options.reconnectPeriod = Math.min((client.options.reconnectPeriod ?? 1000) * 2, mostBackoffMs * jitter);
    if (!this.isUp) return;
    this.isUp = false;
    this.session += 1;
    for (const finish of this.unwritten) finish(new Error('connection closed before the message was written'));
    if (this.closing) return;
    this.options.onDown();
    if (this.options.will) client.options.will = this.options.will();
  }
}

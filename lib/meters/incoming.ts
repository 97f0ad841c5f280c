import { MAX_PAYLOAD_BYTES, MAX_TOPIC_LENGTH } from './limits';

/** What an `mqtt in` node hands over: bytes, text, or JSON that is parsed already. Nothing in it is trusted. */
export interface MqttMessage {
  topic?: string;
  payload: unknown;
}

const NO_LEVELS: readonly string[] = [];

/**
 * One message while it is looked at: text and JSON are decoded on first use and once. `problem` tells why the payload
 * can't be looked at at all.
 */
export class Incoming {
  /** The topic, empty where there is none that can be used. */
  topic = '';
  payload: unknown;
  problem: 'too-large' | undefined;
  private given: unknown;
  private splitLevels: readonly string[] | undefined;
  private decoded = false;
  private textOf: string | undefined;
  private bodyOf: unknown;

  /** Takes the next message; one object serves a whole stream. */
  set(topic: unknown, payload: unknown): this {
    if (topic !== this.given) {
      this.given = topic;
      this.topic = isTopic(topic) ? topic : '';
      this.splitLevels = undefined;
    }
    this.payload = payload;
    const size = typeof payload === 'string' ? payload.length : ArrayBuffer.isView(payload) ? payload.byteLength : 0;
    this.problem = size > MAX_PAYLOAD_BYTES ? 'too-large' : undefined;
    this.decoded = false;
    this.textOf = undefined;
    this.bodyOf = undefined;
    return this;
  }

  /** The levels of the topic. */
  get levels(): readonly string[] {
    this.splitLevels ??= this.topic === '' ? NO_LEVELS : this.topic.split('/');
    return this.splitLevels;
  }

  /** The bytes, when the payload is binary. */
  get bytes(): Uint8Array | undefined {
    return this.payload instanceof Uint8Array ? this.payload : undefined;
  }

  /** The payload as text, when it came as text or bytes and is not too large. */
  get text(): string | undefined {
    if (!this.decoded) this.decode();
    return this.textOf;
  }

  /** The JSON value: as it came, or parsed from text that begins like an object or array; undefined otherwise. */
  get body(): unknown {
    if (!this.decoded) this.decode();
    return this.bodyOf;
  }

  private decode(): void {
    this.decoded = true;
    const payload = this.payload;
    const bytes = this.bytes;
    if (typeof payload !== 'string' && bytes === undefined) {
      this.bodyOf = payload;
      return;
    }
    if (this.problem) return;
    const text = bytes
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
      : (payload as string);
    this.textOf = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    const start = this.textOf.trimStart();
    if (start[0] !== '{' && start[0] !== '[') return;
    try {
      this.bodyOf = JSON.parse(this.textOf);
    } catch {
      // Text that only looks like JSON stays text: the operator refuses it by name.
    }
  }
}

/** A string of bearable length without control characters, which MQTT 3.1.1 (section 1.5.3) tells brokers to refuse. */
function isTopic(topic: unknown): topic is string {
  if (typeof topic !== 'string' || topic.length > MAX_TOPIC_LENGTH) return false;
  for (let i = 0; i < topic.length; i++) {
    const code = topic.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) return false;
  }
  return true;
}

import { isUtf8 } from 'node:buffer';
import { MAX_PAYLOAD_BYTES } from './limits';
import type { TopicPlace } from './location';
import { isTopic, type Topic, type Topics } from './topics';

/** What an `mqtt in` node hands over: bytes, text, or JSON that is parsed already. Nothing in it is trusted. */
export interface MqttMessage {
  topic?: string;
  payload: unknown;
}

/** One message while it is looked at: text and JSON are decoded on first use and once. */
export class Incoming {
  payload: unknown;
  /** Why the payload can't be looked at. */
  problem: 'too-large' | undefined;
  /** The topic, empty where there is none that can be used. */
  topic = '';
  private given: unknown;
  private from: Topic | undefined;
  private decoded = false;
  private textOf: string | undefined;
  private bodyOf: unknown;

  constructor(private readonly topics: Topics) {}

  /** Takes the next message; one object serves a whole stream. */
  set(topic: unknown, payload: unknown): void {
    if (topic !== this.given) {
      this.given = topic;
      this.topic = isTopic(topic) ? topic : '';
      this.from = undefined;
    }
    this.payload = payload;
    const size = typeof payload === 'string' ? payload.length : ArrayBuffer.isView(payload) ? payload.byteLength : 0;
    this.problem = size > MAX_PAYLOAD_BYTES ? 'too-large' : undefined;
    this.decoded = false;
    this.textOf = undefined;
    this.bodyOf = undefined;
  }

  /** The levels of the topic. */
  get levels(): readonly string[] {
    this.from ??= this.topics.get(this.topic);
    return this.from.levels;
  }

  /** What the topic templates find in the topic; looked up only when somebody asks. */
  get place(): TopicPlace | undefined {
    this.from ??= this.topics.get(this.topic);
    return this.from.place;
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
    const start = this.textOf.trimStart()[0];
    if (start !== '{' && start !== '[') return;
    // Damaged on the way: JSON is UTF-8, and a field name with a bent byte would be ignored in silence.
    if (bytes && this.textOf.includes('\uFFFD') && !isUtf8(bytes)) return;
    try {
      this.bodyOf = JSON.parse(this.textOf);
    } catch {
      // Text that only looks like JSON stays text: the operator refuses it by name.
    }
  }
}

import { connectAsync, type MqttClient } from 'mqtt';

const TIMEOUT_MS = 10_000;
const POLL_MS = 20;

/** What arrived on some topics, as parsed JSON, in order. */
export class Inbox {
  private readonly messages = new Map<string, unknown[]>();

  private constructor(readonly client: MqttClient) {
    client.on('message', (topic, payload) => this.all(topic).push(JSON.parse(payload.toString())));
  }

  static async open(broker: string, topics: string[]): Promise<Inbox> {
    const inbox = new Inbox(await connectAsync(broker, { reconnectPeriod: 500 }));
    await inbox.client.subscribeAsync(topics);
    return inbox;
  }

  /** All payloads of a topic so far. */
  all<T>(topic: string): T[] {
    let list = this.messages.get(topic);
    if (!list) this.messages.set(topic, (list = []));
    return list as T[];
  }

  /** The elements of payloads that are arrays. */
  elements<T>(topic: string): T[] {
    return this.all<T | T[]>(topic).flat() as T[];
  }

  last<T>(topic: string): T | undefined {
    return this.all<T>(topic).at(-1);
  }
}

/** Waits until it is so. @throws Error that says what was waited for. */
export async function until(isSo: () => unknown, what: string, timeoutMs = TIMEOUT_MS): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

import { Readable } from 'node:stream';
import Packet from 'aedes-packet';
import MemoryPersistence from 'aedes-persistence/asyncPersistence.js';

/** Messages kept for one subscriber that does not acknowledge; the oldest goes first. */
const MAX_QUEUED = 20_000;

/** What aedes reads and writes of a packet here. */
type Queued = { brokerId?: string; brokerCounter?: number; messageId?: number };
type Subscriber = { clientId: string };
type Client = { id: string };

const keyOf = ({ brokerId, brokerCounter }: Queued) => `${brokerId}:${brokerCounter}`;

/** The unacknowledged messages of one subscriber, found by packet and by message id. */
class OutgoingQueue {
  private readonly packets = new Map<string, Queued>();
  private readonly keys = new Map<number, string>();

  add(packet: Queued): void {
    if (this.packets.size >= MAX_QUEUED) this.remove(this.packets.keys().next().value!);
    this.packets.set(keyOf(packet), new Packet(packet));
  }

  /** Gives a queued packet its message id, or puts the PUBREL of QoS 2 in the place of its message. */
  update(packet: Queued): void {
    const queued = this.packets.get(keyOf(packet));
    const key = this.keys.get(packet.messageId!);
    if (queued) {
      queued.messageId = packet.messageId;
      this.keys.set(packet.messageId!, keyOf(packet));
    } else if (key !== undefined) this.packets.set(key, packet);
    else throw new Error('no such packet');
  }

  clear(packet: Queued): Queued | undefined {
    const key = packet.messageId === undefined ? keyOf(packet) : this.keys.get(packet.messageId);
    return key === undefined ? undefined : this.remove(key);
  }

  all(): Queued[] {
    return [...this.packets.values()];
  }

  private remove(key: string): Queued | undefined {
    const packet = this.packets.get(key);
    this.packets.delete(key);
    if (packet?.messageId !== undefined) this.keys.delete(packet.messageId);
    return packet;
  }
}

/**
 * The broker's memory with an index of what is under way. The one that comes with aedes searches a subscriber's queue
 * from its beginning for every acknowledgement: once a stall has made the queue long, it never catches up.
 */
export class IndexedPersistence extends MemoryPersistence {
  private readonly queues = new Map<string, OutgoingQueue>();

  override async outgoingEnqueue(subscriber: Subscriber, packet: Queued): Promise<void> {
    this.queueOf(subscriber.clientId).add(packet);
  }

  override async outgoingEnqueueCombi(subscribers: Subscriber[], packet: Queued): Promise<void> {
    for (const { clientId } of subscribers) this.queueOf(clientId).add(packet);
  }

  override async outgoingUpdate(client: Client, packet: Queued): Promise<void> {
    this.queueOf(client.id).update(packet);
  }

  override async outgoingClearMessageId(client: Client, packet: Queued): Promise<Queued | undefined> {
    return this.queues.get(client.id)?.clear(packet);
  }

  override outgoingStream(client: Client): Readable {
    return Readable.from(this.queues.get(client.id)?.all() ?? []);
  }

  /** A session that begins or ends clean leaves nothing behind. */
  override async cleanSubscriptions(client: Client): Promise<void> {
    this.queues.delete(client.id);
    await super.cleanSubscriptions(client);
  }

  private queueOf(clientId: string): OutgoingQueue {
    let queue = this.queues.get(clientId);
    if (!queue) this.queues.set(clientId, (queue = new OutgoingQueue()));
    return queue;
  }
}

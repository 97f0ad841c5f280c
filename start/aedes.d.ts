declare module 'aedes-packet' {
  const Packet: new (original: object) => { messageId?: number };
  export = Packet;
}
declare module 'aedes-persistence/asyncPersistence.js' {
  import type { Readable } from 'node:stream';

  /** The in-memory persistence of aedes, as far as it is replaced here. */
  class MemoryPersistence {
    outgoingEnqueue(subscriber: object, packet: object): Promise<void>;
    outgoingEnqueueCombi(subscribers: object[], packet: object): Promise<void>;
    outgoingUpdate(client: object, packet: object): Promise<void>;
    outgoingClearMessageId(client: object, packet: object): Promise<object | undefined>;
    outgoingStream(client: object): Readable;
    cleanSubscriptions(client: object): Promise<void>;
  }
  export = MemoryPersistence;
}

import { connect, type Socket } from 'node:net';

const PUBACK = 0x40;
const PINGREQ = Buffer.from([0xc0, 0]);
const PING_MS = 30_000;

/**
 * The least MQTT 3.1.1 client that publishes at QoS 1: a tenth of the CPU of a full one, which the system under test
 * needs on a small machine. Counts what was acknowledged; its connection must hold.
 */
export class Wire {
  sent = 0;
  acknowledged = 0;
  private nextId = 1;
  /** Bytes of a packet that is not complete yet. */
  private rest: Buffer = Buffer.alloc(0);

  private constructor(
    private readonly socket: Socket,
    readonly clientId: string,
  ) {}

  static open(port: number, clientId: string): Promise<Wire> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.setNoDelay(true);
      const wire = new Wire(socket, clientId);
      socket.once('error', reject);
      socket.on('data', (chunk: Buffer) => wire.take(chunk, () => resolve(wire)));
      socket.write(connectPacket(clientId));
      setInterval(() => socket.write(PINGREQ), PING_MS).unref();
      socket.on('close', () => {
        if (!wire.closing) throw new Error(`the broker closed the connection of ${clientId}`);
      });
    });
  }

  private closing = false;

  publish(topic: Buffer, payload: string): void {
    const length = Buffer.byteLength(payload);
    const remaining = 2 + topic.length + 2 + length;
    const header = remaining < 128 ? 2 : remaining < 16_384 ? 3 : 4;
    const packet = Buffer.allocUnsafe(header + remaining);
    packet[0] = 0x32;
    let at = writeLength(packet, remaining);
    at = packet.writeUInt16BE(topic.length, at);
    at += topic.copy(packet, at);
    at = packet.writeUInt16BE(this.nextId, at);
    packet.write(payload, at);
    this.nextId = this.nextId === 65_535 ? 1 : this.nextId + 1;
    this.socket.write(packet);
    this.sent++;
  }

  close(): void {
    this.closing = true;
    this.socket.destroy();
  }

  /** All packets a broker sends to a publisher have less than 128 bytes: type, one byte of length, body. */
  private take(chunk: Buffer, connected: () => void): void {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    let at = 0;
    while (at + 2 <= bytes.length && at + 2 + bytes[at + 1]! <= bytes.length) {
      if (bytes[at] === PUBACK) this.acknowledged++;
      else if (bytes[at] === 0x20) connected();
      at += 2 + bytes[at + 1]!;
    }
    this.rest = bytes.subarray(at);
  }
}

function connectPacket(clientId: string): Buffer {
  const id = Buffer.from(clientId);
  const body = Buffer.concat([Buffer.from([0, 4]), Buffer.from('MQTT'), Buffer.from([4, 2, 0, 60, 0, id.length]), id]);
  return Buffer.concat([Buffer.from([0x10, body.length]), body]);
}

/** The variable-length field after the first byte (MQTT 3.1.1, section 2.2.3); gives where the rest begins. */
function writeLength(packet: Buffer, length: number): number {
  let at = 1;
  let left = length;
  do {
    packet[at++] = (left % 128) | (left >= 128 ? 128 : 0);
    left = Math.floor(left / 128);
  } while (left > 0);
  return at;
}

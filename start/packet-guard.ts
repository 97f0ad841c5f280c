import type { Socket } from 'node:net';

/**
 * Closes a connection whose MQTT packet announces more than `maxBytes`, before the broker gathers it in memory.
 * Reads nothing but the fixed headers (MQTT 3.1.1, section 2.2).
 */
export function guardPacketSize(socket: Socket, maxBytes: number): void {
  let skip = 0;
  let length = 0;
  let shift = -1;
  socket.on('data', (chunk: Buffer) => {
    let at = 0;
    while (at < chunk.length) {
      if (skip > 0) {
        const step = Math.min(skip, chunk.length - at);
        skip -= step;
        at += step;
        continue;
      }
      const byte = chunk[at++]!;
      if (shift < 0) {
        shift = 0;
        length = 0;
        continue;
      }
      length += (byte & 0x7f) * 2 ** shift;
      shift += 7;
      if (byte & 0x80 && shift < 28) continue;
      if (length > maxBytes) {
        socket.destroy(new Error(`packet of ${length} bytes is over the limit of ${maxBytes}`));
        return;
      }
      skip = length;
      shift = -1;
    }
  });
}

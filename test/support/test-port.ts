import { freePort } from '../../start/port';

const PORTS = 50;
/** Levels of tests run beside each other: each process looks among ports of its own. */
let next = 20_000 + (process.pid % 200) * PORTS;

/** A free port of this machine, another one with each call, as the one before may not be taken yet, and with a free one behind it. */
export async function testPort(): Promise<number> {
  const port = await freePort(next, '127.0.0.1');
  next = port + 2;
  return port;
}

import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { addressOf } from './address';
import { guardPacketSize } from './packet-guard';
import { IndexedPersistence } from './persistence';

export interface BrokerSettings {
  host: string;
  port: number;
  /** Without both, the broker listens on loopback only. */
  username?: string;
  password?: string;
  maxConnections?: number;
  maxPacketBytes?: number;
}

export interface Broker {
  url: string;
  port: number;
  connections(): number;
  close(): Promise<void>;
}

const MAX_CONNECTIONS = 20_000;
const MAX_PACKET_BYTES = 1024 * 1024;
/** A subscriber that has stopped reading is let go after this, so that it can't hold up the others. */
const DRAIN_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** Messages that may be in delivery at once; above the default of 100, which a burst of meters fills. */
const CONCURRENCY = 1_000;
const MAX_CLIENT_ID_LENGTH = 128;

/**
 * An MQTT 3.1.1 broker inside this process (aedes), for a start without any other.
 * @throws Error when it should listen beyond loopback without credentials, or the port is taken.
 */
export async function startBroker(settings: BrokerSettings): Promise<Broker> {
  const { host, username, password } = settings;
  if (!isLoopback(host) && !(username && password)) {
    throw new Error(
      `the broker does not listen on ${host} without credentials: set GRIDLOOM_USERNAME and GRIDLOOM_PASSWORD, ` +
        'or leave GRIDLOOM_HOST at 127.0.0.1',
    );
  }
  const { Aedes } = await import('aedes');
  const maxConnections = settings.maxConnections ?? MAX_CONNECTIONS;
  const sockets = new Set<Socket>();
  const aedes = await Aedes.createBroker({
    persistence: new IndexedPersistence(),
    concurrency: CONCURRENCY,
    drainTimeout: DRAIN_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxClientsIdLength: MAX_CLIENT_ID_LENGTH,
    authenticate: (_client, givenName, givenPassword, done) => {
      const known = !username || (same(givenName, username) && same(givenPassword?.toString(), password));
      done(null, known);
    },
  });
  // A client's fault ends that client's connection only; without listeners it would end the process.
  aedes.on('clientError', (client) => client.close());
  aedes.on('connectionError', (client) => client.close());

  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    if (sockets.size >= maxConnections) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.setNoDelay(true);
    aedes.handle(socket);
    guardPacketSize(socket, settings.maxPacketBytes ?? MAX_PACKET_BYTES);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, host, resolve);
  });
  const { port } = server.address() as { port: number };
  return {
    url: addressOf('mqtt', host, port),
    port,
    connections: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        aedes.close(() => server.close(() => resolve()));
        for (const socket of sockets) socket.destroy();
      }),
  };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Compares in constant time, whatever the lengths. */
function same(given: string | undefined, expected: string | undefined): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given ?? ''), digest(expected ?? ''));
}

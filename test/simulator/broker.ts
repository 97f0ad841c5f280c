import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

export interface Received {
  topic: string;
  payload: Buffer;
  retain: boolean;
  /** Empty for what the broker itself sends, e.g. a last will. */
  clientId: string;
}

/** A real broker (aedes) on a free port of the loopback, which can vanish and come back. */
export class TestBroker {
  readonly received: Received[] = [];
  private server!: Server;
  private readonly sockets = new Set<Socket>();
  private broker!: { close(done?: () => void): void };
  private frozen = false;
  private readonly held: (() => void)[] = [];
  private refusing = false;

  private constructor(private chosenPort: number) {}

  static async start(port = 0): Promise<TestBroker> {
    const broker = new TestBroker(port);
    await broker.listen();
    return broker;
  }

  get port(): number {
    return this.chosenPort;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  /** Readings and births: everything that isn't a status. */
  get readings(): Received[] {
    return this.received.filter(({ topic }) => !topic.endsWith('/status') && !topic.includes('/NDEATH/'));
  }

  /** Cuts all connections without a word and stops listening. */
  async vanish(): Promise<void> {
    this.server.close();
    this.cutAll();
    await new Promise<void>((resolve) => this.broker.close(() => resolve()));
  }

  cutAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Listens again on the same port, with no memory. */
  async listen(): Promise<void> {
    const { Aedes } = await import('aedes');
    const aedes = await Aedes.createBroker();
    this.broker = aedes;
    aedes.on('publish', ({ topic, payload, retain }, client) => {
      if (topic.startsWith('$SYS')) return;
      this.received.push({ topic, payload: Buffer.from(payload as Buffer), retain, clientId: client?.id ?? '' });
    });
    aedes.authorizePublish = (_client, _packet, done) => {
      if (!this.frozen) done(null);
      else this.held.push(() => done(null));
    };
    aedes.authenticate = (_client, _user, _password, done) => {
      if (!this.refusing) done(null, true);
      else done(Object.assign(new Error('no'), { returnCode: 4 }), false);
    };
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      aedes.handle(socket);
    });
    this.server.listen(this.chosenPort, '127.0.0.1');
    await once(this.server, 'listening');
    this.chosenPort = (this.server.address() as AddressInfo).port;
  }

  /** From now on nobody may come in. */
  refuseUsers(): void {
    this.refusing = true;
  }

  /** Accepts messages but acknowledges none, until `thaw`. */
  freeze(): void {
    this.frozen = true;
  }

  thaw(): void {
    this.frozen = false;
    for (const resume of this.held.splice(0)) resume();
  }
}

/** Waits until something holds, for 5 s at most. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`waited 5 s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

import { BenchMeter } from './meters';
import { Wire } from './wire';

const TICK_MS = 5;

export interface LoadSettings {
  meters: number;
  connections: number;
  /** Readings in one message. */
  batch: number;
  readingsPerSecond: number;
}

/** Meters that publish in turn, evenly over time. */
export class Load {
  readings = 0;
  messages = 0;
  /** How often a meter went above the threshold: so many alerts are to come. */
  crossings = 0;
  /** How long the pacing was behind at worst; then the figures say more of this process than of the system. */
  worstLagMs = 0;
  elapsedMs = 0;
  private wires: Wire[] = [];
  private readonly topics: Buffer[];
  private readonly meters: BenchMeter[];

  constructor(private readonly settings: LoadSettings) {
    const { meters, batch } = settings;
    this.meters = Array.from({ length: meters }, (_, i) => new BenchMeter(i));
    this.topics = this.meters.map(({ id, district }) =>
      Buffer.from(batch === 1 ? `gridloom/Northport/${district}/${id}` : `gridloom/Northport/concentrator`),
    );
  }

  get acknowledged(): number {
    return this.wires.reduce((sum, wire) => sum + wire.acknowledged, 0);
  }

  async connect(port: number): Promise<void> {
    for (let i = 0; i < this.settings.connections; i++) this.wires.push(await Wire.open(port, `bench-${i}`));
  }

  /** Publishes for so long, what is due every few milliseconds. */
  async run(lengthMs: number): Promise<void> {
    const { batch, readingsPerSecond } = this.settings;
    const perMs = readingsPerSecond / batch / 1000;
    const total = Math.round(perMs * lengthMs);
    const began = performance.now();
    while (this.messages < total) {
      const elapsed = performance.now() - began;
      const due = Math.min(total, Math.floor(elapsed * perMs));
      this.worstLagMs = Math.max(this.worstLagMs, (due - this.messages) / perMs - TICK_MS);
      while (this.messages < due) this.publish();
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
    this.elapsedMs = performance.now() - began;
  }

  close(): void {
    for (const wire of this.wires) wire.close();
  }

  private publish(): void {
    const { batch, meters, connections } = this.settings;
    const first = (this.messages * batch) % meters;
    const timeMs = Date.now();
    const count = () => this.crossings++;
    const texts: string[] = [];
    for (let i = first; i < first + batch; i++) texts.push(this.meters[i]!.reading(timeMs, count));
    // A meter keeps its connection: concentrator c has the meters of one stretch.
    const wire = this.wires[Math.floor(first / (meters / connections))]!;
    wire.publish(this.topics[first]!, batch === 1 ? texts[0]! : `[${texts.join(',')}]`);
    this.messages++;
    this.readings += batch;
  }
}

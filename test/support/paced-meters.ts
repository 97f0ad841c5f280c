import type { MqttClient } from 'mqtt';

export interface PacedSettings {
  meters: number;
  intervalMs: number;
  /** The first so many meters draw 3 kW, the others 1 kW. */
  heavy: number;
}

/**
 * Meters that measure at fixed instants and publish at QoS 1 over one connection. What can't be published at its time
 * is dropped, as by a real meter without a memory.
 */
export class PacedMeters {
  /** Readings that were due, and those of them that were dropped. */
  due = 0;
  dropped = 0;
  private timer: NodeJS.Timeout | undefined;
  private nextMs: number;

  constructor(
    private readonly client: MqttClient,
    private readonly settings: PacedSettings,
  ) {
    this.nextMs = Date.now();
  }

  start(): void {
    this.nextMs = Date.now();
    this.timer = setInterval(() => this.publishDue(), this.settings.intervalMs / 4);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private publishDue(): void {
    const { meters, intervalMs } = this.settings;
    for (; this.nextMs <= Date.now(); this.nextMs += intervalMs) {
      this.due += meters;
      if (!this.client.connected) this.dropped += meters;
      else for (let meter = 0; meter < meters; meter++) this.publish(meter, this.nextMs);
    }
  }

  private publish(meter: number, timeMs: number): void {
    const meterId = `R${String(meter).padStart(3, '0')}`;
    // Values that stand still would be flagged as frozen.
    const activePowerW = (meter < this.settings.heavy ? 3_000 : 1_000) + (timeMs % 977) / 100;
    const payload = JSON.stringify({ meterId, timeMs, activePowerW, household: meterId });
    // One that is lost with the connection is sent again by the client; its failure at the end of the test is none.
    this.client.publish(`gridloom/Northport/101/${meterId}`, payload, { qos: 1 }, () => undefined);
  }
}

import { connectAsync, type MqttClient } from 'mqtt';
import type { NodeRisk, RiskAlert, StressMeasurement } from '../../lib/messages';
import { ALERTS, MEASUREMENTS, RISKS } from './flow';
import { MODELS, type Model } from './stages';

/** Lateness of the risk windows, as by default: a window is judged when a measurement comes that lies so far behind it. */
const LATENESS_MS = 600_000;

/** Publishes measurements to the system and sees what comes out of it. */
export class Journey {
  readonly alerts: Record<Model, RiskAlert[]> = { linear: [], electrical: [] };
  readonly risks: Record<Model, number> = { linear: 0, electrical: 0 };
  /** From the publishing of the measurement that closed a window to its risks, or to its alerts; ms. */
  readonly riskMs: number[] = [];
  readonly alertMs: number[] = [];
  /** Of the last risk or alert, by the monotonic clock. */
  lastMs = 0;
  private readonly sentMs: number[] = [];
  /** End of the newest window of which risks came. */
  private readonly endMs: Record<Model, number> = { linear: Number.NaN, electrical: Number.NaN };
  private readonly timesMs: number[] = [];

  private constructor(private readonly client: MqttClient) {}

  static async open(broker: string): Promise<Journey> {
    const journey = new Journey(await connectAsync(broker, { clientId: 'bench-observer' }));
    journey.client.on('message', (topic, payload) => journey.take(topic, payload));
    await journey.client.subscribeAsync(
      MODELS.flatMap((model) => [RISKS + model, ALERTS + model]),
      { qos: 1 },
    );
    return journey;
  }

  /** @param measurements of one message; resolves when the broker has acknowledged it */
  async publish(measurements: readonly StressMeasurement[]): Promise<void> {
    for (const { timeMs } of measurements) {
      this.timesMs.push(timeMs);
      this.sentMs.push(performance.now());
    }
    const payload = measurements.length === 1 ? measurements[0] : measurements;
    await this.client.publishAsync(MEASUREMENTS, JSON.stringify(payload), { qos: 1 });
  }

  /** Event time by which the slower model is behind what was published; 0 before any window was judged. */
  get behindMs(): number {
    return (this.timesMs.at(-1) ?? 0) - Math.min(this.endMs.linear, this.endMs.electrical) || 0;
  }

  async close(): Promise<void> {
    await this.client.endAsync();
  }

  private take(topic: string, payload: Buffer): void {
    const nowMs = performance.now();
    this.lastMs = nowMs;
    const list = JSON.parse(payload.toString());
    const model = MODELS.find((name) => topic.endsWith(name))!;
    if (topic.startsWith(ALERTS)) {
      this.alerts[model].push(...(list as RiskAlert[]));
      this.alertMs.push(nowMs - this.sentAt((list as RiskAlert[]).at(-1)!.timeMs));
    } else {
      this.risks[model] += list.length;
      this.endMs[model] = (list as NodeRisk[]).at(-1)!.endMs;
      this.riskMs.push(nowMs - this.sentAt((list as NodeRisk[]).at(-1)!.endMs));
    }
  }

  /** When the first measurement was sent that closes a window of this end. */
  private sentAt(endMs: number): number {
    // From the end: what closed it is among the newest.
    let at = this.timesMs.length - 1;
    while (at > 0 && this.timesMs[at - 1]! - LATENESS_MS >= endMs) at--;
    return this.sentMs[at]!;
  }
}

import { RandomStreams } from './random';
import type { Sample } from './sample';
import { type FaultKind, type FaultRates, MESSAGE_FAULTS, METER_FAULTS, type MessageFault } from './settings';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const LATE_MS = [30 * SECOND_MS, 10 * MINUTE_MS] as const;
const DUPLICATE_MS = [50, 2 * SECOND_MS] as const;
const BOOT_MS = [8 * SECOND_MS, 40 * SECOND_MS] as const;
const FROZEN_MS = [5 * MINUTE_MS, 60 * MINUTE_MS] as const;
const DRIFT_MS = [HOUR_MS, 6 * HOUR_MS] as const;
/** Seconds that a bad clock gains or loses in a second. */
const DRIFT_RATE = [0.002, 0.02] as const;

/** One fault that hit one message, with what exactly was done. */
export interface TruthRecord {
  kind: FaultKind;
  /** The meter it hit; undefined when it hit a batch as a whole. */
  meterId: string | undefined;
  /** Undefined when a meter was off and made no message. */
  topic: string | undefined;
  /** True instant of the reading, and when the message is sent; null when it never is. Epoch ms UTC. */
  timeMs: number;
  sendMs: number | null;
  detail: string;
}
/** What a fault did, before it is known in which message it goes. */
export type FaultMark = Pick<TruthRecord, 'kind' | 'detail'>;

/** Faults of the device itself: clock, registers, measuring unit. One stream of random numbers a meter. */
export class MeterFaults {
  private readonly random: RandomStreams;
  private readonly downUntilMs: Float64Array;
  private readonly booting: Uint8Array;
  private readonly importOffsetWh: Float64Array;
  private readonly exportOffsetWh: Float64Array;
  private readonly frozenUntilMs: Float64Array;
  private readonly frozen = new Map<number, Sample>();
  private readonly driftStartMs: Float64Array;
  private readonly driftUntilMs: Float64Array;
  private readonly driftRate: Float64Array;
  private readonly active: boolean;

  constructor(
    seed: number,
    private readonly rates: FaultRates,
    meterIds: readonly string[],
  ) {
    const perMeter = () => new Float64Array(meterIds.length);
    this.active = METER_FAULTS.some((kind) => rates[kind] > 0);
    this.random = new RandomStreams(
      seed,
      meterIds.map((id) => `fault/${id}`),
    );
    this.downUntilMs = perMeter();
    this.booting = new Uint8Array(meterIds.length);
    this.importOffsetWh = perMeter();
    this.exportOffsetWh = perMeter();
    this.frozenUntilMs = perMeter();
    this.driftStartMs = perMeter();
    this.driftUntilMs = perMeter();
    this.driftRate = perMeter();
  }

  /**
   * Changes a sample as the faults of its meter do.
   * @param hours time since the last sample of this meter
   * @returns what was done to it, and whether the meter is off and says nothing
   */
  apply(meter: number, sample: Sample, hours: number): { marks: FaultMark[]; off: boolean } | undefined {
    if (!this.active) return undefined;
    const timeMs = sample.timeMs;
    const marks: FaultMark[] = [];
    const off = this.restart(meter, sample, hours, marks);
    this.freeze(meter, sample, hours, marks, off);
    this.drift(meter, sample, hours, marks);
    if (off) sample.timeMs = timeMs;
    return marks.length > 0 ? { marks: off ? marks.slice(0, 1) : marks, off } : undefined;
  }

  private begins(meter: number, rate: number, hours: number): boolean {
    return this.random.unit(meter) < -Math.expm1(-rate * hours);
  }

  private restart(meter: number, sample: Sample, hours: number, marks: FaultMark[]): boolean {
    const { timeMs } = sample;
    if (this.begins(meter, this.rates.restart, hours) && !this.booting[meter]) {
      this.booting[meter] = 1;
      this.downUntilMs[meter] = timeMs + this.random.between(meter, ...BOOT_MS);
      this.frozenUntilMs[meter] = 0;
    }
    if (this.booting[meter] && timeMs < this.downUntilMs[meter]!) {
      marks.push({ kind: 'restart', detail: 'off' });
      return true;
    }
    if (this.booting[meter]) {
      this.booting[meter] = 0;
      this.importOffsetWh[meter] = sample.importWh;
      this.exportOffsetWh[meter] = sample.exportWh;
      sample.justBooted = true;
      marks.push({ kind: 'restart', detail: `registers back to 0 from ${sample.importWh.toFixed(1)} Wh` });
    }
    sample.importWh -= this.importOffsetWh[meter]!;
    sample.exportWh -= this.exportOffsetWh[meter]!;
    return false;
  }

  private freeze(meter: number, sample: Sample, hours: number, marks: FaultMark[], off: boolean): void {
    const { timeMs } = sample;
    const begins = this.begins(meter, this.rates.frozen, hours);
    if (off) return;
    if (begins && timeMs >= this.frozenUntilMs[meter]!) {
      this.frozenUntilMs[meter] = timeMs + this.random.between(meter, ...FROZEN_MS);
      this.frozen.set(meter, { ...sample });
      return;
    }
    if (timeMs < this.frozenUntilMs[meter]!) {
      const held = this.frozen.get(meter)!;
      Object.assign(sample, held, { timeMs, justBooted: false });
      marks.push({ kind: 'frozen', detail: `values of ${new Date(held.timeMs).toISOString()}` });
    }
  }

  private drift(meter: number, sample: Sample, hours: number, marks: FaultMark[]): void {
    const { timeMs } = sample;
    if (this.begins(meter, this.rates['clock-drift'], hours) && timeMs >= this.driftUntilMs[meter]!) {
      this.driftStartMs[meter] = timeMs;
      this.driftUntilMs[meter] = timeMs + this.random.between(meter, ...DRIFT_MS);
      const sign = this.random.unit(meter) < 0.5 ? -1 : 1;
      this.driftRate[meter] = sign * this.random.between(meter, ...DRIFT_RATE);
    }
    if (timeMs > this.driftStartMs[meter]! && timeMs < this.driftUntilMs[meter]!) {
      const offsetMs = Math.round((timeMs - this.driftStartMs[meter]!) * this.driftRate[meter]!);
      sample.timeMs += offsetMs;
      marks.push({ kind: 'clock-drift', detail: `clock is ${offsetMs} ms off` });
    }
  }
}

/** What befalls a message on its way: at most one fault each, each kind at exactly its rate. */
export class MessageFaults {
  private readonly random: RandomStreams;
  private readonly active: boolean;

  constructor(
    seed: number,
    private readonly rates: FaultRates,
    sources: readonly string[],
  ) {
    this.active = MESSAGE_FAULTS.some((kind) => rates[kind] > 0);
    this.random = new RandomStreams(
      seed,
      sources.map((name) => `message/${name}`),
    );
  }

  draw(source: number): MessageFault | undefined {
    if (!this.active) return undefined;
    let at = this.random.unit(source);
    return MESSAGE_FAULTS.find((kind) => (at -= this.rates[kind]) < 0);
  }

  /** Delay of a late message, and of the second copy of a duplicate, ms. */
  lateMs(source: number): number {
    return Math.round(this.random.between(source, ...LATE_MS));
  }

  duplicateMs(source: number): number {
    return Math.round(this.random.between(source, ...DUPLICATE_MS));
  }

  /** Cuts the payload short or flips one to four bits; the result always differs. */
  corrupt(source: number, payload: string | Buffer): { payload: Buffer; detail: string } {
    const bytes = Buffer.from(payload);
    if (this.random.unit(source) < 0.5) {
      const length = Math.floor(this.random.unit(source) * bytes.length);
      return { payload: bytes.subarray(0, length), detail: `cut to ${length} of ${bytes.length} bytes` };
    }
    const flips = new Set<number>();
    const count = 1 + Math.floor(this.random.unit(source) * 4);
    for (let i = 0; i < count; i++) flips.add(Math.floor(this.random.unit(source) * bytes.length * 8));
    for (const bit of flips) bytes[bit >> 3]! ^= 1 << (bit & 7);
    return { payload: bytes, detail: `flipped bits ${[...flips].join(', ')}` };
  }
}

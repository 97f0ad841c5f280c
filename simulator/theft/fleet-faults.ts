import { RandomStreams } from '../random';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Bursts of missing samples; short ones are more frequent than long ones. */
const BURST_MS = [20 * SECOND_MS, 30 * MINUTE_MS] as const;
const MEAN_BURST_MS = meanOfCubes(...BURST_MS);
const BOOT_MS = [8 * SECOND_MS, 40 * SECOND_MS] as const;
/** After a restart the measuring unit settles: samples read zero for so long. */
const SETTLE_MS = 12 * SECOND_MS;
const STILL_MS = [5 * MINUTE_MS, 60 * MINUTE_MS] as const;

/** How honest meters and their connections fail. */
export interface FleetFaultRates {
  /** Share of the samples that never arrive: lowest and highest of a home, half of it singly, half in bursts. */
  missing: readonly [number, number];
  /** Restarts a day of a meter: 8–40 s of silence, 12 s of zeros, and every second one takes the registers to zero. */
  restartsPerDay: number;
  /** Stand-stills of all values for 5–60 min, a day of a meter. */
  standstillsPerDay: number;
}

/** Of a meter: one restart in 50 days, one stand-still in 100, assumed; 2–8 % missing is what 5-second series show. */
export const USUAL_FAULTS: FleetFaultRates = { missing: [0.02, 0.08], restartsPerDay: 0.02, standstillsPerDay: 0.01 };

/** What befalls a sample. */
export const SOUND = 0;
export const MISSING = 1;
/** Reads zero right after a restart. */
export const SETTLING = 2;
/** Repeats the sample before. */
export const STILL = 3;
export type SampleState = typeof SOUND | typeof MISSING | typeof SETTLING | typeof STILL;

/** Faults of many meters as a few due times each, so that a sound sample costs one comparison. */
export class FleetFaults {
  /** 1: the registers of the meter went back to zero in a restart; cleared by who carries it out. */
  readonly wasReset: Uint8Array;
  private readonly random: RandomStreams;
  /** Samples of a meter before this instant are sound; `advance` need not be asked. */
  readonly dueMs: Float64Array;
  private readonly singleMs: Float64Array;
  private readonly burstMs: Float64Array;
  private readonly burstEndMs: Float64Array;
  private readonly restartMs: Float64Array;
  private readonly bootedMs: Float64Array;
  private readonly standstillMs: Float64Array;
  private readonly standstillEndMs: Float64Array;
  /** Mean time between single losses, and between bursts, by meter. */
  private readonly singleEveryMs: Float64Array;
  private readonly burstEveryMs: Float64Array;

  constructor(
    seed: number,
    private readonly rates: FleetFaultRates,
    meterIds: readonly string[],
    startMs: number,
    intervalMs: number,
  ) {
    const perMeter = () => new Float64Array(meterIds.length);
    this.random = new RandomStreams(
      seed,
      meterIds.map((id) => `fleet fault/${id}`),
    );
    this.wasReset = new Uint8Array(meterIds.length);
    this.dueMs = perMeter();
    this.singleMs = perMeter();
    this.burstMs = perMeter();
    this.burstEndMs = perMeter();
    this.restartMs = perMeter();
    this.bootedMs = perMeter();
    this.standstillMs = perMeter();
    this.standstillEndMs = perMeter();
    this.singleEveryMs = perMeter();
    this.burstEveryMs = perMeter();
    for (let meter = 0; meter < meterIds.length; meter++) {
      const half = this.random.between(meter, ...rates.missing) / 2;
      this.singleEveryMs[meter] = intervalMs / half;
      this.burstEveryMs[meter] = MEAN_BURST_MS / half;
      this.singleMs[meter] = startMs + this.wait(meter, this.singleEveryMs[meter]!);
      this.burstMs[meter] = startMs + this.wait(meter, this.burstEveryMs[meter]!);
      this.restartMs[meter] = startMs + this.wait(meter, DAY_MS / rates.restartsPerDay);
      this.standstillMs[meter] = startMs + this.wait(meter, DAY_MS / rates.standstillsPerDay);
    }
  }

  /** What befalls the sample of a meter at an instant; to be asked in order of time. */
  advance(meter: number, timeMs: number): SampleState {
    const { singleMs, burstMs, burstEndMs, restartMs, bootedMs, standstillMs, standstillEndMs, random } = this;
    let state: SampleState = SOUND;
    if (timeMs >= standstillMs[meter]!) {
      standstillEndMs[meter] = timeMs + random.between(meter, ...STILL_MS);
      standstillMs[meter] = standstillEndMs[meter]! + this.wait(meter, DAY_MS / this.rates.standstillsPerDay);
    }
    if (timeMs < standstillEndMs[meter]!) state = STILL;
    if (timeMs >= restartMs[meter]!) {
      bootedMs[meter] = timeMs + random.between(meter, ...BOOT_MS);
      restartMs[meter] = bootedMs[meter]! + this.wait(meter, DAY_MS / this.rates.restartsPerDay);
      standstillEndMs[meter] = 0;
      this.wasReset[meter] = random.unit(meter) < 0.5 ? 1 : 0;
    }
    if (timeMs < bootedMs[meter]!) state = MISSING;
    else if (timeMs < bootedMs[meter]! + SETTLE_MS) state = SETTLING;
    if (timeMs >= burstMs[meter]!) {
      const [low, high] = BURST_MS;
      burstEndMs[meter] = timeMs + low + (high - low) * random.unit(meter) ** 3;
      burstMs[meter] = burstEndMs[meter]! + this.wait(meter, this.burstEveryMs[meter]!);
    }
    if (timeMs < burstEndMs[meter]!) state = MISSING;
    if (timeMs >= singleMs[meter]!) {
      state = MISSING;
      singleMs[meter] = timeMs + this.wait(meter, this.singleEveryMs[meter]!);
    }
    const goesOnMs = Math.max(burstEndMs[meter]!, bootedMs[meter]!, standstillEndMs[meter]!) + SETTLE_MS;
    this.dueMs[meter] =
      timeMs < goesOnMs ? 0 : Math.min(singleMs[meter]!, burstMs[meter]!, restartMs[meter]!, standstillMs[meter]!);
    return state;
  }

  /** Exponential waiting time; without end for a rate of zero. */
  private wait(meter: number, meanMs: number): number {
    return -Math.log(1 - this.random.unit(meter)) * meanMs;
  }
}

/** Mean of low + (high − low)·u³ for a uniform u. */
function meanOfCubes(low: number, high: number): number {
  return low + (high - low) / 4;
}

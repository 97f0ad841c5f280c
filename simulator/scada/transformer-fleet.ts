import type { AssetInspection, DissolvedGas } from '../../lib/messages';
import { RandomStreams, unitOf } from '../random';
import { rounded } from './rounded';

const DAY_MS = 86_400_000;
const YEAR_MINUTES = 365.25 * 24 * 60;
/** Rise of the top oil at rated load, ratio of losses, exponent, and time constant: IEC 60076-7, ONAN. */
const OIL = { riseK: 55, ratio: 5, exponent: 0.8, minutes: 180 };
/** A fault of the oil fills up with this time constant. */
const GAS_MINUTES = 30;

/** µl/l of a sound transformer: least, and what is drawn on top. */
const SOUND: Record<string, readonly [least: number, range: number]> = {
  hydrogenPpm: [15, 50],
  methanePpm: [10, 40],
  acetylenePpm: [0, 0.5],
  ethylenePpm: [5, 25],
  ethanePpm: [5, 30],
  carbonMonoxidePpm: [80, 200],
  carbonDioxidePpm: [600, 1400],
};
/** What a discharge of high energy adds in the end: the mix lies in zone D2 of Duval's triangle. */
const DISCHARGE: Record<string, number> = { hydrogenPpm: 900, methanePpm: 150, acetylenePpm: 250, ethylenePpm: 220 };

/** Oil, gases and age of each transformer. */
export class TransformerFleet {
  private readonly streams: RandomStreams;
  private readonly oilRiseK: Float64Array;
  private readonly ageYears: Float64Array;
  /** Of the discharge, 0 to 1. */
  private readonly filled: Float64Array;

  constructor(
    private readonly ids: readonly string[],
    private readonly seed: number,
    private readonly startMs: number,
  ) {
    this.streams = new RandomStreams(
      seed,
      ids.map((id) => `scada/transformer/${id}`),
    );
    this.oilRiseK = new Float64Array(ids.length).fill(Number.NaN);
    this.ageYears = Float64Array.from(ids, (id) => 3 + 35 * unitOf(seed, `scada/age/${id}`));
    this.filled = new Float64Array(ids.length);
  }

  /** @param discharge times the gases of a discharge; 0: sound, its oil is treated */
  step(index: number, minutes: number, loadFactor: number, discharge: number): void {
    const balanceK = OIL.riseK * ((1 + OIL.ratio * loadFactor ** 2) / (1 + OIL.ratio)) ** OIL.exponent;
    const before = this.oilRiseK[index]!;
    const settled = 1 - Math.exp(-minutes / OIL.minutes);
    this.oilRiseK[index] = Number.isNaN(before) ? balanceK : before + (balanceK - before) * settled;
    this.ageYears[index]! += minutes / YEAR_MINUTES;
    this.filled[index] =
      discharge === 0
        ? 0
        : this.filled[index]! + (discharge - this.filled[index]!) * (1 - Math.exp(-minutes / GAS_MINUTES));
  }

  gases(index: number, timeMs: number): DissolvedGas {
    const id = this.ids[index]!;
    const ppm = Object.entries(SOUND).map(([gas, [least, range]]) => {
      const sound = least + range * unitOf(this.seed, `scada/${gas}/${id}`);
      const analysed = 1 + 0.03 * this.streams.between(index, -1, 1);
      return [gas, rounded((sound + this.filled[index]! * (DISCHARGE[gas] ?? 0)) * analysed, 2)];
    });
    return { transformerId: id, timeMs, ...Object.fromEntries(ppm) };
  }

  inspection(index: number, timeMs: number, loadFactor: number, ambientC: number): AssetInspection {
    const id = this.ids[index]!;
    const fixed = (what: string) => unitOf(this.seed, `scada/${what}/${id}`);
    const ageYears = this.ageYears[index]!;
    return {
      assetId: id,
      timeMs,
      temperatureC: rounded(ambientC + this.oilRiseK[index]!, 2),
      loadPercent: rounded(100 * loadFactor, 2),
      vibration: rounded(0.4 + 0.8 * loadFactor + this.streams.between(index, 0, 0.3), 3),
      ageYears: rounded(ageYears, 6),
      corrosion: rounded(Math.min(1, 0.008 * ageYears), 4),
      harmonicPercent: rounded(2 + 2 * loadFactor + this.streams.between(index, -0.5, 0.5), 3),
      oilQuality: rounded(
        Math.max(0, 1 - ageYears / (50 + 30 * fixed('oil')) - 0.5 * Math.min(1, this.filled[index]!)),
        3,
      ),
      tripCount: Math.floor(15 * fixed('trips') ** 2),
      ambientC: rounded(ambientC, 2),
      humidityPercent: rounded(60 + 15 * this.streams.between(index, -1, 1), 1),
      efficiency: rounded(0.992 - 0.004 * loadFactor - 0.0005 * ageYears, 4),
      lastMaintenanceMs: Math.round(this.startMs - DAY_MS * (20 + 480 * fixed('maintenance'))),
    };
  }
}

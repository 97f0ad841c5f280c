import type { AssetInspection } from '../../lib/messages';
import { RandomStreams } from '../random';
import { type AssetState, hazardOf } from './asset-hazard';

const YEAR_MS = 365.25 * 86_400_000;
const YEARS = 6;
/** Failures that nobody wrote down, and records of failures that were none. */
const UNRECORDED = 0.01;
const MISTAKEN = 0.001;
/** Chance in a year of each thing that goes wrong at once. */
const MISHAP = 0.03;
/** Assets without such a sensor, and single values that are missing. */
const NO_SENSOR = 0.1;
const LOST = 0.03;

/** An inspection and what came of it. */
export interface InspectionOutcome {
  inspection: AssetInspection;
  /** As the records have it: whether the asset failed within a year. */
  failed: boolean;
  /** The chance of such a record, from what nobody sees: what no model can do better than. */
  chance: number;
}

/** What an asset is like for all its life. */
class Asset {
  private readonly random: RandomStreams;
  readonly frailty: number;
  private readonly firstAge: number;
  private load: number;
  private readonly ambientC: number;
  private cooling: number;
  private oilLossYear: number;
  private looseness: number;
  private readonly looseningYear: number;
  private readonly humidity: number;
  private readonly corrosionYear: number;
  private readonly tripsYear: number;
  private harmonics: number;
  private readonly hasVibration: boolean;
  private readonly hasHarmonics: boolean;

  constructor(
    seed: number,
    readonly assetId: string,
  ) {
    this.random = new RandomStreams(seed, [assetId]);
    this.frailty = this.around(1, 0.25);
    this.firstAge = this.random.between(0, 0, 40);
    this.load = Math.min(120, Math.max(15, 72 + 20 * this.normal()));
    this.ambientC = 17 + 5 * this.normal();
    this.cooling = this.around(1.05, 0.12);
    this.oilLossYear = this.around(0.025, 0.8);
    this.looseness = 0.2 + Math.abs(0.25 * this.normal());
    this.looseningYear = this.around(0.02, 0.8);
    this.humidity = Math.min(98, Math.max(15, 62 + 13 * this.normal()));
    this.corrosionYear = this.around(0.03, 0.7) * (this.humidity / 62) ** 2;
    this.tripsYear = this.around(1, 0.6);
    this.harmonics = this.around(4.5, 0.6);
    this.hasVibration = this.unit() >= NO_SENSOR;
    this.hasHarmonics = this.unit() >= NO_SENSOR;
  }

  /** A year goes by in which something may happen that no inspection sees coming. */
  live(): void {
    if (this.happens(MISHAP)) this.load += this.random.between(0, 10, 35);
    if (this.happens(MISHAP)) this.cooling *= this.random.between(0, 1.1, 1.4);
    if (this.happens(MISHAP)) this.oilLossYear *= this.random.between(0, 1.3, 2.5);
    if (this.happens(MISHAP)) this.looseness += this.random.between(0, 0.2, 1);
    if (this.happens(MISHAP)) this.harmonics *= this.random.between(0, 1.2, 2.2);
  }

  /** As it is in a year, from 0. */
  state(year: number): AssetState {
    const ageYears = this.firstAge + year;
    const loadPercent = Math.min(140, this.load * 1.01 ** year);
    const factor = loadPercent / 100;
    // Rises of an oil-filled transformer: IEC 60076-7 with R = 5, 58 K of the oil and 20 K more of the hot spot.
    const riseK = this.cooling * (58 * ((1 + 5 * factor ** 2) / 6) ** 0.8 + 20 * factor ** 1.3);
    const temperatureC = this.ambientC + riseK;
    // Hot oil ages faster: twice at 30 K more.
    const oilLoss = this.oilLossYear * ageYears * 2 ** ((temperatureC - 80) / 30);
    return {
      temperatureC,
      loadPercent,
      vibration: this.looseness + this.looseningYear * ageYears,
      ageYears,
      corrosion: 1 - Math.exp(-this.corrosionYear * ageYears),
      harmonicPercent: this.harmonics,
      oilQuality: Math.max(0.02, Math.exp(-oilLoss)),
      tripCount: Math.round(this.tripsYear * ageYears),
    };
  }

  /** What an inspection finds of it: on a day with weather, with instruments, some of which are missing. */
  inspect(state: AssetState, timeMs: number): AssetInspection {
    const weatherK = 2 * this.normal();
    const day = 1.5 * this.normal();
    const found: Omit<AssetInspection, 'assetId' | 'timeMs'> = {
      temperatureC: state.temperatureC + weatherK + 0.5 * day + 0.7 * this.normal(),
      loadPercent: Math.max(0, state.loadPercent + day + 0.5 * this.normal()),
      vibration: Math.max(0, state.vibration * this.around(1, 0.03)),
      ageYears: state.ageYears,
      corrosion: Math.min(1, Math.max(0, state.corrosion + 0.015 * this.normal())),
      harmonicPercent: state.harmonicPercent * this.around(1, 0.03),
      oilQuality: Math.min(1, Math.max(0, state.oilQuality + 0.015 * this.normal())),
      tripCount: state.tripCount,
      ambientC: this.ambientC + weatherK + 0.5 * this.normal(),
      humidityPercent: Math.min(100, Math.max(0, this.humidity + 8 * this.normal())),
    };
    for (const field of Object.keys(found) as (keyof typeof found)[]) if (this.unit() < LOST) delete found[field];
    if (!this.hasVibration) delete found.vibration;
    if (!this.hasHarmonics) delete found.harmonicPercent;
    return { assetId: this.assetId, timeMs, ...found };
  }

  happens(chance: number): boolean {
    return this.unit() < chance;
  }

  private unit(): number {
    return this.random.unit(0);
  }

  private normal(): number {
    return this.random.normal(0);
  }

  /** Log-normal. */
  private around(median: number, spread: number): number {
    return median * Math.exp(spread * this.normal());
  }
}

/**
 * Yearly inspections of a fleet, until six are done or the asset has failed. Each asset depends on the seed and its own name only.
 * @param startMs time of the first inspection of all
 */
export function* inspectedFleet(seed: number, assets: number, startMs = 0): Generator<InspectionOutcome> {
  for (let i = 0; i < assets; i++) {
    const asset = new Asset(seed, `asset ${i}`);
    for (let year = 0; year < YEARS; year++) {
      asset.live();
      const state = asset.state(year);
      const chance = 1 - Math.exp(-hazardOf(state, asset.frailty));
      const inspection = asset.inspect(state, Math.round(startMs + year * YEAR_MS));
      const fails = asset.happens(chance);
      const failed = fails ? !asset.happens(UNRECORDED) : asset.happens(MISTAKEN);
      yield { inspection, failed, chance: chance * (1 - UNRECORDED) + (1 - chance) * MISTAKEN };
      if (fails) break;
    }
  }
}

import type { NetworkNode } from '../../lib/network/network-model';
import { TimeZone } from '../../lib/stream/local-time';
import { nationalLoadMw } from '../load';
import { hashName, RandomStreams, unitOf } from '../random';
import { type Conditions, cloudFactor, conditionsAt } from '../weather';
import type { ScadaSettings } from './settings';

/** What the simulated year of a country reaches; its course as a share of this is the profile of all loads. */
const NATIONAL_PEAK_MW = 84_000;
/** Of a load around the profile: an AR(1) process with this standard deviation and this time constant. */
const LOAD_DEVIATION = 0.02;
const LOAD_MINUTES = 15;
/** No load falls below this share of its profile. */
const LOAD_FLOOR = 0.8;
/** Wind, m/s: mean, standard deviation, and hours until it has changed. */
const WIND = { mean: 7.5, deviation: 3, hours: 3 };
/** A wind turbine: it turns from the first, gives its rated power from the second, and stops at the third, m/s. */
const TURBINE = [3, 12, 25] as const;
/** Air over the year and the day around its mean, K. */
const SEASONAL_K = 5;
const DAILY_K = 4;

/** What a node draws and feeds in. */
export interface NodePowers {
  loadMw: number;
  generationMw: number;
  renewableMw: number;
}

/** Loads, wind, sun and power stations of a grid by time. Equal seeds and times give equal courses. */
export class DemandAndSupply {
  private readonly zone: TimeZone;
  private readonly streams: RandomStreams;
  /** Standard normal AR(1) processes of each node. */
  private readonly load: Float64Array;
  private readonly wind: Float64Array;
  private timeMs = Number.NaN;

  /** @throws Error when the time zone is not known */
  constructor(
    private readonly ids: readonly string[],
    private readonly settings: ScadaSettings,
  ) {
    this.zone = new TimeZone(settings.timeZone);
    this.streams = new RandomStreams(
      settings.seed,
      ids.map((id) => `scada/node/${id}`),
    );
    this.load = new Float64Array(ids.length);
    this.wind = new Float64Array(ids.length);
  }

  conditions(timeMs: number): Conditions {
    const { seed, latitude, longitude, ambientC: meanC } = this.settings;
    const climate = { latitude, longitude, meanC, seasonalC: Math.sign(latitude) * SEASONAL_K, dailyC: DAILY_K };
    return conditionsAt(seed, 'scada', climate, this.zone, timeMs);
  }

  /** Goes on to a time; the first one is the start. */
  advance(timeMs: number): void {
    const minutes = (timeMs - this.timeMs) / 60_000;
    const keep = (constant: number) => (Number.isNaN(minutes) ? 0 : Math.exp(-minutes / constant));
    const [load, wind] = [keep(LOAD_MINUTES), keep(60 * WIND.hours)];
    for (let node = 0; node < this.ids.length; node++) {
      this.load[node] = load * this.load[node]! + Math.sqrt(1 - load * load) * this.streams.normal(node);
      this.wind[node] = wind * this.wind[node]! + Math.sqrt(1 - wind * wind) * this.streams.normal(node);
    }
    this.timeMs = timeMs;
  }

  /** Share of its peak that a load draws now without noise. */
  profile(timeMs = this.timeMs): number {
    return nationalLoadMw(this.settings.seed, this.zone, timeMs) / NATIONAL_PEAK_MW;
  }

  /** Of a node now: its load is the peak, its generation what is installed. */
  powersOf(node: number, peak: NetworkNode, profile: number, clearSkyWm2: number): NodePowers {
    const { loadMw, generationMw, isReference } = peak;
    const noise = Math.max(LOAD_FLOOR, 1 + LOAD_DEVIATION * this.load[node]!);
    const drawn = loadMw > 0 ? loadMw * profile * noise : loadMw;
    // A reference supplies what is needed, another power station follows the day.
    if (isReference) return { loadMw: drawn, generationMw: 0, renewableMw: 0 };
    if (loadMw === 0) return { loadMw: 0, generationMw: generationMw * profile, renewableMw: 0 };
    const { seed } = this.settings;
    const id = this.ids[node]!;
    const windShare = unitOf(seed, `scada/wind-share/${id}`);
    const sun = Math.min(1, clearSkyWm2 / 1000) * cloudFactor(hashName(seed, `scada/sky/${id}`), this.timeMs);
    const blown = turbineShare(Math.max(0, WIND.mean + WIND.deviation * this.wind[node]!));
    const renewableMw = generationMw * (windShare * blown + (1 - windShare) * sun);
    return { loadMw: drawn, generationMw: renewableMw, renewableMw };
  }
}

/** Share of its rated power that a wind turbine gives: as the cube of the wind between two speeds. */
function turbineShare(windMs: number): number {
  const [cutIn, rated, cutOut] = TURBINE;
  if (windMs < cutIn || windMs > cutOut) return 0;
  return Math.min(1, (windMs ** 3 - cutIn ** 3) / (rated ** 3 - cutIn ** 3));
}

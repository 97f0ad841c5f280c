import { TimeZone } from '../lib/stream/local-time';
import { Feeders } from './feeder';
import { HomeLives } from './home-lives';
import { type Home, Households } from './household';
import type { Layout } from './layout';
import type { LifeEvent, LifeRates } from './life';
import { hashName } from './random';
import type { PhaseSample, Sample } from './sample';
import type { CitySettings } from './settings';
import { type Climate, type Conditions, cloudFactor, conditionsAt, frequencyAt } from './weather';

const MINUTE_MS = 60_000;
/** Appliances run in for so long before the first reading, so that a simulation doesn't begin in empty homes. */
const RUN_IN_MS = 6 * 60 * MINUTE_MS;
const RUN_IN_STEP_MS = 5 * MINUTE_MS;

/** Weather, homes and feeders of all cities: everything that is physical, and nothing of messages. */
export class PowerSystem {
  readonly households: Households;
  readonly feeders: Feeders;
  /** One a city. */
  readonly zones: TimeZone[];
  private frequencyHz = 50;
  private readonly climates: Climate[];
  private readonly skies: number[];

  /**
   * @param startMs the registers begin here; the first step goes on from here
   * @param life rates of what happens in homes, and who is told of it; nothing happens without it
   */
  constructor(
    private readonly seed: number,
    private readonly cities: readonly CitySettings[],
    private readonly layout: Layout,
    startMs: number,
    life?: { rates: LifeRates; onEvent?: (event: LifeEvent) => void },
  ) {
    this.zones = cities.map((city) => new TimeZone(city.timeZone));
    this.climates = cities.map(climateOf);
    this.skies = cities.map(({ name }) => hashName(seed, `sky/${name}`));
    const meters = layout.meters.slice(0, layout.households);
    const homes: Home[] = meters.map(({ meterId, city, heavy }) => ({ meterId, city, heavy }));
    const ids = homes.map(({ meterId }) => meterId);
    const lives = life && new HomeLives(seed, ids, life.rates, startMs, life.onEvent);
    this.households = new Households(seed, homes, startMs - RUN_IN_MS, lives);
    for (let timeMs = startMs - RUN_IN_MS; timeMs < startMs; ) this.stepHomes((timeMs += RUN_IN_STEP_MS));
    const connections = meters.map(({ meterId, feederIndex, phase }) => ({ meterId, feeder: feederIndex, phase }));
    this.feeders = new Feeders(seed, connections, layout.feeders, startMs);
  }

  step(timeMs: number): void {
    this.stepHomes(timeMs);
    this.feeders.step(timeMs, this.households.activePowerW, this.households.reactivePowerVar);
    this.frequencyHz = frequencyAt(this.seed, timeMs);
  }

  /** What meter `index` of the layout measures now. */
  sample(index: number, timeMs: number): Sample {
    return index < this.layout.households ? this.homeSample(index, timeMs) : this.feederSample(index, timeMs);
  }

  private stepHomes(timeMs: number): void {
    const now = this.cities.map(
      (city, i): Conditions => conditionsAt(this.seed, city.name, this.climates[i]!, this.zones[i]!, timeMs),
    );
    this.households.step(timeMs, now, (city, at) => cloudFactor(this.skies[city]!, at));
  }

  private homeSample(home: number, timeMs: number): Sample {
    const { households, feeders } = this;
    const voltageV = feeders.voltageV[home]!;
    const currentA = feeders.currentA[home]!;
    const activePowerW = households.activePowerW[home]!;
    return {
      timeMs,
      activePowerW,
      reactivePowerVar: households.reactivePowerVar[home]!,
      voltageV,
      currentA,
      powerFactor: ratio(activePowerW, voltageV * currentA),
      frequencyHz: this.frequencyHz,
      importWh: households.importWh[home]!,
      exportWh: households.exportWh[home]!,
      phases: undefined,
      justBooted: false,
    };
  }

  private feederSample(index: number, timeMs: number): Sample {
    const { feeders } = this;
    const feeder = this.layout.meters[index]!.feederIndex;
    const phases = [0, 1, 2].map((phase): PhaseSample => {
      const at = feeder * 3 + phase;
      const activePowerW = feeders.phaseActiveW[at]!;
      const voltageV = feeders.headVoltageV[at]!;
      const apparent = Math.hypot(activePowerW, feeders.phaseReactiveVar[at]!);
      return { activePowerW, voltageV, currentA: apparent / voltageV, powerFactor: ratio(activePowerW, apparent) };
    });
    const sum = (of: (phase: PhaseSample) => number) => phases.reduce((total, phase) => total + of(phase), 0);
    const activePowerW = sum((phase) => phase.activePowerW);
    const reactivePowerVar = feeders.phaseReactiveVar.subarray(feeder * 3, feeder * 3 + 3).reduce((a, b) => a + b);
    return {
      timeMs,
      activePowerW,
      reactivePowerVar,
      voltageV: sum((phase) => phase.voltageV) / 3,
      currentA: sum((phase) => phase.currentA),
      powerFactor: ratio(
        activePowerW,
        sum((phase) => phase.voltageV * phase.currentA),
      ),
      frequencyHz: this.frequencyHz,
      importWh: feeders.importWh[feeder]!,
      exportWh: feeders.exportWh[feeder]!,
      phases,
      justBooted: false,
    };
  }
}

/** Swings that go with the latitude: stronger seasons in the north, warmer afternoons in the south. */
function climateOf(city: CitySettings): Climate {
  const away = Math.min(1, Math.abs(city.latitude) / 60);
  return {
    latitude: city.latitude,
    longitude: city.longitude,
    meanC: city.meanTemperatureC,
    seasonalC: (city.latitude < 0 ? -1 : 1) * (3 + 7 * away),
    dailyC: 6 - 2 * away,
  };
}

const ratio = (active: number, apparent: number) => (apparent > 0 ? active / apparent : 0);

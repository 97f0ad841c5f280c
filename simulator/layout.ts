import { hashName, unitOf } from './random';
import { DIALECTS, type Dialect, type SimulatorSettings } from './settings';

/** Households on one low-voltage feeder. */
export const FEEDER_SIZE = 40;

/** One meter as it is installed: household meters first, then feeder meters. */
export interface Meter {
  meterId: string;
  /** Index into the cities. */
  city: number;
  cityName: string;
  timeZone: string;
  district: string;
  /** H001… within its district; undefined for a feeder meter. */
  household: string | undefined;
  /** The feeder that supplies it, or that it measures. */
  feeder: string;
  feederIndex: number;
  phase: 0 | 1 | 2;
  dialect: Dialect;
  heavy: boolean;
  /** Sends so long after the instant of the reading, ms; spreads the meters over the interval. */
  staggerMs: number;
  /** Index into `connections`. */
  connection: number;
  /** What its topics begin with; Sparkplug has a root of its own. */
  topicRoot: string;
}

/** One MQTT connection of the simulator and the topic that says whether it is alive. */
export interface ConnectionPlan {
  id: string;
  kind: 'meter' | 'concentrator' | 'edge';
  cityName: string;
  district: string;
  statusTopic: string;
  meters: number[];
}

export interface Layout {
  /** Households and, from index `households` on, feeder meters. */
  meters: Meter[];
  households: number;
  feeders: string[];
  connections: ConnectionPlan[];
}

/**
 * Who is where, as a pure function of the settings. Meters fill the districts in turn and get the next household
 * number there, so that more meters leave the places of the first ones as they were.
 */
export function layOut(settings: SimulatorSettings): Layout {
  const plan = new Planner(settings);
  for (let index = 0; index < settings.meters; index++) plan.addHousehold(index);
  const households = plan.meters.length;
  if (settings.feederMeters) plan.addFeederMeters();
  return { meters: plan.meters, households, feeders: plan.feeders, connections: plan.connections };
}

class Planner {
  readonly meters: Meter[] = [];
  readonly feeders: string[] = [];
  readonly connections: ConnectionPlan[] = [];
  private readonly places: { city: number; district: string }[];
  private readonly feederIndex = new Map<string, number>();
  private readonly feederPlace: { city: number; district: string; number: number }[] = [];
  private readonly connectionIndex = new Map<string, number>();
  private readonly perDistrict: number;

  constructor(private readonly settings: SimulatorSettings) {
    // City by city in turn, so that a handful of meters already covers all cities.
    const longest = Math.max(...settings.cities.map((city) => city.districts.length));
    this.places = Array.from({ length: longest }, (_, i) =>
      settings.cities.flatMap(({ districts }, city) => (districts[i] ? [{ city, district: districts[i] }] : [])),
    ).flat();
    this.perDistrict = Math.max(1, Math.round(settings.concentrators / this.places.length));
  }

  addHousehold(index: number): void {
    const place = this.places[index % this.places.length]!;
    const inDistrict = Math.floor(index / this.places.length);
    const household = `H${String(inDistrict + 1).padStart(3, '0')}`;
    const meterId = `${place.district}-${household}`;
    const { seed, heavyShare } = this.settings;
    const feederIndex = this.feederOf(place, Math.floor(inDistrict / FEEDER_SIZE) + 1);
    this.add({
      meterId,
      household,
      ...place,
      feederIndex,
      phase: (inDistrict % 3) as 0 | 1 | 2,
      dialect: this.dialectOf(meterId),
      // The first household of the first district is heavy, so that a demo of any size has an alarm.
      heavy: heavyShare > 0 && (index === 0 || unitOf(seed, `heavy/${meterId}`) < heavyShare),
      turn: inDistrict,
    });
  }

  addFeederMeters(): void {
    for (const [feederIndex, name] of this.feeders.entries()) {
      const { city, district, number } = this.feederPlace[feederIndex]!;
      this.add({
        meterId: name,
        household: undefined,
        city,
        district,
        feederIndex,
        phase: 0,
        dialect: 'gridloom',
        heavy: false,
        turn: number - 1,
      });
    }
  }

  private add(
    given: Omit<Meter, 'cityName' | 'timeZone' | 'feeder' | 'staggerMs' | 'connection' | 'topicRoot'> & {
      turn: number;
    },
  ): void {
    const { turn, ...meter } = given;
    const city = this.settings.cities[meter.city]!;
    const topicRoot = `${this.settings.topicRoot}/${city.name}/${meter.district}`;
    const stagger = hashName(this.settings.seed, `stagger/${meter.meterId}`) / 4_294_967_296;
    this.meters.push({
      ...meter,
      cityName: city.name,
      timeZone: city.timeZone,
      feeder: this.feeders[meter.feederIndex]!,
      staggerMs: Math.floor(stagger * this.settings.intervalSeconds * 1000),
      topicRoot,
      connection: this.connect(topicRoot, meter.meterId, city.name, meter.district, meter.dialect, turn),
    });
    this.connections[this.meters.at(-1)!.connection]!.meters.push(this.meters.length - 1);
  }

  /** Sparkplug devices always share the session of their edge node, as its specification wants. */
  private connect(
    root: string,
    meterId: string,
    cityName: string,
    district: string,
    dialect: Dialect,
    turn: number,
  ): number {
    if (dialect === 'sparkplug') {
      return this.connection(
        'edge',
        `edge-${cityName}-${district}`,
        cityName,
        district,
        `spBv1.0/${cityName}/NDEATH/${district}`,
      );
    }
    if (this.settings.connections === 'meter') {
      return this.connection('meter', meterId, cityName, district, `${root}/${meterId}/status`);
    }
    const number = (turn % this.perDistrict) + 1;
    const id = `concentrator-${district}-${number}`;
    return this.connection('concentrator', id, cityName, district, `${root}/concentrator/${number}/status`);
  }

  private connection(
    kind: ConnectionPlan['kind'],
    id: string,
    cityName: string,
    district: string,
    statusTopic: string,
  ): number {
    const known = this.connectionIndex.get(id);
    if (known !== undefined) return known;
    const index = this.connections.push({ id, kind, cityName, district, statusTopic, meters: [] }) - 1;
    this.connectionIndex.set(id, index);
    return index;
  }

  private feederOf(place: { city: number; district: string }, number: number): number {
    const name = `feeder-${place.district}-${number}`;
    const known = this.feederIndex.get(name);
    if (known !== undefined) return known;
    const index = this.feeders.push(name) - 1;
    this.feederPlace.push({ ...place, number });
    this.feederIndex.set(name, index);
    return index;
  }

  private dialectOf(meterId: string): Dialect {
    const { seed, dialects } = this.settings;
    const total = DIALECTS.reduce((sum, name) => sum + dialects[name], 0);
    let at = unitOf(seed, `dialect/${meterId}`) * total;
    for (const name of DIALECTS) {
      at -= dialects[name];
      if (at < 0) return name;
    }
    return DIALECTS.findLast((name) => dialects[name] > 0)!;
  }
}

import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { ATTACK_KINDS } from './theft/attacks';

/** The dialects that meters speak; the names are those of the decoders. */
export const DIALECTS = [
  'gridloom',
  'tasmota',
  'tasmota-sml',
  'shelly',
  'zigbee2mqtt',
  'glow',
  'senml',
  'dsmr',
  'sparkplug',
  'homeassistant',
] as const;
export type Dialect = (typeof DIALECTS)[number];

/** Faults that hit one message; their rates are probabilities a message, and at most one of them hits a message. */
export const MESSAGE_FAULTS = ['lost', 'late', 'duplicate', 'out-of-order', 'corrupt'] as const;
/** Faults that hit a meter for a while; their rates are expected beginnings in an hour of a meter. */
export const METER_FAULTS = ['clock-drift', 'restart', 'frozen'] as const;
export type MessageFault = (typeof MESSAGE_FAULTS)[number];
export type MeterFault = (typeof METER_FAULTS)[number];
export type FaultKind = MessageFault | MeterFault;

const share = (fallback: number, description: string) =>
  Type.Number({ minimum: 0, maximum: 1, default: fallback, description });
const hourly = (description: string) => Type.Number({ minimum: 0, maximum: 60, default: 0, description });
const yearly = (description: string) => Type.Number({ minimum: 0, maximum: 12, default: 0, description });

export const CitySettings = Type.Object(
  {
    name: Type.String({ minLength: 1, pattern: '^[^/+#]+$', description: 'Name, as it stands in topics' }),
    timeZone: Type.String({ default: 'Europe/Berlin', description: 'IANA time zone' }),
    districts: Type.Array(Type.String({ minLength: 1, pattern: '^[^/+#]+$' }), {
      minItems: 1,
      description: 'Names of the districts; no two cities may share one, since meter ids begin with it',
    }),
    latitude: Type.Number({ minimum: -66, maximum: 66, default: 50, description: 'Degrees north' }),
    longitude: Type.Number({ minimum: -180, maximum: 180, default: 10, description: 'Degrees east' }),
    meanTemperatureC: Type.Number({ minimum: -10, maximum: 30, default: 11, description: 'Mean of the year, °C' }),
  },
  { additionalProperties: false },
);
export type CitySettings = Static<typeof CitySettings>;

/** Two cities that don't exist. */
export const DEFAULT_CITIES: CitySettings[] = [
  {
    name: 'Valdora',
    timeZone: 'Europe/Madrid',
    districts: ['101', '102', '103'],
    latitude: 40.4,
    longitude: -3.7,
    meanTemperatureC: 15,
  },
  {
    name: 'Lindhafen',
    timeZone: 'Europe/Berlin',
    districts: ['201', '202', '203'],
    latitude: 52.5,
    longitude: 13.4,
    meanTemperatureC: 10,
  },
];

const DIALECT_SHARES: Record<Dialect, ReturnType<typeof share>> = {
  gridloom: share(0.5, 'Our own JSON'),
  tasmota: share(0.15, 'Tasmota ENERGY: local time without zone'),
  'tasmota-sml': share(0.05, 'Tasmota with a German SML reading head'),
  shelly: share(0.1, 'Shelly Gen2 3EM: partial updates'),
  zigbee2mqtt: share(0.05, 'Zigbee2MQTT: time only as last_seen'),
  glow: share(0.03, 'Hildebrand Glow'),
  senml: share(0.03, 'SenML, RFC 8428'),
  dsmr: share(0.04, 'DSMR 5 P1 telegram'),
  sparkplug: share(0.03, 'Sparkplug B: protobuf, aliases from the birth certificate'),
  homeassistant: share(0.02, 'Flat JSON as Home Assistant users have it'),
};

export const SimulatorSettings = Type.Object(
  {
    broker: Type.String({ default: 'mqtt://127.0.0.1:1883', description: 'URL: mqtt, mqtts, ws or wss' }),
    username: Type.String({ default: '', description: 'Empty: none' }),
    password: Type.String({ default: '', description: 'Empty: none' }),
    meters: Type.Integer({ minimum: 1, maximum: 100_000, default: 100, description: 'Households with a meter' }),
    cities: Type.Array(CitySettings, { minItems: 1, default: DEFAULT_CITIES }),
    topicRoot: Type.String({
      default: 'gridloom',
      minLength: 1,
      maxLength: 200,
      pattern: '^[^+#]+$',
      description: 'What topics begin with, before city and district',
    }),
    connections: Type.Union([Type.Literal('meter'), Type.Literal('concentrator')], {
      default: 'meter',
      description: 'One MQTT connection a meter, or meters behind concentrators that send batches',
    }),
    concentrators: Type.Integer({
      minimum: 1,
      maximum: 10_000,
      default: 20,
      description: 'Concentrators in all; every district has at least one',
    }),
    batchSize: Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'Most readings in one batch' }),
    intervalSeconds: Type.Number({
      minimum: 1,
      maximum: 3600,
      default: 5,
      description: 'Time between two readings, s',
    }),
    speed: Type.Number({ minimum: 0.1, maximum: 10_000, default: 1, description: 'Simulated seconds in a second' }),
    unpaced: Type.Boolean({ default: false, description: 'As fast as the broker takes it; for benchmarks' }),
    seed: Type.Integer({ minimum: 0, maximum: 4_294_967_295, default: 1, description: 'Same seed, same bytes' }),
    dialects: Type.Object(DIALECT_SHARES, {
      additionalProperties: false,
      default: {},
      description: 'Weight of each dialect',
    }),
    faults: Type.Object(
      {
        lost: share(0, 'Messages that never arrive, of all messages'),
        late: share(0, 'Messages held back for 30 s to 10 min'),
        duplicate: share(0, 'Messages sent twice'),
        'out-of-order': share(0, 'Messages that arrive after their successor'),
        corrupt: share(0, 'Messages cut short or with flipped bits'),
        'clock-drift': hourly('Drifts of 2–20 ms a second for 1–6 h, begun in an hour of a meter'),
        restart: hourly('Restarts with registers back at zero, in an hour of a meter'),
        frozen: hourly('Stand-stills of all values for 5–60 min, begun in an hour of a meter'),
      },
      { additionalProperties: false, default: {}, description: 'Rates of faults' },
    ),
    theft: Type.Object(
      {
        share: share(0, 'Share of the household meters that are tampered with'),
        kinds: Type.Array(Type.Union(ATTACK_KINDS.map((kind) => Type.Literal(kind))), {
          minItems: 1,
          default: [...ATTACK_KINDS],
          description: 'Kinds of attack, drawn with equal chances',
        }),
        severities: Type.Array(Type.Number({ exclusiveMinimum: 0, maximum: 1 }), {
          minItems: 1,
          default: [0.2, 0.4, 0.6, 0.8],
          description: 'Stolen shares, drawn with equal chances',
        }),
        afterMinutes: Type.Number({
          minimum: 0,
          default: 0,
          description: 'Each attack begins between this and twice this, simulated minutes from the start',
        }),
      },
      { additionalProperties: false, default: {}, description: 'Tampered meters' },
    ),
    life: Type.Object(
      {
        vacation: yearly('Households away for 2–14 days'),
        'new-tenants': yearly('Others move in, with other habits'),
        'new-appliance': yearly('A car charger, a heat pump or another large device, or a thriftier fridge'),
        'breaker-off': yearly('Main switch off for 2–14 days'),
        'new-solar': yearly('Panels on the roof'),
      },
      { additionalProperties: false, default: {}, description: 'Honest events, expected in a year of a home' },
    ),
    startDaysAgo: Type.Number({
      minimum: 0,
      maximum: 365,
      default: 0,
      description: 'Begin so many days in the past, run at `speed` up to the present, then go on at speed 1',
    }),
    heavyShare: share(0.05, 'Households that use 2–4 kW most of the time, at any hour'),
    feederMeters: Type.Boolean({ default: true, description: 'A meter at the head of each feeder of 40 households' }),
    qos: Type.Union([Type.Literal(0), Type.Literal(1)], { default: 1, description: 'Quality of service of readings' }),
  },
  { $id: 'SimulatorSettings', title: 'SimulatorSettings', additionalProperties: false },
);
export type SimulatorSettings = Static<typeof SimulatorSettings>;
export type FaultRates = SimulatorSettings['faults'];

type Shallow<T> = { [K in keyof T]?: T[K] extends unknown[] ? T[K] : T[K] extends object ? Partial<T[K]> : T[K] };
/** What a user gives: anything left out takes its default; dialects that are named replace the whole default mix. */
export type SimulatorInput = Omit<Shallow<SimulatorSettings>, 'cities'> & {
  cities?: (Pick<CitySettings, 'name' | 'districts'> & Partial<CitySettings>)[];
};

/**
 * Fills in defaults and checks.
 * @throws Error that names the setting and what it may be.
 */
export function completeSettings(input: SimulatorInput = {}): SimulatorSettings {
  const named = input.dialects && Object.keys(input.dialects).length > 0;
  const dialects = named ? { ...Object.fromEntries(DIALECTS.map((name) => [name, 0])), ...input.dialects } : {};
  const settings = Value.Default(SimulatorSettings, Value.Clone({ ...input, dialects }));
  const problem = Value.Errors(SimulatorSettings, settings).First();
  if (problem) {
    throw new Error(`simulator setting ${problem.path.slice(1)}: ${problem.message}, but it is ${show(problem.value)}`);
  }
  const complete = settings as SimulatorSettings;
  if (Object.values(complete.dialects).every((weight) => weight === 0)) {
    throw new Error('simulator setting dialects: every share is 0; give at least one dialect a share');
  }
  const perMessage = MESSAGE_FAULTS.reduce((sum, kind) => sum + complete.faults[kind], 0);
  if (perMessage > 1) {
    throw new Error(
      `simulator setting faults: ${MESSAGE_FAULTS.join(' + ')} is ${perMessage}; at most one hits a message, so give 1 or less`,
    );
  }
  checkNames(complete.cities);
  return complete;
}

function checkNames(cities: readonly CitySettings[]): void {
  const owner = new Map<string, string>();
  for (const { name, districts } of cities) {
    for (const district of districts) {
      const other = owner.get(district);
      if (other !== undefined) {
        throw new Error(
          `simulator setting cities: district "${district}" is in ${other} and in ${name}; meter ids begin with it, so name it once`,
        );
      }
      owner.set(district, name);
    }
  }
}

const show = (value: unknown) => JSON.stringify(value) ?? String(value);

import type { Conditions } from './weather';

/** One stretch of a program: a share of the rated power for a random time. */
interface Phase {
  share: number;
  /** Shortest and longest, minutes. */
  minutes: readonly [number, number];
}

/** One kind of appliance. Figures are typical of European homes (Richardson et al. 2010, CREST demand model). */
export interface Appliance {
  name: string;
  /** Share of the homes that own one. */
  owned: number;
  /** Rated power of one home's device: lowest and highest, W. */
  ratedW: readonly [number, number];
  /** Reactive over active power while running; positive is inductive. */
  tanPhi: number;
  phases: readonly Phase[];
  /** How often the phases run through in one start. */
  rounds: readonly [number, number];
  /** Starts a day on average, by weather and calendar; absent for devices that cycle all day. */
  startsPerDay?: (now: Conditions) => number;
  /** Relative likelihood of a start by local hour, 24 figures with mean 1. */
  hours?: readonly number[];
  /** Duty 0–1 of a device under a thermostat; the pause between two runs follows from it. */
  duty?: (now: Conditions) => number;
  /** Duty while nobody is at home, over the usual one. @default 0: it does not start then */
  away?: number;
}

/** 24 weights with mean 1 out of peaks [hour, height, width in hours] on a floor. */
function hours(floor: number, ...peaks: readonly (readonly [number, number, number])[]): readonly number[] {
  const raw = Array.from({ length: 24 }, (_, hour) =>
    peaks.reduce((sum, [at, height, width]) => {
      const away = Math.min(Math.abs(hour - at), 24 - Math.abs(hour - at));
      return sum + height * Math.exp(-0.5 * (away / width) ** 2);
    }, floor),
  );
  const mean = raw.reduce((a, b) => a + b) / 24;
  return raw.map((weight) => weight / mean);
}

const DAYTIME = hours(0.03, [10, 1, 2.5], [18, 1, 2.5]);
const MEALS = hours(0.01, [7.5, 0.35, 0.8], [13, 0.9, 1], [19.5, 1.2, 1.2]);
const EVENING = hours(0.04, [9, 0.3, 2], [20.5, 1.2, 2]);
const always = (perDay: number) => (now: Conditions) => (now.weekend ? 1.25 : 0.9) * perDay;
const clamp = (value: number) => Math.min(0.95, Math.max(0, value));
const one = [1, 1] as const;

export const APPLIANCES: readonly Appliance[] = [
  {
    name: 'fridge',
    owned: 1,
    ratedW: [70, 140],
    tanPhi: 0.6,
    phases: [{ share: 1, minutes: [9, 16] }],
    rounds: one,
    duty: (now) => clamp(0.3 + 0.008 * (now.temperatureC - 18)),
    away: 0.9,
  },
  {
    name: 'freezer',
    owned: 0.45,
    ratedW: [80, 150],
    tanPhi: 0.6,
    phases: [{ share: 1, minutes: [12, 22] }],
    rounds: one,
    duty: () => 0.35,
    away: 1,
  },
  {
    name: 'lighting',
    owned: 1,
    ratedW: [40, 220],
    tanPhi: 0.25,
    phases: [{ share: 1, minutes: [20, 100] }],
    rounds: one,
    startsPerDay: (now) => 18 * now.darkness,
    hours: hours(0.02, [7, 0.5, 0.9], [20.5, 1.2, 2.2]),
  },
  {
    name: 'screens',
    owned: 1,
    ratedW: [90, 260],
    tanPhi: 0.2,
    phases: [{ share: 1, minutes: [45, 170] }],
    rounds: one,
    startsPerDay: always(3),
    hours: EVENING,
  },
  {
    name: 'kettle',
    owned: 0.85,
    ratedW: [1800, 2400],
    tanPhi: 0,
    phases: [{ share: 1, minutes: [1.5, 4] }],
    rounds: one,
    startsPerDay: always(3.5),
    hours: hours(0.03, [7.5, 1, 0.9], [16, 0.5, 2], [20, 0.4, 1.5]),
  },
  {
    name: 'microwave',
    owned: 0.85,
    ratedW: [1000, 1400],
    tanPhi: 0.3,
    phases: [{ share: 1, minutes: [1, 6] }],
    rounds: one,
    startsPerDay: always(2),
    hours: MEALS,
  },
  {
    name: 'hob',
    owned: 0.75,
    ratedW: [1500, 2800],
    tanPhi: 0,
    phases: [
      { share: 1, minutes: [0.4, 1.6] },
      { share: 0.03, minutes: [0.4, 1.4] },
    ],
    rounds: [8, 26],
    startsPerDay: always(1.6),
    hours: MEALS,
  },
  {
    name: 'oven',
    owned: 0.7,
    ratedW: [2000, 3000],
    tanPhi: 0.02,
    phases: [
      { share: 1, minutes: [3, 8] },
      { share: 0.04, minutes: [2, 4] },
    ],
    rounds: [3, 8],
    startsPerDay: always(0.5),
    hours: MEALS,
  },
  {
    name: 'washing machine',
    owned: 0.95,
    ratedW: [1800, 2300],
    tanPhi: 0.1,
    phases: [
      { share: 1, minutes: [10, 22] },
      { share: 0.12, minutes: [25, 50] },
      { share: 0.27, minutes: [5, 9] },
    ],
    rounds: one,
    startsPerDay: always(0.6),
    hours: DAYTIME,
  },
  {
    name: 'dishwasher',
    owned: 0.65,
    ratedW: [1700, 2200],
    tanPhi: 0.05,
    phases: [
      { share: 1, minutes: [12, 20] },
      { share: 0.06, minutes: [25, 45] },
      { share: 1, minutes: [8, 14] },
      { share: 0.02, minutes: [15, 25] },
    ],
    rounds: one,
    startsPerDay: always(0.7),
    hours: hours(0.04, [14.5, 0.7, 1.2], [21, 1.2, 1.5]),
  },
  {
    name: 'tumble dryer',
    owned: 0.35,
    ratedW: [2000, 2600],
    tanPhi: 0.15,
    phases: [{ share: 1, minutes: [40, 75] }],
    rounds: one,
    startsPerDay: always(0.4),
    hours: DAYTIME,
  },
  {
    name: 'water heater',
    owned: 0.35,
    ratedW: [1500, 2200],
    tanPhi: 0,
    phases: [{ share: 1, minutes: [12, 55] }],
    rounds: one,
    startsPerDay: () => 4.5,
    hours: hours(0.25, [7.5, 1, 1.2], [14, 0.3, 2], [21, 0.9, 1.6]),
  },
  {
    name: 'heat pump',
    owned: 0.25,
    ratedW: [900, 2200],
    tanPhi: 0.3,
    phases: [{ share: 1, minutes: [12, 30] }],
    rounds: one,
    duty: (now) => clamp((15 - now.temperatureC) / 22),
    away: 0.4,
  },
  {
    name: 'air conditioning',
    owned: 0.35,
    ratedW: [700, 1800],
    tanPhi: 0.35,
    phases: [{ share: 1, minutes: [10, 25] }],
    rounds: one,
    duty: (now) => (now.hour > 11 || now.hour < 1 ? clamp((now.temperatureC - 24) / 12) : 0),
  },
  {
    name: 'electric car',
    owned: 0.12,
    ratedW: [3500, 7200],
    tanPhi: 0.04,
    phases: [{ share: 1, minutes: [60, 260] }],
    rounds: one,
    startsPerDay: () => 0.6,
    hours: hours(0.03, [18.5, 1, 1.8], [23.5, 0.7, 1.2]),
  },
];

/** What a heavy user runs at any hour: a workshop or a long charge, 2.6–4.2 kW most of the time. */
export const WORKSHOP: Appliance = {
  name: 'workshop',
  owned: 0,
  ratedW: [2600, 4200],
  tanPhi: 0.4,
  phases: [
    { share: 1, minutes: [60, 240] },
    { share: 0.75, minutes: [10, 40] },
  ],
  rounds: [1, 3],
  duty: () => 0.9,
};

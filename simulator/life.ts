import { unitOf } from './random';

const DAY_MS = 86_400_000;
/** At most one event of a kind in each stretch of this length: events are functions of (seed, meter, stretch) alone. */
const STRETCH_MS = 30 * DAY_MS;
const YEAR_MS = 365.25 * DAY_MS;

/** What happens in honest homes and looks like theft, or like its end. */
export const LIFE_KINDS = ['vacation', 'new-tenants', 'new-appliance', 'breaker-off', 'new-solar'] as const;
export type LifeKind = (typeof LIFE_KINDS)[number];
/** Expected beginnings in a year of a home, up to 12. */
export type LifeRates = Record<LifeKind, number>;

/**
 * Rates of ordinary homes, estimated and rounded: two trips a year that leave a whole home empty; one home in twelve
 * changes hands; one in 25 gets a car charger, a heat pump or another large device; a main switch is thrown once in five
 * years; one in 50 gets panels.
 */
export const TYPICAL_LIFE: LifeRates = {
  vacation: 2,
  'new-tenants': 0.08,
  'new-appliance': 0.04,
  'breaker-off': 0.2,
  'new-solar': 0.02,
};

/** What is different in a home from one instant on. */
export interface LifeChange {
  /** Name and rated power of an appliance; of one that is there already: it is replaced. */
  appliance?: string;
  ratedW?: number;
  baseW?: number;
  /** How much the home does, 0.55–1.5. */
  activity?: number;
  /** Everything is done so much later in the day, hours. */
  habitShiftHours?: number;
  pvPeakW?: number;
}

/** One event of an honest home: the label of what a detector must not take for theft. */
export interface LifeEvent {
  meterId: string;
  kind: LifeKind;
  /** Epoch ms UTC. */
  startMs: number;
  /** Null: for good. */
  endMs: number | null;
  /** Nobody is at home from the start to here: vacation, or the time between two tenants. */
  awayUntilMs?: number;
  /** From the start, or from `awayUntilMs` on. */
  change?: LifeChange;
  detail: string;
}

/** Appliances that homes get, with chances: a car charger or a heat pump most of all. A new fridge draws less. */
const NEW_APPLIANCES: readonly (readonly [number, string, number, number])[] = [
  [0.35, 'electric car', 3500, 7200],
  [0.25, 'heat pump', 900, 2200],
  [0.15, 'air conditioning', 700, 1800],
  [0.1, 'tumble dryer', 2000, 2600],
  [0.15, 'fridge', 45, 60],
];

/** The events of one home that begin in [fromMs, toMs), in order of time. Depends on (seed, meter id, rates) only. */
export function lifeEvents(seed: number, meterId: string, rates: LifeRates, fromMs: number, toMs: number): LifeEvent[] {
  const events: LifeEvent[] = [];
  for (const kind of LIFE_KINDS) {
    const chance = (rates[kind] * STRETCH_MS) / YEAR_MS;
    if (chance === 0) continue;
    for (let stretch = Math.floor(fromMs / STRETCH_MS); stretch * STRETCH_MS < toMs; stretch++) {
      const draw = (what: string) => unitOf(seed, `life ${kind} ${what}/${stretch}/${meterId}`);
      if (draw('happens') >= chance) continue;
      const startMs = Math.round((stretch + draw('start')) * STRETCH_MS);
      if (startMs >= fromMs && startMs < toMs)
        events.push({ meterId, kind, startMs, ...happening(kind, startMs, draw) });
    }
  }
  return events.sort((a, b) => a.startMs - b.startMs);
}

function happening(
  kind: LifeKind,
  startMs: number,
  draw: (what: string) => number,
): Omit<LifeEvent, 'meterId' | 'kind' | 'startMs'> {
  const between = (what: string, low: number, high: number) => low + (high - low) * draw(what);
  switch (kind) {
    case 'vacation': {
      // Short trips are more frequent than long ones.
      const days = 2 + 12 * draw('days') ** 2;
      const endMs = Math.round(startMs + days * DAY_MS);
      return { endMs, awayUntilMs: endMs, detail: `away for ${days.toFixed(1)} days` };
    }
    case 'breaker-off': {
      const days = 2 + 12 * draw('days');
      const endMs = Math.round(startMs + days * DAY_MS);
      return { endMs, detail: `main switch off for ${days.toFixed(1)} days` };
    }
    case 'new-tenants': {
      const emptyDays = draw('seamless') < 0.5 ? 0 : between('empty', 1, 21);
      const change = {
        activity: between('activity', 0.55, 1.5),
        baseW: 40 + 120 * draw('base') ** 1.5,
        habitShiftHours: Math.round(between('shift', -3, 3)),
      };
      return {
        endMs: null,
        awayUntilMs: Math.round(startMs + emptyDays * DAY_MS),
        change,
        detail: `empty for ${emptyDays.toFixed(1)} days, then activity ${change.activity.toFixed(2)}, base ${change.baseW.toFixed(0)} W`,
      };
    }
    case 'new-solar': {
      const pvPeakW = Math.round(between('size', 2000, 5000));
      return { endMs: null, change: { pvPeakW }, detail: `panels of ${pvPeakW} W` };
    }
    case 'new-appliance': {
      let at = draw('which');
      const [, appliance, low, high] = NEW_APPLIANCES.find(([share]) => (at -= share) < 0) ?? NEW_APPLIANCES[0]!;
      const ratedW = Math.round(between('rated', low, high));
      return { endMs: null, change: { appliance, ratedW }, detail: `${appliance} of ${ratedW} W` };
    }
  }
}

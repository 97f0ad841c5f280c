import { layOut } from '../../simulator/layout';
import { type LifeEvent, type LifeRates, lifeEvents, TYPICAL_LIFE } from '../../simulator/life';
import { PowerSystem } from '../../simulator/power-system';
import { unitOf } from '../../simulator/random';
import { completeSettings } from '../../simulator/settings';
import { ATTACK_KINDS, type Attack, type Electrical, SETTLING, SEVERITIES, USUAL_FAULTS } from '../../simulator/theft';
import { FleetMeters } from '../../simulator/theft/fleet-meters';
import { DAY_MS, type LifeEvent as LivedEvent } from './meter-run';
import type { Plan, Reporter, Source } from './play';

const STEP_MS = 5_000;
const YEAR_START_MS = Date.UTC(2025, 0, 1);
const ATTACK_DAYS = 7;
/** Constant errors of each meter, half of class 1. */
const GAIN_ERROR_PERCENT = 0.5;
/** What changes for good is usual again after so many days. */
const NEW_HABIT_DAYS = 14;

export interface FleetSize {
  /** 2000 and above: those below belong to training and tuning. */
  seed: number;
  meters: number;
  days: number;
  /** Where in the year it starts, 0 to 1. */
  season: number;
  /** What happens in homes so much more often than usual. */
  life: 'typical' | 'eventful';
}

/** Each kind often enough to be told apart, at no home's real rate. */
const EVENTFUL_LIFE: LifeRates = {
  vacation: 6,
  'new-tenants': 3,
  'new-appliance': 3,
  'breaker-off': 3,
  'new-solar': 2,
};

/** Simulated homes, in steps of 5 s, with what happens in honest ones and with meters that err, lose samples and restart. */
export function fleet({ seed, meters, days, season, life }: FleetSize): Source {
  const startMs = YEAR_START_MS + Math.floor(season * 365) * DAY_MS;
  const endMs = startMs + days * DAY_MS;
  const rates = life === 'eventful' ? EVENTFUL_LIFE : TYPICAL_LIFE;
  const settings = completeSettings({ seed, meters, feederMeters: false });
  const layout = layOut(settings);
  const ids = layout.meters.map(({ meterId }) => meterId);
  const system = new PowerSystem(seed, settings.cities, layout, startMs, { rates });
  const { households, feeders } = system;
  let timeMs = startMs;
  return {
    meterIds: ids.map((id) => `${seed}/${id}`),
    stepMs: STEP_MS,
    startMs,
    endMs,
    step() {
      timeMs += STEP_MS;
      if (timeMs >= endMs) return false;
      system.step(timeMs);
      return true;
    },
    get timeMs() {
      return timeMs;
    },
    read(home, into: Electrical) {
      into.timeMs = timeMs;
      into.activePowerW = households.activePowerW[home]!;
      into.reactivePowerVar = households.reactivePowerVar[home]!;
      into.voltageV = feeders.voltageV[home]!;
      into.currentA = feeders.currentA[home]!;
      const apparent = into.voltageV * into.currentA;
      into.powerFactor = apparent > 0 ? into.activePowerW / apparent : 0;
    },
    reporter: () => reporter(seed, ids, startMs, households),
    lifeEvents: (home) => lifeEvents(seed, ids[home]!, rates, startMs, endMs).map(lived),
  };
}

/** The meters of a fleet; equal in every life, so that the same samples are lost. */
function reporter(
  seed: number,
  ids: readonly string[],
  startMs: number,
  truth: { importWh: Float64Array; exportWh: Float64Array },
): Reporter {
  const meters = new FleetMeters(seed, ids, {
    faults: USUAL_FAULTS,
    gainErrorPercent: GAIN_ERROR_PERCENT,
    startMs,
    intervalMs: STEP_MS,
    truth,
  });
  const { powerW, voltageV, currentA, powerFactor, state } = meters.columns;
  return (home, values, into) => {
    meters.write(home, values);
    into.timeMs = values.timeMs;
    into.powerW = powerW[home]!;
    into.voltageV = voltageV[home]!;
    into.currentA = currentA[home]!;
    into.powerFactor = powerFactor[home]!;
    // Zeros right after a restart are flagged before any theft logic; columns have no flags, so they are taken out here.
    return !Number.isNaN(into.powerW) && state[home] !== SETTLING;
  };
}

/**
 * A life a kind of attack: in each, every meter is attacked by this kind for seven days, begun within a day at a drawn
 * instant. Severities take turns over meters, kinds and fleets.
 *
 * @param warmUpDays after which the attacks begin
 */
export function attackPlan(source: Source, seed: number, warmUpDays: number): Plan {
  const branchMs = source.startMs + warmUpDays * DAY_MS;
  const branches = ATTACK_KINDS.map((kind, k) =>
    source.meterIds.map((meterId, m): Attack => {
      const startMs = Math.round(branchMs + unitOf(seed, `start ${kind} ${meterId}`) * DAY_MS);
      const severity = SEVERITIES[(m + k + seed) % SEVERITIES.length]!;
      const endMs = startMs + ATTACK_DAYS * DAY_MS;
      return { meterId, kind, severity, startMs, endMs, seed, schedule: { kind: 'always' } };
    }),
  );
  return { branchMs, branches };
}

/** Days from the first start of an attack on: drawn starts, the attack, and its last verdict. */
export const ATTACKED_DAYS = 1 + ATTACK_DAYS + 1;

function lived({ kind, startMs, endMs, awayUntilMs = startMs }: LifeEvent): LivedEvent {
  return { kind, startMs, endMs: endMs === null ? awayUntilMs + NEW_HABIT_DAYS * DAY_MS : endMs + DAY_MS };
}

import { Simulation } from '../../simulator';
import { unitOf } from '../../simulator/random';
import { completeSettings } from '../../simulator/settings';
import { ATTACK_KINDS, type Attack, type Electrical, SEVERITIES } from '../../simulator/theft';
import { DAY_MS } from './meter-run';
import type { Plan, Source } from './play';

const STEP_MS = 5_000;
const YEAR_START_MS = Date.UTC(2025, 0, 1);
const ATTACK_DAYS = 7;

export interface FleetSize {
  /** 2000 and above: those below belong to training and tuning. */
  seed: number;
  meters: number;
  /** Days before the first verdict may be asked for. */
  warmUpDays: number;
  days: number;
  /** Where in the year it starts, 0 to 1. */
  season: number;
}

/** Simulated homes with all that happens in honest ones, in steps of 5 s. */
export function fleet({ seed, meters, warmUpDays, days, season }: FleetSize): Source {
  const startMs = YEAR_START_MS + Math.floor(season * 365) * DAY_MS;
  const endMs = startMs + (warmUpDays + days) * DAY_MS;
  const simulation = new Simulation(completeSettings({ seed, meters, feederMeters: false }), { startMs });
  let timeMs = startMs;
  return {
    meterIds: simulation.meters.map(({ meterId }) => `${seed}/${meterId}`),
    stepMs: STEP_MS,
    startMs,
    endMs,
    step() {
      timeMs += STEP_MS;
      if (timeMs >= endMs) return false;
      simulation.system.step(timeMs);
      return true;
    },
    get timeMs() {
      return timeMs;
    },
    read(index, into: Electrical) {
      const { activePowerW, reactivePowerVar, voltageV, currentA, powerFactor } = simulation.system.sample(
        index,
        timeMs,
      );
      into.timeMs = timeMs;
      into.activePowerW = activePowerW;
      into.reactivePowerVar = reactivePowerVar;
      into.voltageV = voltageV;
      into.currentA = currentA;
      into.powerFactor = powerFactor;
      return true;
    },
    lifeEvents: () => [],
  };
}

/**
 * A life a kind of attack: in each, every meter is attacked by this kind for seven days, begun within a day at a drawn
 * instant. Severities take turns over meters, kinds and fleets.
 */
export function attackPlan(source: Source, { seed, warmUpDays }: FleetSize): Plan {
  const branchMs = source.startMs + (warmUpDays + 1) * DAY_MS;
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

/** Days of a fleet that is attacked, after the warm-up: a day before, drawn starts, the attack, and its last verdict. */
export const ATTACKED_FLEET_DAYS = 1 + 1 + ATTACK_DAYS + 1;

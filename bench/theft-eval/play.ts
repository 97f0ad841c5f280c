import { type Attack, type Electrical, Tamper } from '../../simulator/theft';
import type { Judge, Reported, Said } from './judge';
import { HOUR_MS, type LifeEvent, type MeterRun, type RunAttack } from './meter-run';

/** Meters and what they truly draw, step by step. */
export interface Source {
  meterIds: readonly string[];
  /** Time between two samples, ms. */
  stepMs: number;
  startMs: number;
  endMs: number;
  /** Moves one step on. @returns false at the end */
  step(): boolean;
  /** Instant of the step. */
  readonly timeMs: number;
  /** What happens at meter `index` now. */
  read(index: number, into: Electrical): void;
  /** New meters for one life of the source; they see every step from the start. */
  reporter(): Reporter;
  lifeEvents(index: number): LifeEvent[];
}

/** What a meter makes of what happens: errors, resolution, faults. @returns false when no sample of it arrives */
export type Reporter = (index: number, values: Electrical, into: Reported) => boolean;

/** What becomes of a source: its honest life, and from `branchMs` on other lives, in each of which meters are attacked. */
export interface Plan {
  branchMs: number;
  /** Lives; each has at most one attack a meter, by the meter's index. All begin at `branchMs` or later. */
  branches: (Attack | undefined)[][];
}

export interface Played {
  runs: Record<string, MeterRun[]>;
  /** Samples of the source; those of the branches are not counted again. */
  samples: number;
}

/** How often verdicts are asked for, and with it the resolution of delays. */
const DRAIN_MS = HOUR_MS;
/** Attacks that repeat what was usual have to have seen it. */
const MEMORY_MS = 50 * HOUR_MS;

class Life {
  readonly tampers: (Tamper | undefined)[];
  readonly stolenWh: number[][];
  private readonly hours: number;

  constructor(
    readonly attacks: (Attack | undefined)[],
    readonly report: Reporter,
    stepMs: number,
  ) {
    this.tampers = attacks.map((attack) => attack && new Tamper(attack));
    this.stolenWh = attacks.map(() => []);
    this.hours = stepMs / HOUR_MS;
  }

  /** Turns the true values into the reported ones and books what was stolen. */
  apply(meter: number, values: Electrical): void {
    const tamper = this.tampers[meter];
    const attack = this.attacks[meter];
    if (!tamper || !attack) return;
    const before = tamper.stolenWh;
    tamper.apply(values, this.hours);
    if (values.timeMs < attack.startMs || values.timeMs >= attack.endMs) return;
    const hour = Math.floor((values.timeMs - attack.startMs) / HOUR_MS);
    const stolen = this.stolenWh[meter]!;
    while (stolen.length <= hour) stolen.push(0);
    stolen[hour]! += tamper.stolenWh - before;
  }
}

/**
 * Plays a source to judges: its honest life from start to end, and every branch from a common past, so that the warm-up
 * is paid for once. Samples pass through and are not kept.
 *
 * @param judges one an arm or group of arms
 * @returns with the runs of each arm: one a meter for the honest life, one a meter and attack
 */
export async function play(source: Source, plan: Plan, judges: readonly Judge[]): Promise<Played> {
  const lives = plan.branches.map((attacks) => new Life(attacks, source.reporter(), source.stepMs));
  const branched: Judge[][] = lives.map(() => []);
  const report = source.reporter();
  const truth = emptyValues();
  const values = emptyValues();
  const reported: Reported = { timeMs: 0, powerW: 0, voltageV: 0, currentA: 0, powerFactor: 0 };
  let dueMs = source.startMs + DRAIN_MS;
  let samples = 0;
  while (source.step()) {
    const { timeMs } = source;
    const isBranched = branched[0] !== undefined && branched[0].length > 0;
    if (!isBranched && lives.length > 0 && timeMs >= plan.branchMs) {
      for (const judge of judges) await judge.drain(timeMs);
      for (const own of branched) for (const judge of judges) own.push(await judge.branch());
    }
    const remembers = timeMs >= plan.branchMs - MEMORY_MS;
    for (let meter = 0; meter < source.meterIds.length; meter++) {
      const meterId = source.meterIds[meter]!;
      source.read(meter, truth);
      if (report(meter, truth, reported)) {
        samples++;
        for (const judge of judges) judge.add(meterId, reported);
      }
      for (let i = 0; i < lives.length; i++) {
        const life = lives[i]!;
        if (!life.attacks[meter]) continue;
        copyValues(truth, values);
        if (remembers) life.apply(meter, values);
        if (!life.report(meter, values, reported)) continue;
        const own = branched[i]!;
        for (let j = 0; j < own.length; j++) own[j]!.add(meterId, reported);
      }
    }
    if (timeMs < dueMs) continue;
    dueMs += DRAIN_MS;
    for (const judge of [...judges, ...branched.flat()]) await judge.drain(timeMs);
  }
  // Verdicts that wait for the end of the last day.
  const endMs = source.endMs + DRAIN_MS;
  for (const judge of [...judges, ...branched.flat()]) await judge.drain(endMs);
  return { runs: runsOf(source, plan, lives, judges, branched), samples };
}

function runsOf(
  source: Source,
  plan: Plan,
  lives: readonly Life[],
  judges: readonly Judge[],
  branched: readonly Judge[][],
): Record<string, MeterRun[]> {
  const runs: Record<string, MeterRun[]> = {};
  const add = (arm: string, meter: number, attack: RunAttack | undefined, said: Said) => {
    runs[arm] ??= [];
    runs[arm].push({ meterId: source.meterIds[meter]!, attack, lifeEvents: source.lifeEvents(meter), ...said });
  };
  for (const [meter, meterId] of source.meterIds.entries()) {
    for (const judge of judges) {
      for (const [arm, said] of Object.entries(judge.saidOf(meterId))) add(arm, meter, undefined, said);
    }
    for (const [i, { attacks, stolenWh }] of lives.entries()) {
      const attack = attacks[meter];
      if (!attack) continue;
      const { kind, severity, startMs, endMs } = attack;
      for (const judge of branched[i]!) {
        for (const [arm, said] of Object.entries(judge.saidOf(meterId))) {
          const after = said.days.filter((day) => day.startMs + 24 * HOUR_MS > plan.branchMs);
          const truth = { kind, severity, startMs, endMs, stolenWh: stolenWh[meter]! };
          add(arm, meter, truth, { ...said, days: after });
        }
      }
    }
  }
  return runs;
}

/** Field by field: this is done for every sample of every life, and Object.assign takes ten times as long. */
function copyValues(from: Electrical, to: Electrical): void {
  to.timeMs = from.timeMs;
  to.activePowerW = from.activePowerW;
  to.reactivePowerVar = from.reactivePowerVar;
  to.voltageV = from.voltageV;
  to.currentA = from.currentA;
  to.powerFactor = from.powerFactor;
}

const emptyValues = (): Electrical => ({
  timeMs: 0,
  activePowerW: 0,
  reactivePowerVar: 0,
  voltageV: 0,
  currentA: 0,
  powerFactor: 0,
});

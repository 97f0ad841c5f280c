import { readFileSync } from 'node:fs';
import { unitOf } from '../../simulator/random';
import { ATTACK_KINDS, type Attack, type Electrical, SEVERITIES } from '../../simulator/theft';
import { sharedFile } from '../../test/support/shared-data';
import { DAY_MS } from './meter-run';
import type { Plan, Reporter, Source } from './play';

const STEP_MS = 60_000;
const ATTACK_DAYS = 7;
/** Of 19 days: what the warm-up and the seven days of an attack leave. */
const START_RANGE_DAYS = 3;

interface Minute {
  timeMs: number;
  powerW: number;
  reactiveVar: number;
  voltageV: number;
  currentA: number;
}

/** One real house by the minute, or undefined where the file is not. The clock of the file is taken as UTC. */
export function household(): Source | undefined {
  const file = sharedFile('meters/household_1min.csv');
  if (file === undefined) return undefined;
  const minutes = readFileSync(file, 'utf8').trim().split('\n').slice(1).flatMap(minuteOf);
  const startMs = minutes[0]!.timeMs;
  const endMs = minutes.at(-1)!.timeMs + STEP_MS;
  let at = -1;
  return {
    meterIds: ['household'],
    stepMs: STEP_MS,
    startMs,
    endMs,
    step: () => ++at < minutes.length,
    get timeMs() {
      return minutes[at]!.timeMs;
    },
    read(_, into: Electrical) {
      const { timeMs, powerW, reactiveVar, voltageV, currentA } = minutes[at]!;
      into.timeMs = timeMs;
      into.activePowerW = powerW;
      into.reactivePowerVar = reactiveVar;
      into.voltageV = voltageV;
      into.currentA = currentA;
      into.powerFactor = powerW === 0 ? 0 : powerW / Math.hypot(powerW, reactiveVar);
    },
    reporter: () => report,
    lifeEvents: () => [],
  };
}

/** The file holds what a meter measured; what an attack makes of it is rounded as meters do. */
const report: Reporter = (_, { timeMs, activePowerW, voltageV, currentA, powerFactor }, into) => {
  into.timeMs = timeMs;
  into.powerW = Math.round(activePowerW);
  into.voltageV = Math.round(voltageV * 10) / 10;
  into.currentA = Math.round(currentA * 100) / 100;
  into.powerFactor = Math.round(powerFactor * 100) / 100;
  return true;
};

/** Every kind and severity, begun `starts` times at drawn instants: a life each. */
export function householdPlan(source: Source, seed: number, warmUpDays: number, starts: number): Plan {
  const branchMs = source.startMs + warmUpDays * DAY_MS;
  const branches = ATTACK_KINDS.flatMap((kind) =>
    SEVERITIES.flatMap((severity) =>
      Array.from({ length: starts }, (_, i): Attack[] => {
        const drawn = unitOf(seed, `start ${kind} ${severity} ${i}`);
        const startMs = Math.round(branchMs + drawn * START_RANGE_DAYS * DAY_MS);
        const endMs = startMs + ATTACK_DAYS * DAY_MS;
        const attack = { meterId: 'household', kind, severity, startMs, endMs, seed: seed + i };
        return [{ ...attack, schedule: { kind: 'always' } }];
      }),
    ),
  );
  return { branchMs, branches };
}

/** `d/m/Y;H:M:S;kW;kvar;V;A;…`; nothing for a minute without values. */
function minuteOf(line: string): Minute[] {
  const [date, time, kW, kvar, volt, ampere] = line.split(';') as [string, string, string, string, string, string];
  const [day, month, year] = date.split('/').map(Number) as [number, number, number];
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  const values = [kW, kvar, volt, ampere].map((text) => (text === '' || text === '?' ? Number.NaN : Number(text)));
  if (values.some(Number.isNaN)) return [];
  const [powerKw, reactiveKvar, voltageV, currentA] = values as [number, number, number, number];
  const timeMs = Date.UTC(year, month - 1, day, hour, minute);
  return [{ timeMs, powerW: 1000 * powerKw, reactiveVar: 1000 * reactiveKvar, voltageV, currentA }];
}

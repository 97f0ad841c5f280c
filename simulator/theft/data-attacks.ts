import type { Act, Attack, Electrical } from './attacks';
import { DayMeans, DayRecord } from './day-memory';
import { drawn, type LocalDays } from './local-days';

/** Half the width of Jokar's random factors, 0.1–0.8. */
const HALF_WIDTH = 0.35;
/** The smallest random factor, as Jokar's. */
const LEAST_FACTOR = 0.1;
const ONE_SAMPLE_MS = 1_000;

/** An attack on data: what it does, and what it has to see of every true sample before. */
export interface DataAttack {
  act: Act;
  note?: (values: Electrical) => void;
}

/**
 * Attacks on the reported consumption: P. Jokar, N. Arianpoo, V. C. M. Leung, "Electricity Theft Detection in AMI Using
 * Customers' Consumption Patterns", IEEE Transactions on Smart Grid 7 (1), 2016, pp. 216–226.
 * The thief controls the data and keeps up appearances: V stays true, and I, Q and the power factor are made to fit, so
 * that P = V·I·PF goes on to hold.
 */
export function dataAttack(attack: Attack, days: LocalDays, key: number): DataAttack | undefined {
  const { kind, severity } = attack;
  const factor = randomFactor(attack, key);
  const means = new DayMeans(days);
  const note = (values: Electrical) => means.note(values);
  switch (kind) {
    // One factor for all samples: h1(x) = α·x.
    case 'h1':
      return { act: (values) => scale(values, 1 - severity) };
    // Nothing in one block of hours a day, honest otherwise.
    case 'h2':
      return { act: (values) => void (days.isInBlock(values.timeMs, severity) && scale(values, 0)) };
    // A factor drawn anew for each sample: h3(x) = γ(t)·x.
    case 'h3':
      return { act: (values) => scale(values, factor(values.timeMs)) };
    // A factor drawn anew for each sample, of the usual mean: h4(x) = γ(t)·mean(x).
    case 'h4':
      return { note, act: (values) => replace(values, factor(values.timeMs) * means.meanW, means.powerFactor) };
    // The usual mean, always: h5(x) = mean(x). The mean is that of the day before: an online thief has no other.
    case 'h5':
      return { note, act: (values) => replace(values, means.meanW, means.powerFactor) };
    // The day reversed. Jokar reverses the same day, which a file allows; an online thief can only replay the day before.
    case 'h6': {
      const record = new DayRecord(days);
      return {
        note: (values) => record.note(values),
        act: (values) => {
          const past = record.mirrored(values.timeMs);
          if (past) replace(values, past.watt, past.powerFactor);
        },
      };
    }
    default:
      return undefined;
  }
}

/** Uniform around 1 − severity, as wide as Jokar's where there is room: severity 0.55 gives his 0.1–0.8. */
function randomFactor({ severity, holdMs = ONE_SAMPLE_MS }: Attack, key: number): (timeMs: number) => number {
  const mean = 1 - severity;
  const half = Math.min(HALF_WIDTH, severity, Math.max(0, mean - LEAST_FACTOR));
  return (timeMs) => mean + half * (2 * drawn(key, Math.floor(timeMs / holdMs)) - 1);
}

/** All of the current, at the same voltage and power factor. */
export function scale(values: Electrical, factor: number): void {
  values.activePowerW *= factor;
  values.reactivePowerVar *= factor;
  values.currentA *= factor;
  if (factor === 0) values.powerFactor = 0;
}

/** Another power, with a power factor that goes with it and the current that both need at the true voltage. */
function replace(values: Electrical, watt: number, powerFactor: number): void {
  const cosine = Math.min(1, Math.max(0.05, powerFactor));
  const apparent = watt / cosine;
  const sign = values.reactivePowerVar < 0 ? -1 : 1;
  values.activePowerW = watt;
  values.reactivePowerVar = sign * Math.sqrt(Math.max(0, apparent ** 2 - watt ** 2));
  values.currentA = values.voltageV > 0 ? apparent / values.voltageV : 0;
  values.powerFactor = watt > 0 ? cosine : 0;
}

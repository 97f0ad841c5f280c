import type { Attack, AttackTruth, Electrical } from './attacks';
import { Tamper } from './tamper';

const HOUR_MS = 3_600_000;

/** A sample of a series; registers and reactive power where the meter has them. SI units, positive is import. */
export interface SeriesSample {
  timeMs: number;
  activePowerW: number;
  reactivePowerVar?: number;
  voltageV: number;
  currentA: number;
  powerFactor: number;
  importWh?: number;
  exportWh?: number;
}

/** A reported sample with its truth. */
export interface TamperedSample<S extends SeriesSample = SeriesSample> {
  sample: S;
  trueW: number;
  /** The attack acts at this sample. */
  isActing: boolean;
  /** Not reported since the begin of the series, Wh. */
  stolenWh: number;
}

/** The columns of a series, one value a sample, in order of time. NaN: not there, left as it is. */
export interface SeriesColumns {
  /** Epoch ms UTC. */
  timeMs: ArrayLike<number>;
  powerW: ArrayLike<number>;
  voltageV: ArrayLike<number>;
  currentA: ArrayLike<number>;
  powerFactor: ArrayLike<number>;
}

export interface InjectedColumns {
  powerW: Float64Array;
  voltageV: Float64Array;
  currentA: Float64Array;
  powerFactor: Float64Array;
  /** 1 where the attack acts. */
  isActing: Uint8Array;
  /** Not reported up to and with each sample, Wh: the difference of two entries is what was stolen between them. */
  stolenWh: Float64Array;
  truth: AttackTruth;
}

/**
 * A series as a tampered meter reports it, sample by sample; the samples that go in stay as they are.
 * @param samples in order of time, beginning before the attack so that what is usual is known
 * @param intervalMs time that each sample stands for; a gap stands for nothing
 * @throws Error that names what of the attack can't be
 */
export function* injectSeries<S extends SeriesSample>(
  samples: Iterable<S>,
  attack: Attack,
  intervalMs = 5_000,
): Generator<TamperedSample<S>> {
  const tamper = new Tamper(attack);
  const hours = intervalMs / HOUR_MS;
  for (const given of samples) {
    const values: Electrical = { ...given, reactivePowerVar: given.reactivePowerVar ?? reactiveOf(given) };
    tamper.apply(values, hours);
    const { reactivePowerVar, ...measured } = values;
    const sample = { ...given, ...measured };
    if (given.reactivePowerVar !== undefined) sample.reactivePowerVar = reactivePowerVar;
    if (given.importWh !== undefined) sample.importWh = tamper.importWh(given.importWh, hours);
    yield { sample, trueW: tamper.trueW, isActing: tamper.isActing, stolenWh: tamper.stolenWh };
  }
}

/**
 * The same over columns, for real data and evaluations; the columns that go in stay as they are.
 * @param intervalMs time that each sample stands for
 * @throws Error that names what of the attack can't be
 */
export function injectColumns(columns: SeriesColumns, attack: Attack, intervalMs = 5_000): InjectedColumns {
  const tamper = new Tamper(attack);
  const hours = intervalMs / HOUR_MS;
  const count = columns.timeMs.length;
  const out = {
    powerW: Float64Array.from(columns.powerW),
    voltageV: Float64Array.from(columns.voltageV),
    currentA: Float64Array.from(columns.currentA),
    powerFactor: Float64Array.from(columns.powerFactor),
    isActing: new Uint8Array(count),
    stolenWh: new Float64Array(count),
    truth: tamper.truth,
  };
  const values = { timeMs: 0, activePowerW: 0, reactivePowerVar: 0, voltageV: 0, currentA: 0, powerFactor: 0 };
  for (let at = 0; at < count; at++) {
    if (!Number.isNaN(out.powerW[at]!)) {
      values.timeMs = columns.timeMs[at]!;
      values.activePowerW = out.powerW[at]!;
      values.voltageV = out.voltageV[at]!;
      values.currentA = out.currentA[at]!;
      values.powerFactor = out.powerFactor[at]!;
      values.reactivePowerVar = reactiveOf(values);
      tamper.apply(values, hours);
      out.powerW[at] = values.activePowerW;
      out.voltageV[at] = values.voltageV;
      out.currentA[at] = values.currentA;
      out.powerFactor[at] = values.powerFactor;
      out.isActing[at] = tamper.isActing ? 1 : 0;
    }
    out.stolenWh[at] = tamper.stolenWh;
  }
  return out;
}

/** Reactive power of a meter that doesn't give it, taken as inductive. */
function reactiveOf({ activePowerW, voltageV, currentA }: Omit<SeriesSample, 'timeMs'>): number {
  return Math.sqrt(Math.max(0, (voltageV * currentA) ** 2 - activePowerW ** 2)) || 0;
}

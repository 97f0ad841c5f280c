import { RandomStreams, unitOf } from '../random';

const YEAR_MINUTES = 365.25 * 24 * 60;
/** Time constants of a conductor and of a joint, which has less mass. */
const CONDUCTOR_MINUTES = 10;
const JOINT_MINUTES = 1;
/** Lines are up to so many years old when a simulation begins. */
const OLDEST_YEARS = 40;
/** A year at 15 K above 25 °C, by the rule below: what a line has when the simulation begins. */
const CORROSION_A_YEAR = 0.015;

/** What acts on a line in a step. */
export interface LineStress {
  minutes: number;
  ambientC: number;
  /** Current / rated current. */
  loading: number;
  /** Rise of a bad joint at rated current, and what a loose part adds; 0 without a fault. */
  jointRiseK: number;
  addedVibration: number;
}

export interface LineCondition {
  temperatureC: number;
  /** mm/s */
  vibration: number;
  ageYears: number;
  corrosion: number;
  harmonicPercent: number;
}

/**
 * Temperature, vibration, age, corrosion and harmonics of each line. The formulas are those of the original system with the
 * current relative to the rated one, instead of 400 A; its corrosion a step is one a year here. The temperature follows that
 * of balance, air + rise · (I/I_rated)², with a time constant.
 */
export class LineWear {
  private readonly streams: RandomStreams;
  private readonly conductorC: Float64Array;
  private readonly jointK: Float64Array;
  private readonly ageYears: Float64Array;
  private readonly corrosion: Float64Array;
  /** So often each line went out of service by a fault. */
  readonly trips: Int32Array;

  constructor(
    ids: readonly string[],
    seed: number,
    private readonly riseK: number,
  ) {
    this.streams = new RandomStreams(
      seed,
      ids.map((id) => `scada/line/${id}`),
    );
    this.conductorC = new Float64Array(ids.length).fill(Number.NaN);
    this.jointK = new Float64Array(ids.length);
    this.ageYears = Float64Array.from(ids, (id) => OLDEST_YEARS * unitOf(seed, `scada/age/${id}`));
    this.corrosion = this.ageYears.map((age) => Math.min(1, CORROSION_A_YEAR * age));
    this.trips = Int32Array.from(ids, (id) => Math.floor(12 * unitOf(seed, `scada/trips/${id}`) ** 2));
  }

  /** The condition after a step; each step draws as many numbers, whatever acts. */
  step(line: number, { minutes, ambientC, loading, jointRiseK, addedVibration }: LineStress): LineCondition {
    const balanceC = ambientC + this.riseK * loading * loading;
    const before = this.conductorC[line]!;
    const settled = 1 - Math.exp(-minutes / CONDUCTOR_MINUTES);
    const conductorC = Number.isNaN(before) ? balanceC : before + (balanceC - before) * settled;
    this.conductorC[line] = conductorC;
    this.jointK[line]! +=
      (jointRiseK * loading * loading - this.jointK[line]!) * (1 - Math.exp(-minutes / JOINT_MINUTES));
    const years = minutes / YEAR_MINUTES;
    this.ageYears[line]! += years;
    const corroded = (0.001 * Math.max(0, conductorC - 25) + 0.0001 * this.ageYears[line]!) * years;
    this.corrosion[line] = Math.min(1, this.corrosion[line]! + corroded);
    const temperatureC = conductorC + this.jointK[line]! + 0.3 * this.streams.normal(line);
    const shaken = 0.1 + 0.3 * loading + (0.2 * (conductorC - 25)) / 40 + this.streams.between(line, -0.05, 0.05);
    return {
      temperatureC,
      vibration: Math.max(0, shaken) + addedVibration,
      ageYears: this.ageYears[line]!,
      corrosion: this.corrosion[line]!,
      harmonicPercent: Math.max(0, 2 + 2 * loading + this.streams.between(line, -0.5, 0.5)),
    };
  }
}

/** Settings of a percentage differential relay with harmonic restraint; currents in multiples of the rated one. */
export interface RelaySettings {
  /** Fundamental below which nothing picks up; usual 0.2 … 0.4. */
  pickUp: number;
  /** Operating over restraining current up to the knee and beyond it; usual 0.15 … 0.4 and 0.4 … 0.8. */
  slope1: number;
  slope2: number;
  /** Restraining current of the knee; usual 2 … 4. */
  knee: number;
  /** 2nd over 1st harmonic that blocks (inrush); relays offer 5 … 100 %. */
  secondHarmonic: number;
  /** 5th over 1st harmonic that blocks (over-excitation); usual 25 … 40 %. */
  fifthHarmonic: number;
  /** Fundamental that operates in spite of all restraint; only where the rated current is known. Usual 8 … 12. */
  highSet: number;
}

/**
 * Defaults after IEEE Std C37.91-2021 (Guide for Protecting Power Transformers), its percentage differential and
 * harmonic restraint, and the ranges that makers of relays give.
 */
export const RELAY_DEFAULTS: RelaySettings = {
  pickUp: 0.3,
  slope1: 0.3,
  slope2: 0.7,
  knee: 3,
  secondHarmonic: 0.2,
  fifthHarmonic: 0.35,
  highSet: 10,
};

/** Rated secondary current where none is given, A (IEC 61869-2 knows 1 and 5 A). */
export const RATED_A = 1;

/** Operating current that a restraining one asks for, both in multiples of the rated one. */
export function characteristic(restraint: number, { pickUp, slope1, slope2, knee }: RelaySettings): number {
  const sloped = slope1 * Math.min(restraint, knee) + slope2 * Math.max(0, restraint - knee);
  return Math.max(pickUp, sloped);
}

/** What became of the readings and samples since the start or the last reset. */
export interface WindowTotals {
  /** Samples that lie in windows, also those that share a grid step with another one. */
  samples: number;
  late: number;
  /** Flagged `duplicate`. */
  duplicates: number;
  /** Of feeder meters, estimated, missing, without power, or right after a restart: not looked at. */
  skipped: number;
  /** Samples without supply: voltage, power and current are 0. */
  withoutSupply: number;
}

export const noTotals = (): WindowTotals => ({ samples: 0, late: 0, duplicates: 0, skipped: 0, withoutSupply: 0 });

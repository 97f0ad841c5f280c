import { simulatedMeters } from './simulated-meters';
import { type Part, TrainingSet } from './training-set';

/** Seeds of the fleets; those from 2000 on belong to the evaluation and are never used here. */
const SEEDS = { training: [1000, 1099], validation: [1100, 1149] } as const;
const FLEET = { meters: 16, days: 3 };
/** Drawn by chance from the 144 of a day, so that many homes are in the data and not many hours of a few. */
const WINDOWS_A_DAY = 24;
/** Windows of honest simulated fleets, spread over the year: 100 for training, 50 others for validation. */
export function simulatedSet(log: (line: string) => void): TrainingSet {
  const set = new TrainingSet(WINDOWS_A_DAY / 144, SEEDS.training[0]);
  for (const [part, [first, last]] of Object.entries(SEEDS) as [Part, readonly [number, number]][]) {
    const fleets = last - first + 1;
    for (let i = 0; i < fleets; i++) {
      const meters = simulatedMeters({ ...FLEET, seed: first + i, season: i / fleets });
      for (const windows of meters) set.add(windows, () => part);
    }
    log(`${part}: ${set.count(part)} windows of ${fleets} simulated fleets`);
  }
  return set;
}

export const SIMULATED_SOURCE =
  `honest fleets of the simulator, each ${FLEET.meters} homes for ${FLEET.days} days at 5 s, spread over the year and two ` +
  `climates, with the missing samples and life events that are usual; seeds ${SEEDS.training.join('–')} for training, ` +
  `${SEEDS.validation.join('–')} for validation (the evaluation uses 2000 and above); ${WINDOWS_A_DAY} windows a day, drawn by chance`;

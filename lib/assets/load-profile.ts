import { agedMinutes, ageingRate } from './ageing';
import { judgeTemperatures, type LoadingVerdict } from './thermal-limits';
import { hotSpotC, ThermalModel, type ThermalState } from './thermal-model';
import { completeRating, type TransformerRating } from './thermal-settings';

/** A load that is held for some minutes. */
export interface LoadStep {
  minutes: number;
  /** Load current / rated current. */
  loadFactor: number;
  ambientC: number;
}

/** The end of a step. */
export interface ProfilePoint extends LoadingVerdict {
  /** Since the beginning of the profile. */
  endMinutes: number;
  topOilC: number;
  hotSpotC: number;
  ageingRate: number;
  /** Of all steps so far. */
  agedHours: number;
}

/**
 * What a load profile does to a transformer: temperatures at the end of each step, and the life lost.
 * @param start the state at its beginning; without it that which the first step settles at
 * @throws Error that names the step or the rating that is wrong
 */
export function loadProfile(
  given: Partial<TransformerRating>,
  steps: readonly LoadStep[],
  start?: ThermalState,
): ProfilePoint[] {
  const rating = completeRating(given);
  const model = new ThermalModel(rating);
  let state = start;
  let endMinutes = 0;
  let aged = 0;
  return steps.map((step, i) => {
    check(step, i);
    const end = model.steady(step.loadFactor, step.ambientC);
    state ??= end;
    aged += agedMinutes(model, step.minutes, state, end, rating.paper);
    state = model.after(step.minutes, state, end);
    endMinutes += step.minutes;
    const hottestC = hotSpotC(state);
    return {
      endMinutes,
      topOilC: state.topOilC,
      hotSpotC: hottestC,
      ageingRate: ageingRate(hottestC, rating.paper),
      agedHours: aged / 60,
      ...judgeTemperatures(state.topOilC, hottestC),
    };
  });
}

const LONGEST_MINUTES = 366 * 1440;

function check({ minutes, loadFactor, ambientC }: LoadStep, i: number): void {
  const fault = (field: string, range: string) => new Error(`step ${i}: ${field} is not usable: give ${range}`);
  if (!(minutes > 0 && minutes <= LONGEST_MINUTES)) throw fault('minutes', 'a number above 0, at most a year');
  if (!(loadFactor >= 0 && loadFactor <= 10)) throw fault('loadFactor', 'a number from 0 to 10');
  if (!(ambientC >= -90 && ambientC <= 90)) throw fault('ambientC', 'a number from -90 to 90');
}

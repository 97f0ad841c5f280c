/** What a failure depends on, as it is, and not as it is measured. */
export interface AssetState {
  temperatureC: number;
  loadPercent: number;
  vibration: number;
  ageYears: number;
  corrosion: number;
  harmonicPercent: number;
  oilQuality: number;
  tripCount: number;
}

/** Failures a year of an asset that is deep in a failure mode: e^−8 of them get through a year. */
const DEEP = 8;
/** Failures a year of a new asset for no reason that anybody measures, growing with age. */
const UNFORESEEN = 0.0015;

/** 0 to 1, rising around a limit; 12 % are left at twice the width below it. */
const beyond = (value: number, limit: number, width: number): number => 1 / (1 + Math.exp((limit - value) / width));

/**
 * Expected failures within a year. The modes are those of the system "Smart Grid Operations System": thermal above 95 °C with a
 * load above 85 % and an oil quality below 0.3; mechanical with a vibration above 1.2 at an age above 15 years after more than 30
 * trips; electrical with harmonics above 8 % at a load above 80 % and a corrosion above 0.6. There they are steps; here the hazard
 * rises towards them.
 * @param frailty what the asset is worse by than others of its kind
 */
export function hazardOf(state: AssetState, frailty: number): number {
  const { temperatureC, loadPercent, vibration, ageYears, corrosion, harmonicPercent, oilQuality, tripCount } = state;
  const thermal = beyond(temperatureC, 95, 1) * beyond(loadPercent, 85, 1) * (1 - beyond(oilQuality, 0.3, 0.015));
  const mechanical = beyond(vibration, 1.2, 0.03) * beyond(ageYears, 15, 0.5) * beyond(tripCount, 30, 1);
  const electrical = beyond(harmonicPercent, 8, 0.2) * beyond(loadPercent, 80, 1) * beyond(corrosion, 0.6, 0.015);
  return frailty * (UNFORESEEN * (1 + ageYears / 20) + DEEP * (thermal + mechanical + electrical));
}

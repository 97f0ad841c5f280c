import { maskOf } from './rules';
import type { VeeSettings } from './vee-settings';

/** The settings of validation and estimation made ready for `validateDay`; the limit of a rule that is off is never reached. */
export interface DayRules {
  /** MARK bits of the rules that are on. */
  on: number;
  /** MARK bits of the rules whose readings are estimated instead of kept. */
  replace: number;
  isEstimating: boolean;
  zeroRunCells: number;
  frozenCells: number;
  spikeRatio: number;
  highUsageRatio: number;
  lowUsageRatio: number;
  stepWh: number;
  registerToleranceWh: number;
  registerToleranceShare: number;
  unitTolerance: number;
  inactiveDays: number;
  interpolatedCells: number;
}

export function dayRules(settings: VeeSettings): DayRules {
  const has = (rule: VeeSettings['rules'][number]) => settings.rules.includes(rule);
  return {
    on: maskOf(settings.rules),
    replace: settings.estimation ? maskOf(settings.estimatedRules.filter(has)) : 0,
    isEstimating: settings.estimation,
    zeroRunCells: has('zero-run') ? settings.zeroRunIntervals : Number.POSITIVE_INFINITY,
    frozenCells: has('frozen') ? settings.frozenIntervals : Number.POSITIVE_INFINITY,
    spikeRatio: has('spike') ? settings.spikeRatio : Number.POSITIVE_INFINITY,
    highUsageRatio: has('high-usage') ? settings.highUsageRatio : Number.POSITIVE_INFINITY,
    lowUsageRatio: has('low-usage') ? settings.lowUsageRatio : 0,
    stepWh: has('step') ? (settings.stepKw * 1000 * settings.intervalMinutes) / 60 : Number.POSITIVE_INFINITY,
    registerToleranceWh: has('register-difference') ? settings.registerToleranceWh : Number.POSITIVE_INFINITY,
    registerToleranceShare: settings.registerTolerancePercent / 100,
    unitTolerance: has('unit-of-measure') ? settings.unitTolerance : 0,
    inactiveDays: settings.inactiveDays,
    interpolatedCells: Math.floor(settings.interpolateUpToMinutes / settings.intervalMinutes),
  };
}

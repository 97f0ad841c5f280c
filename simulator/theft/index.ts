/** Known attacks on meters, over series of any origin and in the simulator. Pure: no clock, no chance. */
export * from './attacks';
export { type AttackPlan, drawAttack, SEVERITIES } from './draw';
export { Fleet, type FleetSettings, type FleetStep, simulateFleet } from './fleet';
export {
  type FleetFaultRates,
  MISSING,
  SETTLING,
  SOUND,
  STILL,
  USUAL_FAULTS,
} from './fleet-faults';
export * from './inject';
export { isActing } from './local-days';
export { Tamper } from './tamper';

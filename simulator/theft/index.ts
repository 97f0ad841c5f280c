/** Known attacks on meters, over series of any origin and in the simulator. Pure: no clock, no chance. */
export * from './attacks';
export { type AttackPlan, drawAttack, SEVERITIES } from './draw';
export * from './inject';
export { isActing } from './local-days';
export { Tamper } from './tamper';

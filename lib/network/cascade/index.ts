/** What follows when parts of a network go: by flows, and by shape. */
export { branchRatings, type RatingSettings } from './branch-ratings';
export { type CascadeAnswer, CascadeDesk } from './cascade-answer';
export { type CascadeJob, cascadeJob, type JobDefaults } from './cascade-job';
export { baseMap } from './cascade-map';
export {
  type CascadeSettings,
  CascadeStudy,
  type FlowCascade,
  type Removal,
  type Trip,
  type Wave,
} from './flow-cascade';
export { type MotterLaiCascade, motterLai } from './motter-lai';
export type { Method } from './outage-state';
export { LineScreening } from './screening';

import { type Static, Type } from '@sinclair/typebox';
import { TheftCueKind } from '../messages';
import { zoneSettings } from '../stream/booking-settings';
import { withDefaults } from '../stream/settings';
import { CueSettings } from './cue-settings';
import { WindowSettings } from './window-settings';

/** How meters are judged. Every setting has a default. */
export const JudgeSettings = Type.Object(
  {
    warmUpDays: Type.Integer({
      default: 7,
      minimum: 1,
      maximum: 90,
      unit: 'd',
      description: 'Days on which a new meter is only learned and not judged',
    }),
    eventScore: Type.Number({
      default: 3.5,
      minimum: 1,
      maximum: 10,
      description: 'Score of a theft-like event: 3 is what an honest meter-day shows once in 1,000 days, 4 in 10,000',
    }),
    anomalyLimit: Type.Number({
      default: 0.999,
      minimum: 0.5,
      maximum: 1,
      description: 'Hybrid score from which on a window is unusual: the share of usual windows below it',
    }),
    theftShare: Type.Number({
      default: 0.01,
      minimum: 0.0001,
      maximum: 0.5,
      description: 'Share of the meters that are taken to steal, for the likelihood of an event',
    }),
    disabledCues: Type.Array(TheftCueKind, { default: [], description: 'Cues that are not looked for' }),
    forestTrees: Type.Integer({
      default: 24,
      minimum: 1,
      maximum: 500,
      description: 'Trees of the Isolation Forest of each meter; each takes about 0.2 kB a meter',
    }),
    forestSample: Type.Integer({
      default: 32,
      minimum: 8,
      maximum: 256,
      description: 'Windows that each tree is grown from',
    }),
  },
  { $id: 'JudgeSettings', title: 'JudgeSettings', additionalProperties: false },
);
export type JudgeSettings = Static<typeof JudgeSettings>;

/** The settings of the theft detector. */
export const TheftSettings = Type.Composite([WindowSettings, JudgeSettings, CueSettings, Type.Object(zoneSettings)], {
  $id: 'TheftSettings',
  title: 'TheftSettings',
  additionalProperties: false,
});
export type TheftSettings = Static<typeof TheftSettings>;

/** Settings with the defaults filled in. @throws Error that names the setting that is wrong. */
export const completeTheftSettings = (given: Partial<TheftSettings> = {}): TheftSettings =>
  withDefaults(TheftSettings, given, 'theft settings');

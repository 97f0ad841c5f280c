import { type Static, Type } from '@sinclair/typebox';
import { withDefaults } from '../stream/settings';

const minutes = (value: number, minimum: number, maximum: number, description: string) =>
  Type.Number({ default: value, minimum, maximum, unit: 'min', description });

/** How readings become windows. Every setting has a default. */
export const WindowSettings = Type.Object(
  {
    windowMinutes: Type.Integer({
      default: 10,
      minimum: 1,
      maximum: 1440,
      unit: 'min',
      description: 'Length of a window; divides a day',
    }),
    sampleSeconds: Type.Number({
      default: 5,
      minimum: 1,
      maximum: 3600,
      unit: 's',
      description: 'Step of the grid that the samples of a window are laid on; divides the window',
    }),
    latenessMinutes: minutes(
      2,
      0,
      1440,
      'How far a reading may come behind the newest one of its meter; up to a window',
    ),
    idleMinutes: minutes(15, 1, 1440, 'The windows of a meter are closed when nothing came of it for so long'),
    maximumAheadMinutes: minutes(60, 1, 5_256_000, 'A reading further ahead of the clock than this is refused'),
    maximumMeters: Type.Integer({
      default: 20_000,
      minimum: 1,
      maximum: 1_000_000,
      description: 'At most so many meters, at 4 to 6 kB each; the one that was silent longest is forgotten first',
    }),
  },
  { $id: 'WindowSettings', title: 'WindowSettings', additionalProperties: false },
);
export type WindowSettings = Static<typeof WindowSettings>;

/** Settings with the defaults filled in. @throws Error that names the setting that is wrong. */
export function completeWindowSettings(given: Partial<WindowSettings> = {}): WindowSettings {
  const settings = withDefaults(WindowSettings, given, 'window settings');
  const { windowMinutes, sampleSeconds, latenessMinutes } = settings;
  const fail = (text: string) => new Error(`window settings: ${text}`);
  if (1440 % windowMinutes !== 0) throw fail(`windowMinutes: ${windowMinutes} does not divide a day: give 10 or 15`);
  if ((windowMinutes * 60) % sampleSeconds !== 0) {
    throw fail(`sampleSeconds: ${sampleSeconds} does not divide the window of ${windowMinutes} min`);
  }
  if (latenessMinutes > windowMinutes) {
    throw fail(`latenessMinutes: ${latenessMinutes} is more than the window of ${windowMinutes} min`);
  }
  return settings;
}

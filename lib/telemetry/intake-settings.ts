import { type Static, Type } from '@sinclair/typebox';

/** When what SCADA sends is refused, and what counts as risky or idle. */
export const TelemetryIntakeSettings = Type.Object({
  maximumAheadMinutes: Type.Number({
    default: 5,
    minimum: 0,
    maximum: 1e6,
    unit: 'min',
    description: 'Values with a time so far ahead of the clock are refused',
  }),
  riskyAbove: Type.Number({
    default: 0.5,
    minimum: 0,
    maximum: 1,
    description: 'A line with more risk counts as risky',
  }),
  idleBelowMw: Type.Number({
    default: 1,
    minimum: 0,
    maximum: 1e6,
    unit: 'MW',
    description: 'A source that supplies less counts as idle',
  }),
});
export type TelemetryIntakeSettings = Static<typeof TelemetryIntakeSettings>;

/** Rated current of lines without a rating or a nominal voltage: what the original system takes for all. */
export const USUAL_RATED_A = 500;

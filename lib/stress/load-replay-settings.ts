import { type Static, Type } from '@sinclair/typebox';
import { withDefaults } from '../stream/settings';

const column = (description: string) => Type.String({ default: '', maxLength: 200, description });

/** The settings of a load replay. Every one has a default; what is empty is guessed from the file, and the guess told. */
export const LoadReplaySettings = Type.Object(
  {
    delimiter: Type.String({ default: '', maxLength: 1, description: 'Between the columns; empty: guessed' }),
    timeColumn: column('Name of the column of times; empty: guessed'),
    loadColumn: column('Name of the column of loads; empty: guessed'),
    unit: Type.Union([Type.Literal(''), Type.Literal('kW'), Type.Literal('MW'), Type.Literal('GW')], {
      default: '',
      description: 'Unit of the loads; empty: guessed',
    }),
    stepMinutes: Type.Union([Type.Number({ exclusiveMinimum: 0, maximum: 10_080 }), Type.Null()], {
      default: null,
      unit: 'min',
      description: 'Time between two rows; null: guessed',
    }),
    timeZone: Type.String({ default: 'UTC', description: 'IANA time zone of times without an offset' }),
    gaps: Type.Union([Type.Literal('bridge'), Type.Literal('leave')], {
      default: 'bridge',
      description: 'bridge: missing loads are interpolated, and flagged; leave: nothing is sent for them',
    }),
    maximumBridgeSteps: Type.Integer({
      default: 6,
      minimum: 1,
      maximum: 1000,
      description: 'A longer gap is not bridged, but reported',
    }),
    glitches: Type.Union([Type.Literal('bridge'), Type.Literal('flag'), Type.Literal('drop')], {
      default: 'bridge',
      description:
        'Spikes and loads that are not above 0: interpolated and flagged, sent as they are and flagged, left out',
    }),
    spikePercent: Type.Number({
      default: 25,
      exclusiveMinimum: 0,
      maximum: 1000,
      unit: '%',
      description:
        'So far from the median of two values before and two after is a spike; loads of countries stay within 10',
    }),
  },
  { $id: 'LoadReplaySettings', title: 'LoadReplaySettings', additionalProperties: false },
);
export type LoadReplaySettings = Static<typeof LoadReplaySettings>;

/** Settings with the defaults filled in. @throws Error that names the setting that is wrong. */
export const completeReplaySettings = (given: Partial<LoadReplaySettings>): LoadReplaySettings =>
  withDefaults(LoadReplaySettings, given, 'load replay settings');

import { type Static, Type } from '@sinclair/typebox';
import { Refusal, StressMeasurement } from '../../lib/messages';
import { LoadReplaySettings } from '../../lib/stress';
import { defineNode } from '../shell/definition';

/** Event seconds a second; beyond, a time stamp was taken for a speed. */
export const MAX_SPEED = 1e9;

/** How far a replay is. */
export const ReplayProgress = Type.Object(
  {
    state: Type.Union(
      (['playing', 'paused', 'stopped', 'done', 'failed'] as const).map((state) => Type.Literal(state)),
    ),
    source: Type.String({ description: 'Name of the file; or that the year is simulated' }),
    isSimulated: Type.Boolean({ description: 'True: computed, no data of any grid' }),
    speed: Type.Number({ description: 'Event seconds a second; 0: as fast as possible' }),
    timeMs: Type.Union([Type.Integer(), Type.Null()], {
      unit: 'ms',
      description: 'Time of the last load that was sent, by the file and its passes; null: none yet',
    }),
    pass: Type.Integer({ minimum: 1, description: 'So many times it has been begun' }),
    percent: Type.Number({ unit: '%', description: 'Of this pass, by what was read' }),
    sent: Type.Integer({ minimum: 0, description: 'Loads since the start or the last deploy' }),
    refused: Type.Integer({ minimum: 0, description: 'The same of what was refused' }),
    guesses: Type.Array(Type.String(), { description: 'How the file is read, as far as no setting says it' }),
    error: Type.Optional(Type.String({ description: 'Why it failed' })),
  },
  { $id: 'ReplayProgress', title: 'ReplayProgress' },
);

export const definition = defineNode({
  type: 'grid-load-replay',
  version: 1,
  color: '#d9b48f',
  inputs: 1,
  preview: 'gridloom/load-preview',
  outputs: [
    { name: 'loads', schema: StressMeasurement },
    { name: 'refused', schema: Refusal },
    { name: 'progress', schema: ReplayProgress, single: true },
  ],
  settings: Type.Composite([
    Type.Object({
      file: Type.String({
        default: '',
        maxLength: 4096,
        description: 'Load file, or folder that messages name files of, on the machine of Node-RED; empty: simulated',
      }),
      speed: Type.Number({
        default: 3600,
        minimum: 0,
        maximum: MAX_SPEED,
        description: 'Event seconds a second; 3600: an hour a second; 0: as fast as possible',
      }),
      atEnd: Type.Union([Type.Literal('stop'), Type.Literal('loop')], {
        default: 'stop',
        description: 'loop: over and over, with times that go on',
      }),
      times: Type.Union([Type.Literal('file'), Type.Literal('now')], {
        default: 'file',
        description: 'file: event times as the file has them; now: the time at which a load is sent',
      }),
      startAt: Type.String({
        default: '',
        maxLength: 40,
        description: 'Date or time (ISO 8601) before which nothing is sent; empty: from the first row on',
      }),
      autoStart: Type.Boolean({ default: true, description: 'Starts by itself; otherwise when a message says so' }),
      fields: Type.Union([Type.Literal('gridloom'), Type.Literal('original')], {
        default: 'gridloom',
        description:
          'Names of the fields: {loadMw, timeMs, flags}, or {load, timestamp} as the original system has them',
      }),
      batchSize: Type.Integer({
        default: 100,
        minimum: 1,
        maximum: 10_000,
        description: 'Loads of a message, at most; more than one only where several are due',
      }),
    }),
    Type.Omit(LoadReplaySettings, ['unit', 'stepMinutes']),
    Type.Object({
      unit: Type.Union([Type.Literal('guess'), Type.Literal('kW'), Type.Literal('MW'), Type.Literal('GW')], {
        default: 'guess',
        description: 'Unit of the loads',
      }),
      stepMinutes: Type.Number({
        default: 0,
        minimum: 0,
        maximum: 10_080,
        unit: 'min',
        description: 'Time between two rows; 0: guessed',
      }),
      seed: Type.Integer({ default: 1, minimum: 0, maximum: 4_294_967_295, description: 'Of the simulated year' }),
    }),
  ]),
  basic: ['file', 'speed', 'atEnd', 'times', 'autoStart'],
});
export type ReplayNodeSettings = Static<typeof definition.settings>;

/** The settings of the reading, which say otherwise that something is to be guessed. */
export function readingSettings(settings: ReplayNodeSettings): LoadReplaySettings {
  const { delimiter, timeColumn, loadColumn, timeZone, gaps, maximumBridgeSteps, glitches, spikePercent } = settings;
  const { unit, stepMinutes } = settings;
  return {
    ...{ delimiter, timeColumn, loadColumn, timeZone, gaps, maximumBridgeSteps, glitches, spikePercent },
    unit: unit === 'guess' ? '' : unit,
    stepMinutes: stepMinutes === 0 ? null : stepMinutes,
  };
}

import { type Static, Type } from '@sinclair/typebox';

/** One channel of a frame. */
export const WaveformFrameChannel = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    phase: Type.Optional(Type.Union([Type.Literal('A'), Type.Literal('B'), Type.Literal('C'), Type.Literal('N')])),
    quantity: Type.Union([Type.Literal('current'), Type.Literal('voltage')]),
    unit: Type.String(),
    role: Type.Optional(Type.Union([Type.Literal('operate'), Type.Literal('restraint')])),
    samples: Type.Array(Type.Number(), { description: 'As many in every channel of the frame' }),
  },
  { $id: 'WaveformFrameChannel', title: 'WaveformFrameChannel' },
);

/** A piece of a waveform, as a recorder publishes it over MQTT: frames of an event may come late, twice and out of order. */
export const WaveformFrame = Type.Object(
  {
    schema: Type.Literal('gridloom-waveform-frame/1'),
    id: Type.String({ minLength: 1, maxLength: 200, description: 'Of the event; the same in all its frames' }),
    station: Type.Optional(Type.String({ maxLength: 200 })),
    frame: Type.Integer({ minimum: 0, description: 'Counts from 0' }),
    frames: Type.Integer({ minimum: 1, maximum: 10_000, description: 'How many the event has' }),
    offset: Type.Integer({ minimum: 0, description: 'Number of the first sample of this frame in the event' }),
    totalSamples: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
    startMs: Type.Optional(Type.Number({ unit: 'ms', description: 'Time of sample 0, epoch milliseconds UTC' })),
    sampleRateHz: Type.Number({ unit: 'Hz', exclusiveMinimum: 0 }),
    nominalFrequencyHz: Type.Number({ unit: 'Hz', exclusiveMinimum: 0 }),
    triggerOffsetMs: Type.Optional(Type.Number({ unit: 'ms', description: 'Trigger after sample 0' })),
    channels: Type.Array(WaveformFrameChannel, { minItems: 1, maxItems: 64 }),
  },
  { $id: 'WaveformFrame', title: 'WaveformFrame' },
);
export type WaveformFrame = Static<typeof WaveformFrame>;

import { type Static, Type } from '@sinclair/typebox';

/** One sampled quantity of one phase. */
export const WaveformChannel = Type.Object(
  {
    name: Type.String({ minLength: 1, description: 'e.g. IA' }),
    phase: Type.Optional(
      Type.Union([Type.Literal('A'), Type.Literal('B'), Type.Literal('C'), Type.Literal('N')], {
        description: 'Without it the colour goes by the order of the channels',
      }),
    ),
    quantity: Type.Union([Type.Literal('current'), Type.Literal('voltage')]),
    unit: Type.String({ description: 'Unit of the samples, e.g. A, kV, pu' }),
    role: Type.Optional(
      Type.Union([Type.Literal('operate'), Type.Literal('restraint')], {
        description: 'Of a differential relay: the operating (differential) or the restraining current',
      }),
    ),
    // Checked by those who read them: a schema would look at every sample.
    samples: Type.Unsafe<Float32Array | Float64Array | number[]>(
      Type.Any({
        type: 'array',
        items: { type: 'number' },
        description: 'Typed array or array of numbers, as many in every channel',
      }),
    ),
  },
  { $id: 'WaveformChannel', title: 'WaveformChannel' },
);
export type WaveformChannel = Static<typeof WaveformChannel>;

/** An instant of interest on a waveform. */
export const WaveformMarker = Type.Object(
  {
    offsetMs: Type.Number({ unit: 'ms', description: 'Time after the first sample' }),
    kind: Type.Union([
      Type.Literal('trigger'),
      Type.Literal('inception'),
      Type.Literal('clearing'),
      Type.Literal('note'),
    ]),
    label: Type.Optional(Type.String()),
  },
  { $id: 'WaveformMarker', title: 'WaveformMarker' },
);
export type WaveformMarker = Static<typeof WaveformMarker>;

/** A stretch of samples that were not measured; they are zero in the channels. */
export const WaveformGap = Type.Object(
  {
    fromMs: Type.Number({ unit: 'ms', description: 'After the first sample' }),
    toMs: Type.Number({ unit: 'ms', description: 'After the first sample; excluded' }),
    reason: Type.String({ description: 'e.g. frames 3 to 5 never came' }),
  },
  { $id: 'WaveformGap', title: 'WaveformGap' },
);
export type WaveformGap = Static<typeof WaveformGap>;

/** One event as a recorder wrote it: channels sampled together at one rate. */
export const Waveform = Type.Object(
  {
    id: Type.String({ minLength: 1, description: 'Unique among the events of a recorder' }),
    station: Type.Optional(Type.String()),
    label: Type.Optional(Type.String({ description: 'What it is, in words' })),
    startMs: Type.Optional(
      Type.Number({ unit: 'ms', description: 'Time of the first sample, epoch milliseconds UTC' }),
    ),
    sampleRateHz: Type.Number({ unit: 'Hz', exclusiveMinimum: 0 }),
    nominalFrequencyHz: Type.Number({
      unit: 'Hz',
      exclusiveMinimum: 0,
      description: '50 or 60; gives the length of a cycle',
    }),
    channels: Type.Array(WaveformChannel, { minItems: 1 }),
    markers: Type.Optional(Type.Array(WaveformMarker)),
    gaps: Type.Optional(Type.Array(WaveformGap)),
    notes: Type.Optional(
      Type.Array(Type.String(), { description: 'What was odd about the recording and how it was taken' }),
    ),
  },
  { $id: 'Waveform', title: 'Waveform' },
);
export type Waveform = Static<typeof Waveform>;

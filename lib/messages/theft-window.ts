import { type Static, Type } from '@sinclair/typebox';
import { TheftCue } from './theft-cue';

const score = (description: string) =>
  Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], { description });

/** One window of one meter (10 minutes as a rule) with its features and scores. */
export const TheftWindow = Type.Object(
  {
    meterId: Type.String({ minLength: 1 }),
    startMs: Type.Number({ unit: 'ms', description: 'Start of the window, epoch milliseconds UTC' }),
    lengthMs: Type.Number({ exclusiveMinimum: 0, unit: 'ms', description: 'Length of the window' }),
    state: Type.Union(
      [Type.Literal('scored'), Type.Literal('warming-up'), Type.Literal('incomplete'), Type.Literal('glitch')],
      {
        description:
          'incomplete: too few samples; glitch: a reset, restart or clock jump lies in it; neither is judged',
      },
    ),
    segment: Type.Union(
      [Type.Literal('night'), Type.Literal('morning'), Type.Literal('afternoon'), Type.Literal('evening')],
      { description: 'Local hours 00–06, 06–12, 12–18, 18–24' },
    ),
    samples: Type.Integer({ minimum: 0, description: 'Samples that were there' }),
    expectedSamples: Type.Integer({ minimum: 1, description: 'Samples of a window without gaps' }),
    features: Type.Record(Type.String(), Type.Number(), {
      description:
        'The 22 features by name, and volt_mean and curr_mean for plots; what the meter does not give is absent',
    }),
    forestScore: score('Isolation Forest: share of the meter’s own usual windows that are less unusual'),
    autoencoderScore: score('LSTM autoencoder, on the same scale; null when no model runs'),
    hybridScore: score('Mean of the two, or the one there is'),
    isAnomalous: Type.Boolean({ description: 'The hybrid score lies above the limit of the settings' }),
    cues: Type.Array(TheftCue, { description: 'What was physically noticed in the window' }),
  },
  { $id: 'TheftWindow', title: 'TheftWindow', additionalProperties: false },
);
export type TheftWindow = Static<typeof TheftWindow>;

import { type Static, Type } from '@sinclair/typebox';
import { TheftCueKind } from './theft-cue';

/**
 * What a person found at a meter, for whoever scores it next: `dismissed` says that these cues were a false alarm on
 * this meter, `confirmed` that they were right. The latest feedback of a meter takes the place of the one before.
 */
export const TheftFeedback = Type.Object(
  {
    type: Type.Literal('theft-feedback'),
    meterId: Type.String({ minLength: 1, maxLength: 200 }),
    verdict: Type.Union([Type.Literal('confirmed'), Type.Literal('dismissed')]),
    timeMs: Type.Number({ unit: 'ms', description: 'When it was decided, epoch milliseconds UTC' }),
    untilMs: Type.Optional(
      Type.Number({
        unit: 'ms',
        description: 'The cues weigh otherwise on this meter until then; without it, for good',
      }),
    ),
    cues: Type.Array(TheftCueKind, { maxItems: 32, description: 'Kinds of evidence of the case, strongest first' }),
  },
  { $id: 'TheftFeedback', title: 'TheftFeedback', additionalProperties: false },
);
export type TheftFeedback = Static<typeof TheftFeedback>;

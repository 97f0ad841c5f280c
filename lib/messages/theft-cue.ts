import { type Static, Type } from '@sinclair/typebox';

/** Everything that can be noticed, in the order of the tables on pages. */
export const THEFT_CUES = [
  'spike',
  'deep-dip',
  'dip-in-peak-hours',
  'repetitive-dips',
  'sustained-low',
  'near-zero',
  'freeze',
  'power-factor',
  'power-mismatch',
  'voltage-out-of-band',
  'model-anomaly',
  'voltage-response',
  'sample-noise',
  'base-load-drop',
  'step-change',
  'shape-reversal',
  'feeder-gap',
] as const;
export const TheftCueKind = Type.Union(
  THEFT_CUES.map((kind) => Type.Literal(kind)),
  { $id: 'TheftCueKind' },
);
export type TheftCueKind = (typeof THEFT_CUES)[number];

/** One thing that was noticed, with the number and the limit it was held against. */
export const TheftCue = Type.Object(
  {
    kind: TheftCueKind,
    value: Type.Number({ description: 'What was measured, in `unit`' }),
    limit: Type.Number({ description: 'The limit it passed, in the same unit' }),
    unit: Type.String({ description: 'e.g. W, %, ohm, h; empty for ratios' }),
    score: Type.Optional(
      Type.Number({
        minimum: 0,
        description: '−log10 of how often an honest meter-day shows as much; evidence of days',
      }),
    ),
    because: Type.String({ description: 'In words and numbers' }),
  },
  { $id: 'TheftCue', title: 'TheftCue', additionalProperties: false },
);
export type TheftCue = Static<typeof TheftCue>;

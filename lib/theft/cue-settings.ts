import { type Static, Type } from '@sinclair/typebox';

const share = (value: number, description: string) =>
  Type.Number({ default: value, minimum: 0, maximum: 1, description });

/** The limits of the cues of a window. The defaults hold back: each cue is rare on honest meters. */
export const CueSettings = Type.Object(
  {
    spikeRatio: Type.Number({
      default: 1.5,
      minimum: 1,
      maximum: 100,
      description: 'spike: a step of power above this many times the largest usual step',
    }),
    spikeW: Type.Number({ default: 1500, minimum: 0, maximum: 1e6, unit: 'W', description: 'spike: and above this' }),
    dipShare: share(0.5, 'deep-dip: the power falls below this share of the base load, and is back in the window'),
    peakDipShare: share(0.5, 'dip-in-peak-hours: mean power below this share of the lowest usual one of the hour'),
    dips: Type.Integer({
      default: 15,
      minimum: 1,
      maximum: 10_000,
      description: 'repetitive-dips: so many dips in a window, and more than 1.5 times the usual most',
    }),
    lowShare: share(0.6, 'sustained-low: mean power below this share of the base load, and no sample above it'),
    nearZeroSeconds: Type.Number({
      default: 300,
      minimum: 1,
      maximum: 86_400,
      unit: 's',
      description: 'near-zero: power below 1 W for so long, and for more than 1.5 times the longest usual',
    }),
    flatShare: share(0.98, 'freeze: this share of the steps is flat while the voltage lives'),
    factorMargin: share(0.1, 'power-factor: the mean lies below the lowest usual one by this'),
    mismatchPercent: Type.Number({
      default: 10,
      minimum: 1,
      maximum: 100,
      unit: '%',
      description: 'power-mismatch: power differs from voltage × current × power factor by more, beyond rounding',
    }),
    nominalVoltageV: Type.Number({
      default: 230,
      minimum: 0,
      maximum: 1e6,
      unit: 'V',
      description: 'Nominal phase voltage; 0 switches voltage-out-of-band off',
    }),
    voltageBandPercent: Type.Number({
      default: 10,
      minimum: 0,
      maximum: 100,
      unit: '%',
      description: 'voltage-out-of-band: the mean of the window is further off; EN 50160 allows 10 %',
    }),
  },
  { $id: 'CueSettings', title: 'CueSettings', additionalProperties: false },
);
export type CueSettings = Static<typeof CueSettings>;

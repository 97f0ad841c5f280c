import type { TheftCase, TheftCueKind } from '../messages';

/** Kinds of cues as they stand in a sentence. */
export const CUE_WORDS: Record<TheftCueKind, string> = {
  spike: 'sharp spikes',
  'deep-dip': 'deep dips',
  'dip-in-peak-hours': 'dips in peak hours',
  'repetitive-dips': 'repeated dips',
  'sustained-low': 'a load that stays low',
  'near-zero': 'hours near zero',
  freeze: 'values that stand still',
  'power-factor': 'an odd power factor',
  'power-mismatch': 'power that is not voltage times current',
  'voltage-out-of-band': 'voltage outside the band',
  'model-anomaly': 'windows the models find unusual',
  'voltage-response': 'voltage that sags under more load than is counted',
  'sample-noise': 'unnatural noise',
  'base-load-drop': 'a drop of the base load',
  'step-change': 'a lasting step',
  'shape-reversal': 'a day turned round',
  'feeder-gap': 'a gap on its feeder',
};

/** Findings as the beginning of a sentence. */
export const FINDING_WORDS: Record<TheftCase['finding'], string> = {
  bypass: 'Most likely a bypass',
  tampering: 'Most likely tampering with the meter or its data',
  'meter-fault': 'Most likely a fault of the meter',
  'changed-habit': 'Most likely a changed habit',
  unclear: 'Not clear what it is',
};

import type { TheftCueKind } from '../../lib/messages';
import { TheftDetector } from '../../lib/theft/theft-detector';
import { DetectorJudge } from './detector-judge';
import { EnergyDrop } from './energy-drop';
import type { Judge } from './judge';
import { Original } from './original';

export interface ArmContext {
  /** Time between two samples, ms. */
  stepMs: number;
  warmUpDays: number;
}

export const OURS = 'ours';

/** Families of cues; one at a time is switched off, to see which attacks rely on it. */
export const CUE_FAMILIES: Record<string, readonly TheftCueKind[]> = {
  'voltage response': ['voltage-response'],
  'power mismatch': ['power-mismatch'],
  'power factor': ['power-factor'],
  'voltage level': ['voltage-out-of-band'],
  'still and noisy samples': ['freeze', 'sample-noise'],
  zeros: ['near-zero'],
  'level and shape of the day': ['base-load-drop', 'step-change', 'shape-reversal', 'sustained-low'],
  'spikes and dips': ['spike', 'deep-dip', 'dip-in-peak-hours', 'repetitive-dips'],
  models: ['model-anomaly'],
};

/** The arms by their names in jobs. */
const ARMS: Record<string, (context: ArmContext) => Judge | Promise<Judge>> = {
  ours: (context) =>
    detector(context, {
      arm: OURS,
      modelArms: { forest: 'Isolation Forest alone', autoencoder: 'LSTM autoencoder alone' },
    }),
  'no-models': (context) => detector(context, { arm: 'ours without models', off: ['model-anomaly'] }),
  'power-only': (context) => detector(context, { arm: 'ours, power alone', powerOnly: true }),
  ...Object.fromEntries(
    Object.entries(CUE_FAMILIES).map(([family, off]) => [
      `without ${family}`,
      (context: ArmContext) => detector(context, { arm: `without ${family}`, off }),
    ]),
  ),
  original: ({ stepMs, warmUpDays }) =>
    new Original({ stepMs, warmUpDays, autoencoder: undefined, autoencoderArm: 'dense autoencoder alone' }),
  'energy-drop': ({ warmUpDays }) => new EnergyDrop(warmUpDays),
};

export async function judgesOf(names: readonly string[], context: ArmContext): Promise<Judge[]> {
  const judges: Judge[] = [];
  for (const name of names) judges.push(await ARMS[name]!(context));
  return judges;
}

function detector(
  { stepMs }: ArmContext,
  {
    off = [],
    ...options
  }: {
    arm: string;
    off?: readonly TheftCueKind[];
    powerOnly?: boolean;
    modelArms?: { forest: string; autoencoder: string };
  },
): Judge {
  const make = () => new TheftDetector({ sampleSeconds: stepMs / 1000, disabledCues: [...off] });
  return new DetectorJudge({ ...options, make });
}

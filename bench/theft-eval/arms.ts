import { shippedModel } from '../../lib/inference';
import type { TheftCueKind } from '../../lib/messages';
import { OnnxAutoencoder, TheftDetector } from '../../lib/theft';
import { DetectorJudge } from './detector-judge';
import { EnergyDrop } from './energy-drop';
import type { Judge } from './judge';
import { Original } from './original';

export interface ArmContext {
  /** Time between two samples, ms. */
  stepMs: number;
  warmUpDays: number;
}

/** Models of the package, opened once for all judges of a process. */
interface Models {
  lstm: OnnxAutoencoder;
  dense: OnnxAutoencoder;
}

export const OURS = 'ours';
export const ALL_CUES = 'all cues';

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
const ARMS: Record<string, (context: ArmContext, models: Models) => Judge> = {
  ours: (context, { lstm }) =>
    detector(context, lstm, {
      arm: OURS,
      modelArms: { forest: 'Isolation Forest alone', autoencoder: 'LSTM autoencoder alone' },
    }),
  'no-models': (context) => detector(context, undefined, { arm: 'ours without models', off: ['model-anomaly'] }),
  'power-only': (context, { lstm }) => detector(context, lstm, { arm: 'ours, power alone', powerOnly: true }),
  // Without the autoencoder, which costs most of the time and decides no event by itself.
  [ALL_CUES]: (context) => detector(context, undefined, { arm: ALL_CUES }),
  ...Object.fromEntries(
    Object.entries(CUE_FAMILIES).map(([family, off]) => [
      `without ${family}`,
      (context: ArmContext) => detector(context, undefined, { arm: `without ${family}`, off }),
    ]),
  ),
  original: ({ stepMs, warmUpDays }, { dense }) =>
    new Original({ stepMs, warmUpDays, autoencoder: dense, autoencoderArm: 'dense autoencoder alone' }),
  'energy-drop': ({ warmUpDays }) => new EnergyDrop(warmUpDays),
};

/** @throws Error when there is no such arm, or a model of the package is missing */
export async function judgesOf(names: readonly string[], context: ArmContext): Promise<Judge[]> {
  // No thread: each job is a process, and there are as many of them as cores.
  const open = (kind: string) => OnnxAutoencoder.open(shippedModel(`theft-autoencoder-${kind}`), { thread: false });
  const models: Models = { lstm: await open('lstm'), dense: await open('dense') };
  return names.map((name) => {
    const arm = ARMS[name];
    if (!arm) throw new Error(`there is no arm ${name}: use ${Object.keys(ARMS).join(', ')}`);
    return arm(context, models);
  });
}

function detector(
  { stepMs }: ArmContext,
  autoencoder: OnnxAutoencoder | undefined,
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
  const settings = { sampleSeconds: stepMs / 1000, disabledCues: [...off] };
  return new DetectorJudge({ ...options, make: () => new TheftDetector(settings, autoencoder) });
}

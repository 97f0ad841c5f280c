import { EnergyDrop } from './energy-drop';
import type { Judge } from './judge';
import { Original } from './original';

export interface ArmContext {
  /** Time between two samples, ms. */
  stepMs: number;
  warmUpDays: number;
}

/** The arms by their names in jobs. */
const ARMS: Record<string, (context: ArmContext) => Judge | Promise<Judge>> = {
  'energy-drop': ({ warmUpDays }) => new EnergyDrop(warmUpDays),
  original: ({ stepMs, warmUpDays }) =>
    new Original({ stepMs, warmUpDays, autoencoder: undefined, autoencoderArm: 'dense autoencoder' }),
};

export async function judgesOf(names: readonly string[], context: ArmContext): Promise<Judge[]> {
  const judges: Judge[] = [];
  for (const name of names) judges.push(await ARMS[name]!(context));
  return judges;
}

import { FAILURE_FEATURES, featureRow } from '../../lib/assets/failure-features';
import type { AssetInspection } from '../../lib/messages';
import { inspectedFleet } from '../../simulator/assets/inspected-fleet';
import { writeNpy } from '../npy';

/** Features, outcome, chance (NaN where it is not known), number of the asset. */
const COLUMNS = FAILURE_FEATURES.length + 3;

const SEED = 4100;
const ASSETS = 16_000;
export const SIMULATED_SOURCE = `${ASSETS} simulated assets, seed ${SEED} (\`simulator/assets\`)`;

/** Inspections with what came of them, as a table for Python. */
export class InspectionSet {
  private readonly rows: number[][] = [];
  private readonly numbers = new Map<string, number>();
  failures = 0;

  get size(): number {
    return this.rows.length;
  }

  get assets(): number {
    return this.numbers.size;
  }

  add(inspection: AssetInspection, failed: boolean, chance = Number.NaN): void {
    const number = this.numbers.get(inspection.assetId) ?? this.numbers.size;
    this.numbers.set(inspection.assetId, number);
    this.rows.push([...featureRow(inspection), failed ? 1 : 0, chance, number]);
    if (failed) this.failures++;
  }

  write(path: string): void {
    writeNpy(path, Float32Array.from(this.rows.flat()), [this.rows.length, COLUMNS]);
  }
}

export function simulatedInspections(): InspectionSet {
  const set = new InspectionSet();
  for (const { inspection, failed, chance } of inspectedFleet(SEED, ASSETS)) set.add(inspection, failed, chance);
  return set;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { simulatedMeters } from './simulated-meters';
import { TrainingSet } from './training-set';

/** Seeds of the fleets; those from 2000 on belong to the evaluation and are never used here. */
const SEEDS = { training: [1000, 1099], validation: [1100, 1149] } as const;
const FLEET = { meters: 16, days: 3 };
const WINDOWS_A_DAY = 24;
const GAP_SHARE = 0.3;

function simulated(fleets: number): { set: TrainingSet; source: object } {
  const set = new TrainingSet({ windowsADay: WINDOWS_A_DAY, gapShare: GAP_SHARE, seed: SEEDS.training[0] });
  for (const [part, [first, last]] of Object.entries(SEEDS) as [
    'training' | 'validation',
    readonly [number, number],
  ][]) {
    const count = Math.min(last - first + 1, fleets);
    for (let i = 0; i < count; i++) {
      const meters = simulatedMeters({ ...FLEET, seed: first + i, season: i / count });
      for (const windows of meters) set.add(windows, () => part);
    }
    process.stderr.write(`${part}: ${set.count(part)} windows\n`);
  }
  return {
    set,
    source: { kind: 'simulated', seeds: SEEDS, ...FLEET, windowsADay: WINDOWS_A_DAY, gapShare: GAP_SHARE },
  };
}

const { values } = parseArgs({
  options: { out: { type: 'string' }, fleets: { type: 'string', default: '100' } },
});
const { set, source } = simulated(Number(values.fleets));
mkdirSync(values.out!, { recursive: true });
const attacks = set.write(values.out!);
writeFileSync(join(values.out!, 'set.json'), JSON.stringify({ source, attacks }, null, 2));

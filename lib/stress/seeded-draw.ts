import { SeededRandom, seedOf } from '../anomaly/random';

/** A number from `low` to `high` that depends on seed and key alone, so that no order of drawing changes it. */
export function seededDraw(seed: number, key: string, low: number, high: number): number {
  return low + (high - low) * new SeededRandom(seedOf(`${seed}/${key}`)).unit();
}

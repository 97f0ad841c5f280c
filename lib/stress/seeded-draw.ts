import { SeededRandom } from '../anomaly/random';

/** A number from `low` to `high` that depends on seed and key alone, so that no order of drawing changes it. */
export function seededDraw(seed: number, key: string, low: number, high: number): number {
  return low + (high - low) * new SeededRandom(hashOf(`${seed}/${key}`)).unit();
}

/** 32-bit FNV-1a (Fowler, Noll, Vo) of the code units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

import type { Place } from './places';

const ROUNDS = 60;

/**
 * Moves nodes until their distances in the drawing are near those in the network, the near ones first of all (Gansner,
 * Koren and North, Graph Drawing 2004, in its localized form).
 * @param hops lines between each node and each other
 */
export function relax(start: readonly Place[], hops: readonly Float64Array[]): Place[] {
  const xs = Float64Array.from(start, ({ x }) => x);
  const ys = Float64Array.from(start, ({ y }) => y);
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < xs.length; i++) {
      const wanted = hops[i]!;
      let [x, y, weights] = [0, 0, 0];
      for (let j = 0; j < xs.length; j++) {
        if (j === i) continue;
        const [dx, dy] = [xs[i]! - xs[j]!, ys[i]! - ys[j]!];
        const distance = Math.sqrt(dx * dx + dy * dy);
        const stretch = distance > 0 ? wanted[j]! / distance : 0;
        const weight = 1 / (wanted[j]! * wanted[j]!);
        x += weight * (xs[j]! + stretch * dx);
        y += weight * (ys[j]! + stretch * dy);
        weights += weight;
      }
      xs[i] = x / weights;
      ys[i] = y / weights;
    }
  }
  return start.map((_, i) => ({ x: xs[i]!, y: ys[i]! }));
}

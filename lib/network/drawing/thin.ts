import type { Place } from './places';

/** How much finer the raster is than the one before it. */
const STEP = 1.25;

/**
 * Merges nodes that lie near each other until at most `most` places are left: those in one square of the finest raster
 * that gives so few. A network that is small enough stays as it is.
 * @returns of each place the indices of its nodes; of each node the index of its place
 */
export function thinned(places: readonly Place[], most: number): { groups: number[][]; groupOf: Int32Array } {
  if (places.length <= most) {
    return { groups: places.map((_, index) => [index]), groupOf: Int32Array.from(places.keys()) };
  }
  const low = { x: Number.POSITIVE_INFINITY, y: Number.POSITIVE_INFINITY };
  const high = { x: Number.NEGATIVE_INFINITY, y: Number.NEGATIVE_INFINITY };
  for (const { x, y } of places) {
    low.x = Math.min(low.x, x);
    low.y = Math.min(low.y, y);
    high.x = Math.max(high.x, x);
    high.y = Math.max(high.y, y);
  }
  const extent = Math.max(high.x - low.x, high.y - low.y) || 1;
  for (let squares = 2 * most; ; squares = Math.floor(squares / STEP)) {
    const of = (value: number, from: number) => Math.min(squares - 1, Math.floor(((value - from) / extent) * squares));
    const squareOf = ({ x, y }: Place) => of(y, low.y) * squares + of(x, low.x);
    const numbers = new Map<number, number>();
    for (const place of places) {
      const square = squareOf(place);
      if (!numbers.has(square)) numbers.set(square, numbers.size);
      if (numbers.size > most) break;
    }
    if (numbers.size > most) continue;
    const groupOf = Int32Array.from(places, (place) => numbers.get(squareOf(place))!);
    const groups = Array.from(numbers, (): number[] => []);
    for (const [node, group] of groupOf.entries()) groups[group]!.push(node);
    return { groups, groupOf };
  }
}

import type { Place } from './places';

const GAP = 0.4;

/** Puts parts side by side, in shelves: the first on the left, each in a square whose area goes with its nodes. */
export function pack(parts: readonly Place[][]): Place[][] {
  const sides = parts.map(({ length }) => Math.sqrt(length));
  const width = Math.max(sides[0] ?? 0, 1.4 * Math.sqrt(sides.reduce((area, side) => area + (side + GAP) ** 2, 0)));
  let [left, bottom, height] = [0, 0, 0];
  return parts.map((part, index) => {
    const side = sides[index]!;
    if (left > 0 && left + side > width) {
      bottom += height + GAP;
      left = height = 0;
    }
    height = Math.max(height, side);
    const placed = fitted(part, side).map(({ x, y }) => ({ x: left + x, y: bottom + y }));
    left += side + GAP;
    return placed;
  });
}

/** Scaled into a square from 0 to `side`, in its middle. */
function fitted(part: readonly Place[], side: number): Place[] {
  const low = { x: Number.POSITIVE_INFINITY, y: Number.POSITIVE_INFINITY };
  const high = { x: Number.NEGATIVE_INFINITY, y: Number.NEGATIVE_INFINITY };
  for (const { x, y } of part) {
    low.x = Math.min(low.x, x);
    low.y = Math.min(low.y, y);
    high.x = Math.max(high.x, x);
    high.y = Math.max(high.y, y);
  }
  const extent = Math.max(high.x - low.x, high.y - low.y);
  const scale = extent > 0 ? side / extent : 0;
  const middle = (axis: 'x' | 'y') => (low[axis] + high[axis]) / 2;
  return part.map(({ x, y }) => ({
    x: side / 2 + (x - middle('x')) * scale,
    y: side / 2 + (y - middle('y')) * scale,
  }));
}

import type { Position } from '../../lib/map/layout';
import type { MapNode } from '../../lib/map/network';

const MARGIN = 28;
/** Kept free at the right, where the buttons are. */
const BUTTONS = 32;
/** How far in and out the wheel goes, times the whole. */
const ZOOM_LIMITS = [0.3, 400] as const;

/** Where the plane of the network is on the screen: screen = offset + scale · plane, with y downwards. */
export class MapView {
  scale = 1;
  x = 0;
  y = 0;
  private fitScale = 1;

  /** Shows all of it, as large as it goes. */
  fit(points: Iterable<Position>, width: number, height: number): void {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const [x, y] of points) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    if (left > right) return;
    const free = Math.max(1, width - BUTTONS);
    const room = [Math.max(1, free - 2 * MARGIN), Math.max(1, height - 2 * MARGIN)] as const;
    this.scale = this.fitScale = Math.min(room[0] / (right - left || 1), room[1] / (bottom - top || 1));
    this.x = free / 2 - (this.scale * (left + right)) / 2;
    this.y = height / 2 - (this.scale * (top + bottom)) / 2;
  }

  /** Keeps the point of the screen where it is. */
  zoom(factor: number, x: number, y: number): void {
    const [least, most] = ZOOM_LIMITS;
    const scale = Math.min(this.fitScale * most, Math.max(this.fitScale * least, this.scale * factor));
    this.x = x - ((x - this.x) * scale) / this.scale;
    this.y = y - ((y - this.y) * scale) / this.scale;
    this.scale = scale;
  }

  pan(dx: number, dy: number): void {
    this.x += dx;
    this.y += dy;
  }

  toScreen([x, y]: Position): Position {
    return [this.x + this.scale * x, this.y + this.scale * y];
  }
}

/** Places in a plane with y downwards; longitudes are shortened as at the middle latitude. */
export function planePositions(nodes: Iterable<MapNode>, geographic: boolean): Map<string, Position> {
  const placed = [...nodes].filter((node) => node.at);
  const latitudes = placed.map((node) => node.at![1]);
  const middle = latitudes.length > 0 ? (Math.min(...minMax(latitudes)) + Math.max(...minMax(latitudes))) / 2 : 0;
  const shrink = geographic ? Math.cos((middle * Math.PI) / 180) : 1;
  return new Map(placed.map(({ id, at }) => [id, [at![0] * shrink, -at![1]]]));
}

function minMax(values: number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

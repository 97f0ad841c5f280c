import { partsOf } from '../checks/islands';
import { adjacencyOf } from '../graph';
import type { NetworkModel } from '../network-model';
import { layOut } from './layout';
import { pack } from './pack';

/** In a plane with y upwards. */
export interface Place {
  x: number;
  y: number;
}

/**
 * Where to draw each node: at the positions of the file where all nodes have one (degrees keep their shape), else where a
 * layout puts them that only the network decides: near in the network is near in the drawing, parts lie side by side.
 * Lines out of service count for the layout, so that switching moves nothing.
 */
export function placesOf(model: NetworkModel): { places: Place[]; isFromFile: boolean } {
  const { nodes, branches } = model;
  if (nodes.every(({ x, y }) => x !== undefined && y !== undefined)) {
    return { places: inPlane(nodes.map(({ x, y }) => ({ x: x!, y: y! }))), isFromFile: true };
  }
  const whole = { ...model, branches: branches.map((branch) => ({ ...branch, inService: true })) };
  const adjacency = adjacencyOf(whole, { mergeParallel: true });
  const parts = partsOf(whole).sort((a, b) => b.length - a.length || a[0]! - b[0]!);
  const indexOf = new Int32Array(nodes.length);
  for (const part of parts) for (const [index, node] of part.entries()) indexOf[node] = index;
  const packed = pack(parts.map((part) => layOut(adjacency, part, indexOf)));
  const places = new Array<Place>(nodes.length);
  for (const [number, part] of parts.entries()) {
    for (const [index, node] of part.entries()) places[node] = packed[number]![index]!;
  }
  return { places, isFromFile: false };
}

/** Longitudes are shortened as at the middle latitude; what can't be degrees stays as it is. */
function inPlane(places: Place[]): Place[] {
  if (!places.every(({ x, y }) => Math.abs(x) <= 180 && Math.abs(y) <= 90)) return places;
  const [south, north] = places.reduce(([low, high], { y }) => [Math.min(low, y), Math.max(high, y)], [90, -90]);
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  return places.map(({ x, y }) => ({ x: x * shrink, y }));
}
